package portal

import (
	"errors"
	"net/http"
	"strings"
	"unicode/utf8"

	"gatehouse/backend/access"
	"gatehouse/backend/problem"
	"gatehouse/backend/sentence"
)

// form is what was typed into a form and what is wrong with it. The zero form is untouched.
type form struct {
	Values map[string]string
	Errors map[string]string // by the name of the input
	Error  string            // about the whole
	status int
}

// field is one input as the part "field" of the layout shows it.
type field struct {
	Name, Label, Hint, Value, Error string
	Kind                            string // of the input; "area" and "choice" are no input
	Complete                        string // autocomplete
	Required                        bool
	Max                             int  // letters; 0 = any number
	Numeric                         bool // digits only
	Options                         []option
}

type option struct{ Value, Label string }

// read takes the inputs of a posted form; all but passwords lose the space around them.
func (v *visit) read(names ...string) form {
	f := form{Values: map[string]string{}, Errors: map[string]string{}}
	for _, name := range names {
		f.Values[name] = strings.TrimSpace(v.r.PostForm.Get(name))
	}
	return f
}

// secret takes a password as it was typed.
func (v *visit) secret(name string) string { return v.r.PostForm.Get(name) }

func (f *form) isGood() bool { return f.Error == "" && len(f.Errors) == 0 }

// require puts a sentence beside an input that is empty.
func (f *form) require(name, sentence string) {
	if f.Values[name] == "" {
		f.Errors[name] = sentence
	}
}

// limit puts a sentence beside an input that is longer than fits.
func (f *form) limit(name string, bytes int, sentence string) {
	if len(f.Values[name]) > bytes || !utf8.ValidString(f.Values[name]) {
		f.Errors[name] = sentence
	}
}

// fill gives every input what was typed into it and what is wrong with it.
func (f form) fill(list []field) []field {
	for i := range list {
		if value, ok := f.Values[list[i].Name]; ok && list[i].Kind != "password" {
			list[i].Value = value
		}
		list[i].Error = f.Errors[list[i].Name]
	}
	return list
}

// statusOr is how a page with this form is answered: as given while nothing is wrong.
func (f form) statusOr(status int) int {
	switch {
	case f.status != 0:
		return f.status
	case f.isGood():
		return status
	}
	return http.StatusUnprocessableEntity
}

// blame puts the sentence of a refused deed beside its input, or above the form.
func (v *visit) blame(f *form, err error, names ...string) {
	v.report(err)
	p := problem.Of(err)
	f.status = statusOf[p.Kind]
	text := v.sentence(err)
	for _, name := range names {
		if p.Field == name {
			f.Errors[name] = text
			return
		}
	}
	f.Error = text
}

// sentence says a failure in the viewer's language where the words have it.
func (v *visit) sentence(err error) string {
	var r *refusal
	switch p := problem.Of(err); {
	case errors.As(err, &r):
		return v.words.say("plain." + r.key)
	case p.Text == WrongPassword.Text: // also beside another input
		return v.words.say("sign-in.wrong")
	case errors.Is(err, NotHuman):
		return v.words.say("human.wrong")
	case errors.Is(err, CannotPay):
		return v.words.say("pay.none")
	case p.Kind == problem.Internal || p.Kind == problem.Damaged:
		return v.words.say("error.inside")
	default:
		return sentence.ToCustomer(v.words.lang, p.Text)
	}
}

// WrongPassword is what Deeds.SignIn returns for an unknown name and for a wrong password alike,
// so that nobody learns which names exist. ChangePassword returns it for a wrong old password.
var WrongPassword = problem.New(problem.Denied,
	"This username and password do not belong together. Check both and try again.").
	On("credentials")

// CannotPay is what Deeds.Pay returns where no way to pay online has been set up.
var CannotPay = problem.New(problem.Unavailable, "Invoices cannot be paid online at the moment.")

// Refused is what Deeds.SignIn returns when the password was right and the person may not sign in:
// one plain sentence for them, in their language (C1, C3, C4, N5, B19).
func Refused(d access.Decision) error {
	key := access.Plain(d)
	return problem.New(problem.Denied, allWords[0].say("plain."+key)).By(&refusal{key})
}

type refusal struct{ key string }

func (r *refusal) Error() string { return "refused: " + r.key }
