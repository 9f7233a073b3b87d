package synctest

import (
	"database/sql"
	"encoding/json"
	"slices"
	"strings"

	"gatehouse/backend/edit"
	"gatehouse/backend/records"
	"gatehouse/backend/store"
)

// ghost knows what the product does not: what every author had seen at the click, and everything
// that the server has ever committed. It never looks at the ledger.
type ghost struct {
	*office
	authored map[records.UID]*authored
	lines    []line // of the server's history, as it is now
	states   map[edit.Cookie]state
	heads    []edit.Cookie // of the present lineage
	restores int
	person   map[records.UserID]records.PersonID
	mail     map[records.PersonID]string
}

// authored is an edit as its author made it.
type authored struct {
	edit    edit.Edit
	known   map[records.UID]bool // what the author's desk had shown, and its own edits
	fields  []string             // that the author changed
	waiting []records.UID        // the author's own edits that were still on their way
}

// line is a history line of the server, with what it did to access.
type line struct {
	n, ver   int64
	uid      records.UID
	status   records.Status
	why      string
	changes  []edit.Change
	gives    bool
	takes    bool
	subjects []string // users, and e-mail addresses
}

// until gives the edits that a state contains.
func (g *ghost) until(c edit.Cookie) (list []records.UID) {
	for _, l := range g.lines {
		if l.ver <= c.Version {
			list = append(list, l.uid)
		}
	}
	return list
}

// restoredSince reports whether a state is not of the server's present past.
func (g *ghost) restoredSince(c edit.Cookie) bool { return !slices.Contains(g.heads, c) }

// observe takes up what the server has committed since the last time, and judges it.
func (g *ghost) observe() {
	last := int64(0)
	if len(g.lines) > 0 {
		last = g.lines[len(g.lines)-1].n
	}
	var fresh []line
	g.office.look.each(g.office, "SELECT n, ver, uid, status, why, changes FROM history "+
		"WHERE n > ? ORDER BY n",
		func(rows *sql.Rows) error {
			var l line
			var changes string
			err := rows.Scan(&l.n, &l.ver, &l.uid, &l.status, &l.why, &changes)
			if err == nil && changes != "null" {
				err = json.Unmarshal([]byte(changes), &l.changes)
			}
			fresh = append(fresh, l)
			return err
		}, last)
	for _, l := range fresh {
		g.weigh(&l)
		g.note("    server %d: %s %s %s gives=%v takes=%v", l.ver, l.uid, l.status, l.why, l.gives,
			l.takes)
		g.judge(l)
		g.lines = append(g.lines, l)
	}
	g.keep()
}

// keep remembers the state that the server is in.
func (g *ghost) keep() {
	at, err := g.server.Lineage(ctx)
	if !g.must(err) {
		return
	}
	if len(g.lines) > 0 {
		g.must(g.office.look.QueryRow("SELECT history_hash FROM lineage").Scan(&at.Head))
	}
	if g.states[at] == nil {
		g.states[at] = stateOf(g.office, g.server)
		g.heads = append(g.heads, at)
	}
}

// weigh says what a line did to access, from the records before and after.
func (g *ghost) weigh(l *line) {
	for _, c := range l.changes {
		switch c.Key.Kind {
		case records.KindAccess:
			x, y := as[records.Access](g, c.Before), as[records.Access](g, c.After)
			l.add(x == nil || y != nil && wider(x, y), y == nil || x != nil && wider(y, x))
			g.aboutUser(l, either(x, y).User)
		case records.KindUser:
			x, y := as[records.User](g, c.Before), as[records.User](g, c.After)
			was, is := x != nil && x.PortalUser, y != nil && y.PortalUser
			l.add(is && !was, was && !is)
			g.person[either(x, y).ID] = either(x, y).Person
			if is != was {
				g.aboutUser(l, either(x, y).ID)
			}
		case records.KindPerson:
			x, y := as[records.Person](g, c.Before), as[records.Person](g, c.After)
			if y == nil {
				l.add(false, true)
			}
			g.aboutPerson(l, x)
			g.aboutPerson(l, y)
		}
	}
	if a := g.authored[l.uid]; a != nil {
		if r, removal := a.edit.(*edit.RemoveAccess); removal && l.status != records.Refused {
			l.takes, l.gives = true, false
			g.aboutUser(l, r.User)
		}
	}
	l.takes = l.takes && !l.gives
}

func (l *line) add(gives, takes bool) {
	l.gives, l.takes = l.gives || gives, l.takes || takes
}

func (l *line) about(subject string, more ...string) {
	for _, s := range append(more, subject) {
		if s != "" && !slices.Contains(l.subjects, s) {
			l.subjects = append(l.subjects, s)
		}
	}
}

// aboutUser names a login, its person and the person's address as they are at this line.
func (g *ghost) aboutUser(l *line, id records.UserID) {
	p := g.person[id]
	l.about("user "+id.String(), "person "+p.String(), records.Fold(g.mail[p]))
}

func (g *ghost) aboutPerson(l *line, p *records.Person) {
	if p != nil {
		l.about("person "+p.ID.String(), records.Fold(p.Email))
		g.mail[p.ID] = p.Email
	}
}

// reset forgets the people, but for those of the template.
func (g *ghost) reset() {
	g.person, g.mail = map[records.UserID]records.PersonID{}, map[records.PersonID]string{}
	for i := range 3 {
		p, u := login(int64(201+i), int64(301+i), mails[i])
		g.person[u.ID], g.mail[p.ID] = p.ID, p.Email
	}
}

// goBack forgets what the server has lost.
func (g *ghost) goBack(to *backup) {
	g.reset()
	g.lines, g.restores = nil, g.restores+1
	g.heads = slices.Clone(to.heads)
	for _, l := range to.lines {
		l.gives, l.takes, l.subjects = false, false, nil
		g.weigh(&l)
		g.lines = append(g.lines, l)
	}
}

// wider reports whether y gives something that x does not.
func wider(x, y *records.Access) bool {
	return y.Profile > x.Profile || y.CanSign && !x.CanSign || y.PinReset && !x.PinReset
}

func as[T any](g *ghost, text json.RawMessage) *T {
	if text == nil {
		return nil
	}
	r := new(T)
	g.must(json.Unmarshal(text, r))
	return r
}

func either[T any](x, y *T) *T {
	if y != nil {
		return y
	}
	return x
}

// judge holds the promises about single edits.
func (g *ghost) judge(l line) {
	a := g.authored[l.uid]
	if a == nil {
		g.fail("I3 the server carried out %s, which nobody made", l.uid)
		return
	}
	for _, earlier := range g.lines {
		if earlier.uid == l.uid {
			g.fail("I3 %s was carried out twice", l.uid)
		}
	}
	met := g.unseen(l, a)
	if l.gives && met != "" && l.status.HasEffect() {
		g.fail("I4 LOST REVOCATION: %s gives access back; its author had not seen %s", l.uid, met)
	}
	g.judgeRefusal(l, a)
	g.judgeFields(l, a)
	if _, removal := a.edit.(*edit.RemoveAccess); removal && l.status == records.Refused {
		if g.office.look.number(g.office, "SELECT count(*) FROM inbox WHERE uid = ? AND staff = 0",
			string(l.uid)) == 0 {
			g.fail("I16 the removal %s was dropped: %s", l.uid, l.why)
		}
	}
	for _, c := range l.changes {
		if _, undo := a.edit.(*edit.Undo); c.Before == nil && !undo && g.wasDeleted(c.Key) {
			g.fail("I5 %s brings %v back", l.uid, c.Key)
		}
	}
}

// unseen names a removal of the same subject that the author had not seen.
func (g *ghost) unseen(l line, a *authored) records.UID {
	for _, r := range g.lines {
		if r.takes && !a.known[r.uid] && slices.ContainsFunc(r.subjects, func(s string) bool {
			return slices.Contains(l.subjects, s)
		}) {
			return r.uid
		}
	}
	return ""
}

// judgeRefusal looks for an edit that was refused for a removal, although its author had seen them
// all. Its subjects are those that the edit names. After the server went back, an own edit that had
// changed nothing may have become a removal: being asked again is right then.
func (g *ghost) judgeRefusal(l line, a *authored) {
	if g.restores > 0 || !strings.Contains(strings.ToLower(l.why), "access was taken away") {
		return
	}
	switch e := a.edit.(type) {
	case *edit.AddAccess:
		g.aboutUser(&l, e.User)
	case *edit.UpdateAccess:
		g.aboutUser(&l, e.User)
	case *edit.UpdatePortalPanel:
		g.aboutUser(&l, e.User)
		l.about(records.Fold(e.Want.Email))
	case *edit.CreatePerson:
		l.about("person "+e.Person.ID.String(), records.Fold(e.Person.Email))
	case *edit.Undo:
		return // of what it would have given is not known any more
	}
	if g.unseen(l, a) == "" && !g.becameAnother(l, a) {
		g.fail("I15 %s was refused although its author had seen every removal", l.uid)
	}
}

// judgeFields looks for a change of a field that the author had not touched.
func (g *ghost) judgeFields(l line, a *authored) {
	if len(a.fields) == 0 {
		return
	}
	for _, c := range l.changes {
		var x, y map[string]json.RawMessage
		if c.Before == nil || c.After == nil {
			continue
		}
		g.must(json.Unmarshal(c.Before, &x))
		g.must(json.Unmarshal(c.After, &y))
		for name := range y {
			if string(x[name]) != string(y[name]) && !slices.Contains(a.fields, name) {
				g.fail("I14 %s changes %s of %v, which its author did not", l.uid, name, c.Key)
			}
		}
	}
}

// becameAnother reports whether somebody whom the author had not seen changed the person: the
// removals of the new address are not those that the author could name.
func (g *ghost) becameAnother(l line, a *authored) bool {
	for _, r := range g.lines {
		if !a.known[r.uid] && slices.ContainsFunc(r.changes, func(c edit.Change) bool {
			return c.Key.Kind == records.KindPerson &&
				slices.Contains(l.subjects, "person "+records.PersonID(c.Key.ID).String())
		}) {
			return true
		}
	}
	return false
}

func (g *ghost) wasDeleted(k records.Key) bool {
	for _, l := range g.lines {
		for _, c := range l.changes {
			if c.Key == k && c.After == nil {
				return true
			}
		}
	}
	return false
}

// chain verifies the server's history from its first line.
func (g *ghost) chain() {
	prev := ""
	for i, l := range g.lines {
		h, err := g.server.HistoryLine(ctx, l.uid)
		if !g.must(err) {
			return
		}
		if h.N != int64(i+1) || h.Prev != prev || store.HashOf(h) != h.Hash {
			g.fail("I8 line %d of the history (%s) does not verify", i+1, l.uid)
			return
		}
		prev = h.Hash
	}
	if n := g.office.look.number(g.office, "SELECT count(*) FROM history"); n != int64(len(g.lines)) {
		g.fail("I8 the history has %d lines, and %d edits were carried out", n, len(g.lines))
	}
}
