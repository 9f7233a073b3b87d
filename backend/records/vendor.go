package records

import (
	"net/url"
	"strings"

	"gatehouse/backend/access"
	"gatehouse/backend/problem"
)

// Vendor is another supplier of a customer's, whom the office may have to call (A22).
type Vendor struct {
	ID      VendorID
	Account AccountID
	Name    string
	Contact string // whom to ask for
	Email   string
	Phone   string
	Web     string
	Number  string // the customer's number there
	Text    string
	Created int64
}

// Key names the vendor.
func (v *Vendor) Key() Key { return Key{KindVendor, int64(v.ID)} }

// Index gives the account.
func (v *Vendor) Index(column string) any { return indexAccount(column, v.Account) }

// Title is the name.
func (v *Vendor) Title() string { return v.Name }

// At gives the account.
func (v *Vendor) At() AccountID { return v.Account }

// Record gives what a decision needs to know of the vendor.
func (v *Vendor) Record(closed access.ComponentSet) *access.Record {
	return ofAccount(v.Account, v.Created, closed)
}

// Check refuses a vendor without a name or with an address that leads nowhere.
func (v *Vendor) Check() error {
	for _, text := range []string{v.Contact, v.Phone, v.Number} {
		if len(text) > 200 {
			return problem.New(problem.Invalid, "This is too long. Use 200 letters or less.")
		}
	}
	return firstOf(checkID(int64(v.ID)), checkName(v.Name), CheckEmail(v.Email),
		checkWeb(v.Web), checkText("text", v.Text))
}

// checkWeb refuses what is no address of the web; empty text is allowed.
func checkWeb(text string) error {
	if text == "" {
		return nil
	}
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" ||
		len(text) > 400 || strings.ContainsAny(text, " \r\n\t") {
		return problem.New(problem.Invalid, "Write the address like https://example.com.").
			On("web")
	}
	return nil
}
