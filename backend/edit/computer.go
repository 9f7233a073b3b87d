package edit

import (
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// RevokeMachine shuts a computer out for good. It takes effect when it reaches the server: the
// computer is refused from then on, and what it had not sent is kept there.
type RevokeMachine struct{ Machine string }

// Validate refuses to shut out nothing.
func (e *RevokeMachine) Validate() error {
	if e.Machine == "" {
		return problem.New(problem.Invalid, "Choose a computer.")
	}
	return nil
}

// Authorize lets administrators.
func (e *RevokeMachine) Authorize(tx Tx, env Env) error { return staff(tx, env) }

// Apply notes it. One that is shut out already, or unknown, is what it wanted.
func (e *RevokeMachine) Apply(tx Tx, env Env) (Result, error) {
	key := records.ComputerKey(e.Machine)
	c, ok := get[*records.Computer](tx, key)
	if !ok || c.Revoked != 0 {
		return Result{About: key, Status: records.Merged}, nil
	}
	n := *c
	n.Revoked = env.Now.Unix()
	tx.Put(&n)
	return Result{Subject: n.Name, About: key}, nil
}

// removes names the computer: it is a removal like every other, and goes out first.
func (e *RevokeMachine) removes(*buffer) []string { return []string{"machine:" + e.Machine} }
