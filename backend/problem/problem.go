// Package problem names the few kinds of failure that Gatehouse tells people about, each with one
// whole sentence for the user that says what happened and what to do.
//
// It is not a logging or tracing package: a problem is made where the failure is understood and
// wrapped upward with %w; only app, portal and hosting turn it into a status or a message.
//
//	return problem.New(problem.Denied, "Only an administrator can change profiles.")
package problem

import (
	"errors"
	"fmt"
)

// Kind is the class of a problem; the window and HTTP choose their form of answer by it.
type Kind string

// The kinds. Everything that is not a problem counts as Internal.
const (
	Invalid     Kind = "invalid"     // the input is wrong; the sentence says how to correct it
	Denied      Kind = "denied"      // this actor may not do this
	NotFound    Kind = "not_found"   // there is no such thing, or none that this actor may see
	Conflict    Kind = "conflict"    // somebody else changed the same thing
	Busy        Kind = "busy"        // somebody else holds it now; trying again later helps
	Unavailable Kind = "unavailable" // the network or another program does not answer
	Damaged     Kind = "damaged"     // stored data or an answer cannot be read
	Internal    Kind = "internal"    // a defect of this program
)

// Problem is an error with a sentence for the user. Field names the input it is about, or is empty.
type Problem struct {
	Kind  Kind
	Text  string
	Field string
	cause error
}

func (p *Problem) Error() string {
	if p.cause != nil {
		return p.Text + " (" + p.cause.Error() + ")"
	}
	return p.Text
}

// Unwrap gives the error behind the problem, which is for logs and never shown.
func (p *Problem) Unwrap() error { return p.cause }

// New makes a problem from a kind and a whole sentence.
func New(kind Kind, sentence string) *Problem { return &Problem{Kind: kind, Text: sentence} }

// Newf is New with a format.
func Newf(kind Kind, format string, args ...any) *Problem {
	return New(kind, fmt.Sprintf(format, args...))
}

// On gives the problem with the name of the input that it is about.
func (p *Problem) On(field string) *Problem {
	q := *p
	q.Field = field
	return &q
}

// By gives the problem with the error that caused it, for the log.
func (p *Problem) By(cause error) *Problem {
	q := *p
	q.cause = cause
	return &q
}

// Of finds the problem in an error's chain. Any other error becomes an Internal problem whose
// sentence does not show the error's own text.
func Of(err error) *Problem {
	var p *Problem
	if errors.As(err, &p) {
		return p
	}
	return New(Internal, "Something went wrong inside Gatehouse. Nothing was changed.").By(err)
}

// KindOf gives the kind of an error: Internal when it is no problem.
func KindOf(err error) Kind { return Of(err).Kind }

// TextOf gives the sentence for the user.
func TextOf(err error) string { return Of(err).Text }

// Is reports whether an error is a problem of this kind.
func Is(err error, kind Kind) bool { return err != nil && KindOf(err) == kind }
