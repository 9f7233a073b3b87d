// Package records says what exists: accounts, people, users, portal access, security profiles,
// tickets, articles, and what makes each of them valid. It is pure.
//
// A record is an immutable value behind a pointer: to change one, copy it, change the copy and
// hand it to an edit's Tx. Records yield access.Record keys (whose it is) and, together, the
// access.Subject of a person; they never decide.
//
//	u := *user
//	u.PortalUser = false
//	tx.Put(&u)
package records
