package exchange

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"gatehouse/backend/problem"
)

// Contact is what one row says about a contact or lead, tidied: no stray white space, composed
// characters (NFC), and a kind of "contact" or "lead" (B10).
type Contact struct {
	Line     int
	First    string
	Last     string
	Company  string
	Email    string // as written; empty means: no sign-in
	Phone    string
	Mobile   string
	Street   string
	City     string
	Region   string
	Zip      string
	Country  string
	Web      string
	JobTitle string
	Username string
	Kind     string
}

// Contacts reads the rows of a table as contacts. targets names a field for each column, as
// Guess does; an empty string leaves the column out. A row with neither name nor e-mail address,
// or with a value that cannot be right, is refused; refusals that Read made are not repeated.
// The error is a problem of kind Invalid when the targets cannot work at all: an unknown field,
// one field twice, or neither a name nor an e-mail column. Without an e-mail column
// table.Warning says what that means (B10).
func Contacts(table *Table, targets []string) ([]Contact, []Refusal, error) {
	if err := checkTargets(table.Header, targets); err != nil {
		return nil, nil, err
	}
	table.Warning = ""
	if !slices.Contains(targets, "email") {
		table.Warning = "No column holds e-mail addresses, so nobody from this file can sign in."
	}
	contacts := make([]Contact, 0, len(table.Rows))
	var refused []Refusal
	for _, row := range table.Rows {
		contact, why := contactOf(row, targets)
		if why != "" {
			why = fmt.Sprintf("Line %d %s.", row.Line, why)
			refused = append(refused, Refusal{Line: row.Line, Cells: row.Cells, Why: why})
			continue
		}
		contacts = append(contacts, contact)
	}
	return contacts, refused, nil
}

func checkTargets(header, targets []string) error {
	if len(targets) != len(header) {
		return invalid("The file has %d columns, and %d were mapped. Map the columns again.",
			len(header), len(targets))
	}
	column := map[string]string{}
	for at, key := range targets {
		if key == "" {
			continue
		}
		label := labelOf(key)
		if label == "" {
			return problem.Newf(problem.Invalid, "There is no field “%s” to import to.", key)
		}
		if earlier, ok := column[key]; ok {
			return problem.Newf(problem.Invalid,
				"%s is chosen for two columns, “%s” and “%s”. Keep one.", label, earlier, header[at])
		}
		column[key] = header[at]
	}
	for _, key := range []string{"email", "first_name", "last_name", "full_name"} {
		if _, ok := column[key]; ok {
			return nil
		}
	}
	return invalid("No column holds a name or an e-mail address. Say which one does.")
}

func labelOf(key string) string {
	for _, field := range Fields() {
		if field.Key == key {
			return field.Label
		}
	}
	return ""
}

// contactOf reads one row; why completes the sentence "Line 17 ...".
func contactOf(row Row, targets []string) (contact Contact, why string) {
	contact = Contact{Line: row.Line, Kind: "contact"}
	full := ""
	for at, key := range targets {
		if key == "" || at >= len(row.Cells) {
			continue
		}
		value := tidy(row.Cells[at])
		if value == "" {
			continue
		}
		if why := valueFault(key, value); why != "" {
			return Contact{}, why
		}
		contact.put(key, value)
		if key == "full_name" {
			full = value
		}
	}
	if contact.First == "" && contact.Last == "" {
		contact.First, contact.Last = splitName(full)
	}
	if contact.First == "" && contact.Last == "" && contact.Email == "" {
		return Contact{}, "has neither a name nor an e-mail address"
	}
	return contact, ""
}

func (c *Contact) put(key, value string) {
	switch key {
	case "first_name":
		c.First = value
	case "last_name":
		c.Last = value
	case "company":
		c.Company = value
	case "email":
		c.Email = bareEmail(value)
	case "phone":
		c.Phone = value
	case "mobile":
		c.Mobile = value
	case "street":
		c.Street = value
	case "city":
		c.City = value
	case "region":
		c.Region = value
	case "zip":
		c.Zip = value
	case "country":
		c.Country = value
	case "web":
		c.Web = value
	case "job_title":
		c.JobTitle = value
	case "username":
		c.Username = value
	case "kind":
		c.Kind = kindOf(value)
	}
}

func valueFault(key, value string) string {
	most := 200
	switch key {
	case "email":
		return emailFault(value)
	case "kind":
		if !isKind(value) {
			return fmt.Sprintf("has the kind “%s”. Write contact or lead", clip(value))
		}
	case "web":
		most = 2000
	}
	if len(value) > most {
		return fmt.Sprintf("has too long a value for %s", labelOf(key))
	}
	return ""
}

// splitName parts a full name: "Butt, James" at the comma, "James Earl Butt" before its last word.
func splitName(full string) (first, last string) {
	if last, first, ok := strings.Cut(full, ","); ok {
		return strings.TrimSpace(first), strings.TrimSpace(last)
	}
	at := strings.LastIndexByte(full, ' ')
	return strings.TrimSpace(full[:max(at, 0)]), full[at+1:]
}

func isKind(value string) bool { return kindOf(value) != "" }

func kindOf(value string) string {
	switch strings.ToLower(value) {
	case "contact", "kontakt", "contacto", "customer", "kunde", "cliente":
		return "contact"
	case "lead", "prospect", "interessent", "cliente potencial":
		return "lead"
	}
	return ""
}

// tidy composes characters, makes every run of white space one space and drops what cannot be
// seen. The apostrophe that WriteRejected puts before a formula goes too, so that a corrected
// file can be read again.
func tidy(cell string) string {
	if isTidy(cell) {
		return cell
	}
	var b strings.Builder
	space := false
	for _, r := range norm.NFC.String(cell) {
		switch {
		case unicode.IsSpace(r):
			space = b.Len() > 0
			continue
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r) && r != '\u200c' && r != '\u200d':
			continue
		}
		if space {
			b.WriteByte(' ')
			space = false
		}
		b.WriteRune(r)
	}
	text := b.String()
	if len(text) > 1 && text[0] == '\'' && strings.IndexByte("=+-@", text[1]) >= 0 {
		return text[1:]
	}
	return text
}

// isTidy is the quick answer for the plain cells that most files are made of.
func isTidy(cell string) bool {
	for i := range len(cell) {
		c := cell[i]
		if c <= ' ' && (c != ' ' || i == 0 || i == len(cell)-1 || cell[i+1] == ' ') ||
			c >= 0x7f || c == '\'' {
			return false
		}
	}
	return true
}

func clip(text string) string {
	const most = 60
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	return string([]rune(text)[:most]) + "…"
}
