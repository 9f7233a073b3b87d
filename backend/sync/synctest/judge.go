package synctest

import (
	"encoding/json"
	"slices"
	"strings"

	"gatehouse/backend/edit"
	"gatehouse/backend/records"
	"gatehouse/backend/store"
)

// judge holds the promises about single edits.
func (g *ghost) judge(l line) {
	a := g.authored[l.UID]
	if a == nil {
		g.fail("I3 the server carried out %s, which nobody made", l.UID)
		return
	}
	for _, earlier := range g.lines {
		if earlier.UID == l.UID {
			g.fail("I3 %s was carried out twice", l.UID)
		}
	}
	met := g.unseen(l, a)
	if l.gives && met != "" && l.Status.HasEffect() {
		g.fail("I4 LOST REVOCATION: %s gives access back; its author had not seen %s", l.UID, met)
	}
	g.judgeRefusal(l, a)
	g.judgeFields(l, a)
	if _, removal := a.edit.(*edit.RemoveAccess); removal && l.Status == records.Refused {
		key := (&records.Inbox{ID: records.KeyOf(string(l.UID))}).Key()
		if i, ok := g.ground.core().row(key).(*records.Inbox); !ok || i.Staff != 0 {
			g.fail("I16 the removal %s was dropped: %s", l.UID, l.Why)
		}
	}
	for _, c := range l.changes {
		if _, undo := a.edit.(*edit.Undo); c.After != nil && !undo && g.isDeleted(c.Key) {
			g.fail("I5 %s brings %v back", l.UID, c.Key)
		}
	}
	g.judgeRights(l, a)
}

// judgeRights: an edit has the rights that its author has when it arrives, from a computer that
// was not shut out.
func (g *ghost) judgeRights(l line, a *authored) {
	core := g.ground.core()
	isTaken := g.taken[l.UID] // by an administrator
	if g.isDropped(l.UID) && g.restores == 0 {
		g.fail("R5 %s was dropped from quarantine, and was carried out", l.UID)
	}
	if !core.isPaired(l.Machine) && !isTaken {
		g.fail("R1 %s comes from %s, which was shut out", l.UID, l.Machine)
	}
	switch a.edit.(type) {
	case *edit.AddAccess, *edit.UpdateAccess, *edit.RemoveAccess:
	default:
		return
	}
	s, ok := core.row(records.Key{Kind: records.KindStaff, ID: int64(a.who)}).(*records.Staff)
	if l.Status.HasEffect() && !isTaken && (!ok || !s.Active || s.Role == records.Reader) {
		g.fail("R2 %s was carried out, and its author may not do that", l.UID)
	}
}

// unseen names a removal of the same subject that the author had not seen.
func (g *ghost) unseen(l line, a *authored) records.UID {
	for _, r := range g.lines {
		if r.takes && !a.known[r.UID] && slices.ContainsFunc(r.subjects, func(s string) bool {
			return slices.Contains(l.subjects, s)
		}) {
			return r.UID
		}
	}
	return ""
}

// judgeRefusal looks for an edit that was refused for a removal, although its author had seen them
// all. Its subjects are those that the edit names, and an undo has those of what it takes back.
// After the server went back, an own edit that had changed nothing may have become a removal: being
// asked again is right then.
func (g *ghost) judgeRefusal(l line, a *authored) {
	if g.restores > 0 || !strings.Contains(strings.ToLower(l.Why), "access was taken away") {
		return
	}
	switch e := a.edit.(type) {
	case *edit.AddAccess, *edit.UpdateAccess:
		g.aboutUser(&l, a.login)
	case *edit.UpdatePortalPanel:
		g.aboutUser(&l, e.User)
		l.about(records.Fold(e.Want.Email))
	case *edit.CreatePerson:
		l.about("person "+e.Person.ID.String(), records.Fold(e.Person.Email),
			"user "+e.User.ID.String())
	case *edit.Undo:
		g.aboutUndone(&l, e.Of)
	}
	if g.unseen(l, a) == "" && !g.isAnother(a) && !g.becameRemoval(l, a) {
		g.fail("I15 %s was refused although its author had seen every removal", l.UID)
	}
}

// aboutUndone names the subjects of what an edit had changed, as they were then and as they are.
func (g *ghost) aboutUndone(l *line, of records.UID) {
	for _, r := range g.lines {
		if r.UID != of {
			continue
		}
		l.about("", r.subjects...)
		for _, c := range r.changes {
			switch c.Key.Kind {
			case records.KindAccess:
				g.aboutUser(l, either(as[records.Access](g, c.Before),
					as[records.Access](g, c.After)).User)
			case records.KindUser:
				g.aboutUser(l, records.UserID(c.Key.ID))
			case records.KindPerson:
				l.about(records.Fold(g.mail[records.PersonID(c.Key.ID)]))
			}
		}
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
				g.fail("I14 %s changes %s of %v, which its author did not", l.UID, name, c.Key)
			}
		}
	}
}

// isAnother reports whether the person has another address at the server than the author's desk
// showed: by somebody else's change that the author had not seen, or by an own one that did not
// come to be. The removals of the one are not those that the author could name, so being asked
// again is right (22687).
func (g *ghost) isAnother(a *authored) bool {
	return a.address != "" && a.address != records.Fold(g.mail[g.person[a.login]])
}

// becameRemoval reports whether an own edit about the same that waited, and took nothing away at
// the desk, took something away at the server, as where somebody else had given more meanwhile. The
// author could not name it as a removal, and to name every own edit that waits would cost each
// click the whole outbox (10845).
func (g *ghost) becameRemoval(l line, a *authored) bool {
	return slices.ContainsFunc(g.lines, func(r line) bool {
		return r.takes && slices.Contains(a.waiting, r.UID) && !g.authored[r.UID].takes &&
			slices.ContainsFunc(r.subjects, func(s string) bool {
				return slices.Contains(l.subjects, s)
			})
	})
}

// isDeleted reports whether a record was there once and is not.
func (g *ghost) isDeleted(k records.Key) bool {
	for _, l := range slices.Backward(g.lines) {
		for _, c := range l.changes {
			if c.Key == k {
				return c.After == nil
			}
		}
	}
	return false
}

// chain verifies the server's history from its first line.
func (g *ghost) chain() {
	prev := ""
	for i, l := range g.lines {
		h, ok := g.ground.core().row(l.Key()).(*records.History)
		if !ok || h.N != int64(i+1) || h.Prev != prev || store.HashOf(h) != h.Hash {
			g.fail("I8 line %d of the history (%s) does not verify", i+1, l.UID)
			return
		}
		prev = h.Hash
	}
	if n := len(g.ground.core().lines(0)); n != len(g.lines) {
		g.fail("I8 the history has %d lines, and %d edits were carried out", n, len(g.lines))
	}
}
