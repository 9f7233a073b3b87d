package records

import (
	"gatehouse/backend/access"
	"gatehouse/backend/problem"
)

// Access is what a user has at one account: a portal access. A user without one has the minimum.
type Access struct {
	ID        AccessID
	User      UserID
	Account   AccountID
	Profile   ProfileID
	Schedule  access.Window       // B16
	Closed    access.ComponentSet // C9: components not ticked for this person
	Overrides access.Overrides
	CanSign   bool // C7
	PinReset  bool // C8
	GrantedBy string
	Reason    string

	Given       access.Day // 0 = not known
	Confirmed   access.Day // B15: staff last said that it is still right; 0 = never
	ConfirmedBy string
}

// Answered is the day since which the access is known to be right: it was given or confirmed then.
func (a *Access) Answered() access.Day { return max(a.Given, a.Confirmed) }

// Key names the access.
func (a *Access) Key() Key { return Key{KindAccess, int64(a.ID)} }

// Index gives the user and the profile.
func (a *Access) Index(column string) any {
	switch column {
	case "user_id":
		return int64(a.User)
	case "profile":
		return int64(a.Profile)
	}
	return nil
}

// Check refuses an access without user, account or profile, or that ends before it starts.
func (a *Access) Check() error {
	switch {
	case a.ID <= 0 || a.User <= 0 || a.Account <= 0:
		return problem.New(problem.Invalid, "A portal access belongs to a user at an account.")
	case a.Profile <= 0:
		return problem.New(problem.Invalid, "Choose a security profile.").On("profile")
	case len(a.Reason) > 1000:
		return problem.New(problem.Invalid, "The reason is too long. Use 1000 letters or less.").
			On("reason")
	}
	return a.Schedule.Check()
}
