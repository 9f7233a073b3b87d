package access

// Change is one permission before and after, with the reach that it really has: None where any
// gate of the subject denies it.
type Change struct {
	Permission    Permission
	Before, After Scope
}

// Compare gives the permissions whose reach differs between two subjects, or between one before and
// after a change (B7, B8), in the order of the tiles.
func Compare(before, after *Subject, at Moment) (list []Change) {
	for _, p := range Permissions() {
		c := Change{p, before.reach(p, at), after.reach(p, at)}
		if c.Before != c.After {
			list = append(list, c)
		}
	}
	return list
}

// reach is the scope that a subject really has.
func (s *Subject) reach(p Permission, at Moment) Scope {
	if d := Check(s, p, nil, at); d.Allowed() {
		return d.Had
	}
	return None
}

// Say writes a permission with its scope for people, such as "See tickets: all of their account".
func Say(p Permission, s Scope) string {
	if s == None || s == Shared || p.is(unscoped) {
		return p.Label()
	}
	return p.Label() + ": " + s.Plain()
}

// Allows lists what a matrix gives, by component, for people.
func Allows(m Matrix) map[Component][]string {
	all := map[Component][]string{}
	for _, p := range Permissions() {
		if m[p] > None {
			all[p.Component()] = append(all[p.Component()], Say(p, m[p]))
		}
	}
	return all
}
