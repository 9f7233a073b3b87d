package records

import (
	"encoding/json"
	"fmt"
	"strings"
	"unicode"

	"gatehouse/backend/problem"
)

// Template says what a mail is about. Its words, in every language, are those of hosting.
type Template string

// The templates. Mails to people say nothing that the portal itself would not show them.
const (
	InvitationMail   Template = "invitation"         // with a one-time link of its own
	ResetMail        Template = "reset"              // likewise
	TicketAnswerMail Template = "ticket-answer"      // Link is the ticket's page
	SignatureMail    Template = "signature"          // C12: confirms to the signer
	PaymentMail      Template = "payment"            // A40: confirms a payment
	ElevationMail    Template = "elevation-decided"  // A31: to whoever asked
	AccessGivenMail  Template = "access-given"       // A45: to whoever asked for themselves
	AccessDeniedMail Template = "access-declined"    // likewise
	ApprovalMail     Template = "approval-decided"   // A43: to the ticket's contact
	SuggestionMail   Template = "suggestion-decided" // A47: to its author
	ChatWaitsMail    Template = "chat-waits"         // O11: to staff, when nobody has answered
	AccessEndingMail Template = "access-ended-soon"  // B16
	NewDocumentMail  Template = "new-document"       // C11
	ProjectTeamMail  Template = "project-team-mail"  // A10
	FactorOffMail    Template = "second-factor-off"  // B19: staff have taken it off
	ReviewDueMail    Template = "review-due"         // B15: to staff, before a round is due

	StaffPasswordMail Template = "staff-password" // to staff, with a one-time link of its own
)

// MailArgs names what each template wants to know, all of it plain text.
var MailArgs = map[Template][]string{
	InvitationMail:   {"name", "username"},
	ResetMail:        {"name", "username"},
	TicketAnswerMail: {"name", "number", "subject"},
	SignatureMail:    {"name", "document", "when"},
	PaymentMail:      {"name", "invoice", "amount"},
	ElevationMail:    {"name", "person"},
	AccessGivenMail:  {"name"},
	AccessDeniedMail: {"name"},
	ApprovalMail:     {"name", "number", "subject"},
	SuggestionMail:   {"name", "heading"},
	ChatWaitsMail:    {"name", "customer"},
	AccessEndingMail: {"name", "day"},
	NewDocumentMail:  {"name", "document"},
	ProjectTeamMail:  {"name", "project", "from", "text"},
	FactorOffMail:    {"name"},
	ReviewDueMail:    {"name", "review", "day"},

	StaffPasswordMail: {"name", "number"}, // of the member of staff
}

// HasLink reports whether a mail of this template brings a one-time link, which is made when it is
// sent. Its Link is then the page that takes the link's token.
func (t Template) HasLink() bool {
	return t == InvitationMail || t == ResetMail || t == StaffPasswordMail
}

// IsForStaff reports whether a mail of this template goes to staff, who act at the desk: its Link
// says what it is about, and is not in the mail.
func (t Template) IsForStaff() bool { return t == ChatWaitsMail || t == ReviewDueMail }

// MailState says what became of a mail.
type MailState string

// The states of a mail.
const (
	MailQueued MailState = "queued"
	MailSent   MailState = "sent"
	MailFailed MailState = "failed" // it will not be tried again; LastError says why
)

// Mail is a mail that the server sends or has sent. It stays at the server, and is in no history.
type Mail struct {
	ID        int64  // KeyOf(the edit's UID, template, address): an edit queues each mail once
	To        string // one plain e-mail address
	User      UserID // the login of whom it is for; 0 for staff
	Lang      string // en, de, es; empty = the server's own
	Template  Template
	Args      Args
	Link      string // the page of the portal that it leads to, such as tickets/5; empty = none
	Created   int64  // seconds since 1970
	Due       int64  // when it is tried next
	Tries     int64
	State     MailState
	LastError string
}

// Staff gives the member of staff whose password a mail's one-time link sets; 0 for a customer's.
func (m *Mail) Staff() StaffID {
	id, err := ParseID[Staff](m.Args["number"])
	if m.Template != StaffPasswordMail || err != nil {
		return 0
	}
	return id
}

// Args are what a mail's words are filled with.
type Args map[string]string

// MarshalText writes the arguments as a JSON object.
func (a Args) MarshalText() ([]byte, error) { return json.Marshal(map[string]string(a)) }

// UnmarshalText reads what MarshalText wrote.
func (a *Args) UnmarshalText(text []byte) error {
	return json.Unmarshal(text, (*map[string]string)(a))
}

// Key names the mail.
func (m *Mail) Key() Key { return Key{KindMail, m.ID} }

// Index gives the user.
func (m *Mail) Index(column string) any {
	if column == "user_id" {
		return int64(m.User)
	}
	return nil
}

// Check refuses a mail that cannot be addressed, of an unknown template, or without the arguments
// that its template wants. No line break gets into an address.
func (m *Mail) Check() error {
	wants, known := MailArgs[m.Template]
	if m.ID <= 0 || !known {
		return problem.New(problem.Internal, "The mail could not be written.").
			By(fmt.Errorf("template %q", m.Template))
	}
	for _, name := range wants {
		if _, ok := m.Args[name]; !ok {
			return problem.New(problem.Internal, "The mail could not be written.").
				By(fmt.Errorf("%s lacks %q", m.Template, name))
		}
	}
	if m.To == "" || strings.ContainsFunc(m.To, unicode.IsControl) {
		return problem.New(problem.Invalid, "A mail needs an e-mail address.").On("email")
	}
	if m.Template.HasLink() && m.User == 0 && m.Staff() == 0 {
		return problem.New(problem.Invalid, "A one-time link belongs to a login.")
	}
	return CheckEmail(m.To)
}
