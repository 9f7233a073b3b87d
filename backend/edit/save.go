package edit

import (
	"reflect"
	"slices"

	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// saved is a record that staff write as a whole, by a form.
type saved[T any] interface {
	*T
	records.Record
	Check() error
	Title() string // what people call it, for the history
}

// Save is what staff do with a form about a record: Was is what the form showed, nil where it began
// empty, and Want is what it says now. Of a record that exists, only the fields that differ are
// changed, so that a form clobbers nothing that it merely showed. An edit embeds it under the name
// of its intent, such as SaveProject.
type Save[T any, P saved[T]] struct {
	Was  *T
	Want T
}

// Validate checks the record by itself.
func (e *Save[T, P]) Validate() error { return P(&e.Want).Check() }

// Authorize lets access managers and administrators.
func (e *Save[T, P]) Authorize(tx Tx, env Env) error {
	return staff(tx, env, records.AccessManager)
}

// Apply makes the record, or sets the fields that the author edited.
func (e *Save[T, P]) Apply(tx Tx, _ Env) (Result, error) {
	want := P(&e.Want)
	key := want.Key()
	res := Result{Subject: want.Title(), About: key}
	now, there := get[P](tx, key)
	switch {
	case e.Was == nil && there && reflect.DeepEqual(now, want):
		res.Status = records.Merged
		return res, nil
	case e.Was == nil && there:
		return res, problem.New(problem.Conflict, "This exists already.")
	case e.Was == nil:
		fresh := e.Want
		tx.Put(P(&fresh))
		return res, nil
	case !there:
		return res, gone("This")
	}
	res.Status = records.Merged
	n := *now
	merge(&res, reflect.ValueOf(&n).Elem(), reflect.ValueOf(e.Was).Elem(),
		reflect.ValueOf(&e.Want).Elem())
	if res.Status != records.Merged {
		tx.Put(P(&n))
	}
	return res, nil
}

// begin is Apply for records that say when they were made: a new one is made now, unless the form
// says when.
func (e *Save[T, P]) begin(created *int64, tx Tx, env Env) (Result, error) {
	if e.Was == nil && *created == 0 {
		*created = env.Now.Unix()
	}
	return e.Apply(tx, env)
}

// merge brings what an author changed, from was to want, into the record as it is now, field by
// field. A list of ids is a set: what the author added and took out. A field that somebody else
// changed as well is overwritten and told.
func merge(res *Result, now, was, want reflect.Value) {
	for i := range now.NumField() {
		n, was, want := now.Field(i), was.Field(i), want.Field(i)
		switch {
		case same(was, want) || same(n, want):
			continue
		case now.Type().Field(i).Anonymous:
			merge(res, n, was, want)
			continue
		case n.Kind() == reflect.Slice && n.Type().Elem().Kind() == reflect.Int64:
			n.Set(mergeSets(n, was, want))
		case !same(n, was):
			res.Status = records.Overrode
			res.Mine, res.Theirs = line(res.Mine, quoted(want)), line(res.Theirs, quoted(n))
			res.Why = overridden
			n.Set(want)
		default:
			n.Set(want)
		}
		if res.Status == records.Merged {
			res.Status = records.Applied
		}
	}
}

func same(a, b reflect.Value) bool {
	return a.Comparable() && a.Equal(b) || reflect.DeepEqual(a.Interface(), b.Interface())
}

func mergeSets(now, was, want reflect.Value) reflect.Value {
	result := reflect.MakeSlice(now.Type(), 0, now.Len()+want.Len())
	for i := range now.Len() {
		v := now.Index(i)
		if holds(was, v) && !holds(want, v) {
			continue // the author took it out
		}
		result = reflect.Append(result, v)
	}
	for i := range want.Len() {
		if v := want.Index(i); !holds(result, v) && !holds(was, v) {
			result = reflect.Append(result, v)
		}
	}
	return result
}

func holds(list, v reflect.Value) bool {
	for i := range list.Len() {
		if list.Index(i).Int() == v.Int() {
			return true
		}
	}
	return false
}

// Discard takes away a record that staff have made by Save.
type Discard struct{ Record records.Key }

// discarded are the kinds that Discard takes away; what access rests on is not among them.
var discarded = []records.Kind{records.KindFile, records.KindFileType,
	records.KindCategory, records.KindMessage,
	records.KindQueue, records.KindRequestType, records.KindVendor, records.KindAbsence,
	records.KindClosing, records.KindAllowance, records.KindDraw, records.KindModule,
	records.KindReview,
	records.KindTask, records.KindPhase, records.KindProjectNote, records.KindAppointment,
	records.KindIssue, records.KindCharge, records.KindFlag, records.KindOrderTask,
	records.KindDocument, records.KindConfigurationItem, records.KindLicence}

// Validate refuses kinds that are not taken away, or not in this way.
func (e *Discard) Validate() error {
	if !slices.Contains(discarded, e.Record.Kind) {
		return problem.New(problem.Invalid, "This cannot be taken away.")
	}
	return nil
}

// Authorize lets access managers and administrators, and customers who keep such records at their
// account (A20 to A24).
func (e *Discard) Authorize(tx Tx, env Env) error {
	if r := guarded(tx, e.Record); r != nil && keeping[e.Record.Kind] != 0 {
		return keeps(tx, env, r)
	}
	return staff(tx, env, records.AccessManager)
}

// Apply deletes it. What is gone already is what it wanted.
func (e *Discard) Apply(tx Tx, _ Env) (Result, error) {
	res := Result{About: e.Record}
	r := tx.Row(e.Record)
	if r == nil {
		res.Status = records.Merged
		return res, nil
	}
	if t, ok := r.(interface{ Title() string }); ok {
		res.Subject = t.Title()
	}
	if inUse(tx, e.Record) {
		return res, problem.New(problem.Conflict, "This is still in use, so it stays.")
	}
	tx.Delete(e.Record)
	return res, nil
}
