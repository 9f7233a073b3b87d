package records

import (
	"net/mail"
	"strings"

	"gatehouse/backend/problem"
)

// Person is a contact or a lead of an account.
type Person struct {
	ID       PersonID
	Account  AccountID
	Lead     bool // C13: a lead, not yet a contact
	First    string
	Last     string
	Email    string // C1: without it every sign-in fails
	Phone    string
	Mobile   string
	JobTitle string
}

// Key names the person.
func (p *Person) Key() Key { return Key{KindPerson, int64(p.ID)} }

// Index gives the folded e-mail address and the account.
func (p *Person) Index(column string) any {
	switch column {
	case "folded":
		return Fold(p.Email)
	case "account":
		return int64(p.Account)
	}
	return nil
}

// Name is the full name, or the e-mail address of somebody without a name.
func (p *Person) Name() string {
	if name := strings.TrimSpace(p.First + " " + p.Last); name != "" {
		return name
	}
	return p.Email
}

// Check refuses a person without a name and e-mail, or with an address that no mail can reach.
func (p *Person) Check() error {
	switch {
	case p.ID <= 0 || p.Account <= 0:
		return problem.New(problem.Invalid, "A person needs an account.").On("account")
	case p.Name() == "":
		return problem.New(problem.Invalid, "A person needs a name or an e-mail address.").
			On("name")
	case len(p.First)+len(p.Last) > 400:
		return problem.New(problem.Invalid, "The name is too long. Use 400 letters or less.").
			On("name")
	}
	return CheckEmail(p.Email)
}

// CheckEmail refuses text that is not one plain e-mail address; empty text is allowed.
func CheckEmail(text string) error {
	if text == "" {
		return nil
	}
	a, err := mail.ParseAddress(text)
	if err != nil || a.Address != text || len(text) > 254 {
		return problem.Newf(problem.Invalid,
			"“%.80s” is not an e-mail address. Write it like name@company.com.", text).On("email")
	}
	return nil
}
