package edit

import (
	"cmp"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// clash is a value that somebody set and that another edit has replaced, without its author having
// seen it. An empty path is the whole record, which the other edit took away.
type clash struct {
	Key  records.Key     `json:"key"`
	Path string          `json:"path,omitempty"`
	Mine json.RawMessage `json:"mine"`
}

// looker is an edit that decides by records that it does not touch.
type looker interface{ looks(Tx) []records.Key }

// glanceAt gives what the author of an edit sees of what it changes, takes away or looks at.
func glanceAt(b *buffer, e Edit) Glance {
	g := Glance{}
	see := func(k records.Key, path, hash string) {
		if hash != "" && !k.Kind.StaysAtServer() {
			g[glanceKey(k, path)] = hash
		}
	}
	for _, k := range b.order {
		if b.after[k] == nil {
			see(k, "", hashOf(b.before[k]))
		}
		for _, path := range differing(b.before[k], b.after[k]) {
			see(k, path, hashOfField(fieldAt(b.before[k], path)))
		}
	}
	if l, ok := e.(looker); ok {
		for _, k := range l.looks(b.under) {
			see(k, "", hashOf(b.under.Row(k)))
		}
	}
	return g
}

// meeting is somebody's edit that this one has undone in part, unseen.
type meeting struct {
	theirs       *records.History
	clashes      []clash
	mine, theirN []string // the values, in words: theirs first
	whole        bool     // a record was taken away
	twin         bool     // nothing was replaced: this one is kept beside theirs
}

// meet finds, at the server, the edits whose values this one replaces although its author had not
// seen them. Every overwrite is told to who is overwritten (see Inbox).
func (r *run) meet(b *buffer) (list []meeting) {
	if r.env.Side != Server || r.env.Actor.Staff == nil {
		return nil
	}
	if twin := r.result.Twin; twin != nil {
		if lines := r.linesOf(twin); len(lines) > 0 {
			r.other = lines[0]
			list = append(list, meeting{theirs: lines[0], twin: true})
		}
	}
	for _, k := range b.order {
		before, after := b.before[k], b.after[k]
		switch {
		case before == nil:
		case after == nil && r.env.Saw.misses(k, "", hashOf(before)):
			list = append(list, r.taken(k, before)...)
		case after != nil:
			list = append(list, r.replaced(k, before, after)...)
		}
	}
	return list
}

// taken finds who changed a record last that is taken away.
func (r *run) taken(k records.Key, before records.Record) []meeting {
	for _, h := range r.linesOf(before) {
		theirs, _ := changeOf(h, k)
		if theirs == nil || h.Staff == r.env.Actor.Staff.ID {
			continue
		}
		if r.other == nil {
			r.other = h
		}
		m := meeting{theirs: h, whole: true}
		m.add(clash{Key: k, Mine: textOf(before)}, summary(r.tx, before), "Removed")
		return []meeting{m}
	}
	return nil
}

// replaced finds whose values of one record are replaced.
func (r *run) replaced(k records.Key, before, after records.Record) (list []meeting) {
	paths := slices.DeleteFunc(differing(before, after), func(path string) bool {
		if r.env.Saw == nil {
			return r.result.Status != records.Overrode
		}
		return !r.env.Saw.misses(k, path, hashOfField(fieldAt(before, path)))
	})
	if len(paths) == 0 {
		return nil
	}
	for _, h := range r.linesOf(before) {
		m := meeting{theirs: h}
		paths = slices.DeleteFunc(paths, func(path string) bool {
			return m.path(k, path, before, after)
		})
		if len(m.clashes) > 0 {
			list = append(list, m)
			if r.other == nil {
				r.other = h
			}
		}
		if len(paths) == 0 {
			break
		}
	}
	return list
}

// path notes a field that their edit had set to what it was until now.
func (m *meeting) path(k records.Key, path string, before, after records.Record) bool {
	set := setBy(m.theirs, k, path)
	was := fieldAt(before, path)
	if !set.IsValid() || !same(set, was) {
		return false
	}
	text, err := json.Marshal(was.Interface())
	if err != nil {
		return false
	}
	m.add(clash{k, path, text}, fmt.Sprintf("%s: %s", calls(path), quoted(was)),
		fmt.Sprintf("%s: %s", calls(path), quoted(fieldAt(after, path))))
	return true
}

func (m *meeting) add(c clash, mine, theirs string) {
	m.clashes = append(m.clashes, c)
	m.mine, m.theirN = append(m.mine, mine), append(m.theirN, theirs)
}

// tell writes the lines of those whose values were replaced. Nobody is told of themselves.
func (r *run) tell(list []meeting) {
	for _, m := range list {
		if m.theirs.Staff == 0 || m.theirs.Staff == r.env.Actor.Staff.ID {
			continue
		}
		text := "Somebody else changed the same after you, without having seen what you did. " +
			"Theirs is in force; yours is kept here."
		if m.whole {
			text = "Somebody else took this away, without having seen what you did. It stays " +
				"away, unless you do it again."
		}
		if m.twin {
			text = fmt.Sprintf("Somebody else made %s at the same time. Yours is in force; theirs "+
				"is kept without portal access. Decide whether it is the same person.",
				r.result.Subject)
		}
		name := records.UID(string(r.in.UID) + " of " + string(m.theirs.UID))
		line := &records.Inbox{ID: records.KeyOf(string(name)), UID: name,
			Staff: m.theirs.Staff, Edit: m.theirs.Edit, Subject: m.theirs.Subject,
			About: m.theirs.About, Text: text, Mine: strings.Join(m.mine, "\n"),
			Theirs: strings.Join(m.theirN, "\n"), Args: "{}", Open: true,
			At: r.env.Now.Unix(), Group: m.theirs.Group, By: r.env.Actor.Name,
			From: r.env.Machine, When: r.in.At, Other: r.in.UID}
		if len(m.clashes) > 0 {
			line.Clashes = string(textOf(m.clashes))
		}
		if has, ok := get[*records.Inbox](r.tx, line.Key()); ok { // another record of theirs
			line = joined(has, line)
		}
		r.tx.Put(line)
	}
}

// joined is one line of two clashes with the same edit.
func joined(has, more *records.Inbox) *records.Inbox {
	var a, b []clash
	if json.Unmarshal([]byte(has.Clashes), &a) != nil ||
		json.Unmarshal([]byte(more.Clashes), &b) != nil {
		return has
	}
	n := *has
	n.Mine, n.Theirs = has.Mine+"\n"+more.Mine, has.Theirs+"\n"+more.Theirs
	n.Clashes = string(textOf(append(a, b...)))
	return &n
}

// signedBy says whose the other edit was.
func signedBy(line *records.Inbox, other *records.History) {
	if other != nil {
		line.By, line.From, line.When, line.Other = other.Actor, other.Machine, other.At, other.UID
	}
}

// lineOf gives the history line of an edit, nil where it is not there.
func (r *run) lineOf(uid records.UID) *records.History { return lineOf(r.tx, uid) }

func lineOf(tx Tx, uid records.UID) *records.History {
	h, _ := get[*records.History](tx, records.Key{Kind: records.KindHistory,
		ID: records.KeyOf(string(uid))})
	return h
}

// lastAbout gives the newest edit, of somebody else if there is one, about what this one is about.
func (r *run) lastAbout() (last *records.History) {
	for _, h := range r.linesAbout() {
		if h.Staff == 0 || r.env.Actor.Staff == nil || h.Staff != r.env.Actor.Staff.ID {
			return h
		}
	}
	return nil
}

// linesAbout gives what had effect on what this edit is about, the newest first. Only the server
// asks: its word comes down.
func (r *run) linesAbout() []*records.History { return r.linesOn(r.result.About) }

// beside are edits whose change of a record only follows from what they are for: nobody meant it.
var beside = map[string]bool{"SignedIn": true, "SetPassword": true, "AddNote": true}

func (r *run) linesOn(about records.Key) []*records.History {
	if r.env.Side != Server || about.ID == 0 {
		return nil
	}
	all := find[*records.History](r.tx, records.KindHistory, "about", about.ID)
	all = slices.DeleteFunc(all, func(h *records.History) bool {
		return !h.Status.HasEffect() || h.About.Kind != about.Kind || h.UID == r.in.UID || beside[h.Edit]
	})
	slices.SortFunc(all, func(a, b *records.History) int { return cmp.Compare(b.N, a.N) })
	return all
}

// linesOf gives those that changed a record.
func (r *run) linesOf(now records.Record) []*records.History {
	return slices.DeleteFunc(r.linesOn(aboutRecord(r.tx, now)), func(h *records.History) bool {
		_, changed := changeOf(h, now.Key())
		return !changed
	})
}

// aboutRecord is what history lines point to that change a record.
func aboutRecord(tx Tx, r records.Record) records.Key {
	switch r := r.(type) {
	case *records.Access:
		return user(r.User)
	case *records.Person:
		return aboutPerson(tx, r.ID)
	}
	return r.Key()
}

// changeOf reads what an edit left of a record, nil where it took it away.
func changeOf(h *records.History, k records.Key) (after records.Record, changed bool) {
	for _, c := range changesOf(h) {
		if c.Key == k {
			return recordOf(k.Kind, c.After), true
		}
	}
	return nil, false
}

// setBy gives the value that an edit set a field to; the zero Value where it left it.
func setBy(h *records.History, k records.Key, path string) reflect.Value {
	for _, c := range changesOf(h) {
		if c.Key != k {
			continue
		}
		before, after := recordOf(k.Kind, c.Before), recordOf(k.Kind, c.After)
		if after == nil || before != nil && !slices.Contains(differing(before, after), path) {
			return reflect.Value{}
		}
		return fieldAt(after, path)
	}
	return reflect.Value{}
}

func changesOf(h *records.History) (list []Change) {
	if json.Unmarshal([]byte(h.Changes), &list) != nil {
		return nil // it is the verification of the history that tells
	}
	return list
}

// recordOf reads a record as the history keeps it, nil for none.
func recordOf(kind records.Kind, text json.RawMessage) records.Record {
	r := records.New(kind)
	if len(text) == 0 || r == nil || json.Unmarshal(text, r) != nil {
		return nil
	}
	return r
}

func textOf(v any) json.RawMessage {
	text, err := json.Marshal(v)
	if err != nil {
		return json.RawMessage("null")
	}
	return text
}

// summary says in words what a record gives.
func summary(tx Tx, r records.Record) string {
	if a, ok := r.(*records.Access); ok {
		return fmt.Sprintf("%s, %s – %s", profileName(tx, a.Profile), a.Schedule.From, a.Schedule.To)
	}
	if t, ok := r.(interface{ Title() string }); ok {
		return t.Title()
	}
	return "What you did"
}

// UseMine decides a line of the inbox for its own side: the edit that it keeps is done again, on
// what is so now and knowing the other side. Where the other side took the record away, it is made
// anew. It is an edit like every other: with history, undo and what its author has seen.
type UseMine struct {
	Line records.UID
	ID   int64 // of what may have to be made anew
}

// Validate refuses a decision about nothing.
func (e *UseMine) Validate() error { return (&Settle{Line: e.Line}).Validate() }

func (e *UseMine) line(tx Tx) (*records.Inbox, error) {
	line, ok := get[*records.Inbox](tx, records.Key{Kind: records.KindInbox,
		ID: records.KeyOf(string(e.Line))})
	if !ok || !line.Open {
		return nil, problem.New(problem.Conflict, "Somebody has decided this already.")
	}
	return line, nil
}

// Authorize lets whose line it is, as far as they may do what it keeps.
func (e *UseMine) Authorize(tx Tx, env Env) error {
	line, err := e.line(tx)
	if err != nil || env.Actor.Staff == nil {
		return staff(tx, env, records.AccessManager)
	}
	if line.Staff != 0 && line.Staff != env.Actor.Staff.ID {
		return problem.New(problem.Denied, "This is for somebody else to decide.")
	}
	b := newBuffer(tx)
	for _, c := range clashesOf(line) {
		if err := mayRestore(tx, env, c.Key, c.Path); err != nil {
			return err
		}
	}
	if line.Clashes != "" {
		return staff(tx, env, records.AccessManager)
	}
	inner, err := e.again(b, line)
	if err != nil {
		return staff(tx, env, records.AccessManager)
	}
	return inner.Authorize(b, env)
}

// Apply does the kept edit again and closes the line.
func (e *UseMine) Apply(tx Tx, env Env) (Result, error) {
	line, err := e.line(tx)
	if err != nil {
		return Result{}, err
	}
	res := Result{Subject: line.Subject, About: line.About}
	if line.Clashes != "" {
		err = setAgain(tx, clashesOf(line))
	} else {
		var inner Edit
		if inner, err = e.again(tx, line); err == nil {
			var did Result
			did, err = inner.Apply(tx, env)
			if err == nil && did.Status == records.Withheld {
				err = problem.New(problem.Conflict, did.Why)
			}
		}
	}
	if err != nil {
		return res, err
	}
	n := *line
	n.Open = false
	tx.Put(&n)
	return res, nil
}

// removal is the kept edit where it is one that takes access away.
func (e *UseMine) removal(tx Tx) remover {
	line, ok := get[*records.Inbox](tx, records.Key{Kind: records.KindInbox,
		ID: records.KeyOf(string(e.Line))})
	if !ok || line.Clashes != "" {
		return nil
	}
	kept, err := Decode(Envelope{Name: line.Edit, NV: 1, Args: json.RawMessage(line.Args)})
	if err != nil {
		return nil
	}
	removal, _ := kept.(remover)
	return removal
}

// removalOf gives an edit as one that takes access away by its very name, nil for others.
func removalOf(tx Tx, e Edit) remover {
	if u, ok := e.(*UseMine); ok {
		return u.removal(tx)
	}
	removal, _ := e.(remover)
	return removal
}

// again gives the kept edit, based on what is so now.
func (e *UseMine) again(tx Tx, line *records.Inbox) (Edit, error) {
	kept, err := Decode(Envelope{Name: line.Edit, NV: 1, Args: json.RawMessage(line.Args)})
	if err != nil {
		return nil, err
	}
	if now, err := remake(tx, kept, e.ID); err == nil {
		return now, nil
	}
	bringBack(tx, line.Other)
	return remake(tx, kept, e.ID)
}

// bringBack makes anew what an edit took away.
func bringBack(tx Tx, uid records.UID) {
	h, ok := get[*records.History](tx, records.Key{Kind: records.KindHistory,
		ID: records.KeyOf(string(uid))})
	if !ok {
		return
	}
	for _, c := range changesOf(h) {
		r := recordOf(c.Key.Kind, c.Before)
		if r != nil && c.After == nil && tx.Row(c.Key) == nil && fits(tx, r) {
			tx.Put(r)
		}
	}
}

func clashesOf(line *records.Inbox) (list []clash) {
	if json.Unmarshal([]byte(line.Clashes), &list) != nil {
		return nil
	}
	return list
}

// setAgain sets what was replaced to the kept values.
func setAgain(tx Tx, list []clash) error {
	for _, c := range list {
		now := tx.Row(c.Key)
		switch {
		case c.Path == "" && now == nil:
			r := recordOf(c.Key.Kind, c.Mine)
			if r == nil || !fits(tx, r) {
				return problem.New(problem.Conflict, "This no longer fits what is there now. "+
					"Look at the record, and do it there.")
			}
			tx.Put(r)
		case c.Path == "":
			return problem.New(problem.Conflict, "It is there again. Look at the record.")
		case now == nil:
			return gone("The record")
		default:
			n := copyOf(now)
			v := fieldAt(n, c.Path)
			if !v.IsValid() || json.Unmarshal(c.Mine, v.Addr().Interface()) != nil {
				return problem.New(problem.Invalid, "This value cannot be read.")
			}
			tx.Put(n)
		}
	}
	return nil
}
