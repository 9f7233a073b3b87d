package store

import (
	"gatehouse/backend/edit"
	"gatehouse/backend/records"
)

// scout is a Tx on which an edit shows what it will ask: what is not known yet it answers with
// nothing and notes. It writes nothing.
type scout struct {
	*authority
	rows  []records.Key
	finds []lookup
}

func (s *scout) Row(k records.Key) records.Record {
	r, known := s.seen[k]
	if !known {
		s.rows = append(s.rows, k)
	}
	return r
}

func (s *scout) Find(kind records.Kind, column string, value any) []records.Record {
	q := lookup{kind, column, value}
	list, known := s.found[q]
	if !known && tableOf[kind].canFind(column) && column != "id" {
		s.finds = append(s.finds, q)
	}
	return list
}

func (s *scout) Put(records.Record) {}

func (s *scout) Delete(records.Key) {}

func (s *scout) Fail(error) {}

// misled reports whether there was something where it was told that there is nothing.
func (s *scout) misled() bool {
	for _, k := range s.rows {
		if s.seen[k] != nil {
			return true
		}
	}
	for _, q := range s.finds {
		if len(s.found[q]) > 0 {
			return true
		}
	}
	return false
}

// deepest is how often scouts go: an access leads to its user, the user to the person, the person
// to what was taken from them.
const deepest = 5

// foresee reads, many at once, what edits will ask one by one: at PostgreSQL every question is a
// way to another server. Whatever it does not foresee is asked when it is needed.
func (a *authority) foresee(env edit.Env, in []edit.Envelope) {
	asks := make([]func(edit.Tx), len(in))
	for i, e := range in {
		asks[i] = edit.Asks(env, e)
	}
	for range deepest {
		scouts := make([]*scout, len(asks))
		for i, ask := range asks {
			scouts[i] = &scout{authority: a}
			ask(scouts[i])
		}
		a.answer(scouts)
		var again []func(edit.Tx)
		for i, s := range scouts {
			if s.misled() {
				again = append(again, asks[i])
			}
		}
		if asks = again; len(asks) == 0 {
			return
		}
	}
}

// answer reads what scouts have asked.
func (a *authority) answer(scouts []*scout) {
	ids := map[records.Kind][]int64{}
	values := map[lookup][]any{} // by kind and column
	for _, s := range scouts {
		for _, k := range s.rows {
			if _, asked := a.seen[k]; !asked {
				a.keep(k, nil)
				ids[k.Kind] = append(ids[k.Kind], k.ID)
			}
		}
		for _, q := range s.finds {
			if _, asked := a.found[q]; !asked {
				a.learn(q, nil)
				of := lookup{kind: q.kind, column: q.column}
				values[of] = append(values[of], q.value)
			}
		}
	}
	for kind, list := range ids {
		for _, r := range a.among(kind, "id", list) {
			a.keep(r.Key(), r)
		}
	}
	for of, list := range values {
		a.answerFinds(of, list)
	}
}

func (a *authority) answerFinds(of lookup, values []any) {
	var numbers []int64
	var texts []string
	for _, v := range values {
		switch v := v.(type) {
		case int64:
			numbers = append(numbers, v)
		case string:
			texts = append(texts, v)
		default: // asked when it is needed
			delete(a.found, lookup{of.kind, of.column, v})
		}
	}
	var list []records.Record
	if len(numbers) > 0 {
		list = a.among(of.kind, of.column, numbers)
	}
	if len(texts) > 0 {
		list = append(list, a.among(of.kind, of.column, texts)...)
	}
	for _, r := range list {
		q := lookup{of.kind, of.column, r.Index(of.column)}
		a.found[q] = append(a.found[q], r)
		a.keep(r.Key(), r)
	}
}

// among gives the records of a kind whose column has one of some values, by their ids.
func (tx *Tx) among(kind records.Kind, column string, values any) []records.Record {
	t := tableOf[kind]
	query, arg := tx.db.dialect.among(t.query.row, column, values)
	return tx.list(t, query+" ORDER BY id", arg)
}
