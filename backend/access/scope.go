package access

import "gatehouse/backend/problem"

// Scope says how far a permission reaches. It is also the name of a relation: a scope reaches
// every relation up to itself.
type Scope uint8

// The scopes, narrowest first.
const (
	None     Scope = iota // nothing
	Shared                // what is published to an audience the person belongs to
	Own                   // made by them, about them, or waiting for them
	Assigned              // assigned to them
	Team                  // of a team they are a member of
	Account               // of their account
	Tree                  // of their account and its subsidiaries (A37)
	All                   // everything
	scopes
)

// Relation is how a record belongs to someone. None and All are scopes only, never relations.
type Relation = Scope

var scopeNames = [scopes]string{
	"none", "shared", "own", "assigned", "team", "account", "tree", "all",
}

// String gives the scope's name as it is stored.
func (s Scope) String() string {
	if s < scopes {
		return scopeNames[s]
	}
	return "none"
}

// ParseScope reads a scope's name.
func ParseScope(name string) (Scope, error) {
	for i, n := range scopeNames {
		if n == name {
			return Scope(i), nil
		}
	}
	return None, problem.Newf(problem.Invalid, "There is no scope called “%s”.", name)
}

// plain says a scope in words that follow a permission's label.
var scopePlain = [scopes]string{
	"", "published to them", "their own", "their own and assigned to them",
	"their own and their team's", "all of their account",
	"all of their account and its subsidiaries", "everything",
}

// Plain says the scope in words for people, such as "all of their account".
func (s Scope) Plain() string { return scopePlain[min(s, scopes-1)] }
