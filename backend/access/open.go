package access

// doors gives the permissions of which any one opens a component's page: the first, and for
// Administration each of its own, because each of its sections goes by its own (A19 to A24).
func (c Component) doors() (list []Permission) {
	if c != Administration {
		return []Permission{c.First()}
	}
	for p, info := range permissionTable {
		if info.component == c {
			list = append(list, Permission(p))
		}
	}
	return list
}

// Open decides whether the page of a component opens for somebody, and with it its tile (O2). Where
// nothing opens it, the decision is about its first permission.
func Open(s *Subject, c Component, at Moment) Decision {
	for _, p := range c.doors() {
		if d := Check(s, p, nil, at); d.Allowed() {
			return d
		}
	}
	return Check(s, c.First(), nil, at)
}
