package synctest

import (
	"encoding/json"
	"slices"

	"gatehouse/backend/edit"
	"gatehouse/backend/records"
)

// ghost knows what the product does not: what every author had seen at the click, and everything
// that the server has ever committed. It never looks at the ledger.
type ghost struct {
	*office
	authored map[records.UID]*authored
	lines    []line // of the server's history, as it is now
	states   map[edit.Cookie]moment
	heads    []edit.Cookie // of the present lineage
	restores int
	taken    map[records.UID]bool // from quarantine; false = dropped
	person   map[records.UserID]records.PersonID
	mail     map[records.PersonID]string
}

// authored is an edit as its author made it.
type authored struct {
	edit    edit.Edit
	who     records.StaffID
	known   map[records.UID]bool // what the author's desk had shown, and its own edits
	fields  []string             // that the author changed
	waiting []records.UID        // the author's own edits that were still on their way
	login   records.UserID       // that it is about, 0 for none, and
	address string               // its person's, as the desk shows it
	takes   bool                 // it took access away there
}

// line is a history line of the server, with what it did to access.
type line struct {
	told
	changes  []edit.Change
	gives    bool
	takes    bool
	subjects []string // users, and e-mail addresses
}

// moment is a state that the server was in, and the lines that had led to it.
type moment struct {
	state
	lines []line
}

// until gives the edits that a state contains, also one that the server has lost since.
func (g *ghost) until(c edit.Cookie) (list []records.UID) {
	for _, l := range g.states[c].lines {
		list = append(list, l.UID)
	}
	return list
}

// restoredSince reports whether a state is not of the server's present past.
func (g *ghost) restoredSince(c edit.Cookie) bool { return !slices.Contains(g.heads, c) }

// observe takes up what the server has committed since the last time, and judges it.
func (g *ghost) observe() {
	for _, t := range g.ground.core().lines(int64(len(g.lines))) {
		l := line{told: t}
		if t.Changes != "null" {
			g.must(json.Unmarshal([]byte(t.Changes), &l.changes))
		}
		g.weigh(&l)
		g.note("    server %d: %s %s %s gives=%v takes=%v", l.ver, l.UID, l.Status, l.Why, l.gives,
			l.takes)
		g.judge(l)
		g.lines = append(g.lines, l)
	}
	g.keep()
}

// has reports whether the server has carried out an edit.
func (g *ghost) has(uid records.UID) bool {
	return slices.ContainsFunc(g.lines, func(l line) bool { return l.UID == uid })
}

// isDropped reports whether an administrator has dropped an edit from quarantine.
func (g *ghost) isDropped(uid records.UID) bool {
	isTaken, isDecided := g.taken[uid]
	return isDecided && !isTaken
}

// keep remembers the state that the server is in.
func (g *ghost) keep() {
	at, err := g.ground.core().at()
	if !g.must(err) {
		return
	}
	if g.states[at].state == nil {
		g.states[at] = moment{g.ground.core().shows(), slices.Clip(g.lines)}
	}
	if !slices.Contains(g.heads, at) {
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
	if a := g.authored[l.UID]; a != nil {
		if r, removal := a.edit.(*edit.RemoveAccess); removal && l.Status != records.Refused {
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

// aboutUser names a login, its person and the person's address as they are at this line, or were
// when it was deleted. Of one that the history does not know, nothing else is known.
func (g *ghost) aboutUser(l *line, id records.UserID) {
	l.about("user " + id.String())
	if p, ok := g.person[id]; ok {
		l.about("person "+p.String(), records.Fold(g.mail[p]))
	}
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

// isAmbiguous reports whether the server, put back, could come to a state that bears the name of
// another one: one that followed the backup without a line in the history. Whoever puts back such
// a server has to begin a new epoch.
func (g *ghost) isAmbiguous(to *backup) bool {
	last := to.heads[len(to.heads)-1]
	for _, c := range g.heads[len(to.heads):] {
		if c.Head == last.Head {
			return true
		}
	}
	return false
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
