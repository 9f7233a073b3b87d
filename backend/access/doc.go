// Package access decides who may use which part of the customer portal, and says why. It is pure:
// no I/O, no clock, no state. The desk's preview, the hosted portal, the lists and the reports all
// ask here; nobody else decides.
//
//	d := access.Check(&subject, access.TicketView, &record, access.At(now, zone))
//	if !d.Allowed() { for _, r := range access.Because(d, &subject) { ... } }
//
// # Words
//
//   - Subject: a person as the portal sees them at one account: facts about the sign-in, the
//     security profile's matrix, and a vector of keys, one set per relation.
//   - Record: anything a person may look at, as a vector of keys over the same relations.
//   - Relation: how a record belongs to someone: shared, own, assigned, team, account, tree.
//   - Scope: how far a permission reaches, narrowest first: none, shared, own, assigned, team,
//     account, tree, all. A scope is the widest relation it includes, so a wider one never hides
//     what a narrower one shows.
//   - Permission: component × action, such as ticket.view. A Matrix gives each one its scope.
//   - Component: one module of the portal, with its tile.
//   - Gate: one requirement. A decision is the conjunction of all gates, and every gate is always
//     evaluated, so that an explanation is complete.
//   - Fault: one way in which a gate can fail, and the one change that repairs it.
//   - Narrower, Covers: how two matrices, windows or component sets compare over all time.
//   - Sharing: who opened all requests of an account to everyone at it, beyond their profiles.
//   - Consolidated account: one that stands for others; whoever signs in there sees theirs.
//   - Grant, Holds, Delegate: what a customer's Manager may pass on, never more than they have.
//   - Effect, Group: what a change does, and to whom, before it is made.
//   - Elevation: a request that somebody be given more access, or a first one.
//   - Review, Round: whether each access is still right, asked of staff again and again.
//   - Closing, Absence: when nobody answers, and when somebody is out of office.
//   - Allowance, Draw: hours or money paid in advance, and what was taken from it.
//   - Arrival, Entrance: how the portal receives somebody who wants to submit a request.
//
// # One definition, three readings
//
// A scope reaches a record if, for some relation up to that scope, one of the record's keys is
// among the subject's keys. Check reads this forward, for one record; Filter compiles the same
// sentence to SQL made of AND, OR, IN, bit tests and integer = and ≥ only, so that a NULL never
// opens a row; Who reads it backward, from a record to the people.
//
// # Where to begin
//
// Check in decide.go is the whole decision on one page; fault.go has a line for each way to fail.
// The stories in scenarios/tickets.txt, accounts.txt and managers.txt tell what comes of it.
package access
