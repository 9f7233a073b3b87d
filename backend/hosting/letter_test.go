package hosting

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"gatehouse/backend/records"
)

// TestEveryLetterHasWordsInEveryLanguage: with the same names to fill in, all of which are given.
func TestEveryLetterHasWordsInEveryLanguage(t *testing.T) {
	names := regexp.MustCompile(`\{\w+\}`)
	keys := []string{"hello", "link", "foot"}
	for of, args := range records.MailArgs {
		for _, part := range []string{"subject", "text", "button"} {
			if part == "button" && of.IsForStaff() {
				continue // it leads nowhere
			}
			keys = append(keys, string(of)+"."+part)
		}
		all := letters["en"][string(of)+".subject"] + letters["en"][string(of)+".text"]
		for _, name := range names.FindAllString(all, -1) {
			if name != "{office}" && !slices.Contains(args, strings.Trim(name, "{}")) {
				t.Errorf("nobody gives %s its %s", of, name)
			}
		}
		for _, name := range args {
			if !strings.Contains(all+letters["en"]["hello"], "{"+name+"}") {
				t.Errorf("%s does not use %s", of, name)
			}
		}
	}
	for _, lang := range languages {
		if len(letters[lang]) != len(keys) {
			t.Errorf("%s has %d words, want %d", lang, len(letters[lang]), len(keys))
		}
		for _, key := range keys {
			want, got := names.FindAllString(letters["en"][key], -1),
				names.FindAllString(letters[lang][key], -1)
			slices.Sort(want)
			slices.Sort(got)
			if letters[lang][key] == "" || !slices.Equal(want, got) {
				t.Errorf("%s %q: %q", lang, key, letters[lang][key])
			}
		}
	}
}

// TestALetterIsFilledOnce: an argument brings in no other, and no line into the subject.
func TestALetterIsFilledOnce(t *testing.T) {
	m := &records.Mail{Template: records.TicketAnswerMail, Lang: "de-AT", Args: records.Args{
		"name": "{number}", "number": "{subject}", "subject": "a\r\nb\u0085c" +
			strings.Repeat("é", 300)}}
	l := write(m, "es", "Office", "")
	subject := "Neue Antwort auf Ihr Ticket {subject}: a b c"
	if l.Lang != "de" || !strings.HasPrefix(l.Subject, subject) ||
		len([]rune(l.Subject)) != 200 || l.Text[0] != "Guten Tag {number}," || l.Button != "" {
		t.Errorf("%+v", l)
	}
	for lang, want := range map[string]string{"": "es", "fr": "es", "en": "en", "de": "de"} {
		m.Lang = lang
		if got := write(m, "es", "Office", "").Lang; got != want {
			t.Errorf("%q is written in %s, want %s", lang, got, want)
		}
	}
}
