package sentence

import (
	"cmp"
	"strings"
	"testing"
)

// TestASentenceIsSaidInItsLanguage: what was filled in is carried over as that language writes it,
// words of ours are said too, and what nobody knows stays as it is.
func TestASentenceIsSaidInItsLanguage(t *testing.T) {
	for text, want := range map[string]string{
		"Choose a person.": "Wählen Sie eine Person.",
		"“a b” is not an e-mail address. Write it like name@company.com.": "„a b“ ist keine " +
			"E-Mail-Adresse. Schreiben Sie sie wie name@firma.de.",
		"The end (2026-01-31) is before the start (2026-02-01). Choose a later end.": "Das Ende " +
			"(31.01.2026) liegt vor dem Anfang (01.02.2026). Wählen Sie ein späteres Ende.",
		"Only 1,234.50 EUR is due on this invoice.": "Auf dieser Rechnung ist nur 1.234,50 EUR offen.",
		"12500 of 1200 changes undone.":             "12.500 von 1.200 Änderungen rückgängig gemacht.",
		"The ticket was removed meanwhile. Your change is kept under Sync.": "Das Ticket wurde " +
			"inzwischen entfernt. Ihre Änderung ist unter Abgleich aufbewahrt.",
		"Something unheard of was removed meanwhile. Your change is kept under Sync.": "Something " +
			"unheard of was removed meanwhile. Your change is kept under Sync.",
		"Cannot sign in. Ada Abbott has no e-mail address. Enter an e-mail address on the record.": "" +
			"Keine Anmeldung möglich. Ada Abbott hat keine E-Mail-Adresse. Tragen Sie im Datensatz eine " +
			"E-Mail-Adresse ein.",
		"Access given to Dr. Who. Jr..":         "Dr. Who. Jr. hat jetzt Portalzugang.",
		"Tickets is switched off for Invoices.": "Tickets ist für Invoices ausgeschaltet.",
		"Invoices is switched off for Blog, which Tickets belongs to.": "Rechnungen ist für Blog " +
			"ausgeschaltet, wozu Tickets gehört.",
		"The security profile Orders only does not include “See tickets”.": "Das Sicherheitsprofil " +
			"Nur Aufträge enthält „Tickets ansehen“ nicht.",
		"The security profile Invoices includes “See tickets”: their own.": "Das Sicherheitsprofil " +
			"Invoices enthält „Tickets ansehen“: die eigenen.",
		"This person has no e-mail address.":      "Diese Person hat keine E-Mail-Adresse.",
		"subject: “Yes”\ncan sign: Yes":           "Betreff: “Yes”\nDarf eSignieren: Ja",
		"text: “Yes\nNo\nDone.”\nportal user: No": "Text: “Yes\nNo\nDone.”\nPortalbenutzer: Nein",
		"support: 2026-01-31 – 2026-02-01\nsubject: “a – b”": "Supportzeit: 31.01.2026 – " +
			"01.02.2026\nBetreff: “a – b”",
		"Basic, 2026-01-31 – ":              "Basic, 31.01.2026 – ",
		"Closed: Invoices, Orders":          "Geschlossen: Rechnungen, Aufträge",
		"See tickets: all of their account": "Tickets ansehen: alle der eigenen Firma",
		"Portal access given. Choose another profile.": "Portalzugang erteilt. Wählen Sie ein " +
			"anderes Profil.",
		"Undone, but for what was changed again meanwhile: “Yes, No”, job title, the ticket.": "" +
			"Rückgängig gemacht, außer was inzwischen wieder geändert wurde: “Yes, " +
			"No”, Funktion, Ticket.",
		"Unheard of.": "Unheard of.", "": "",
	} {
		if got := In("de", text); got != want {
			t.Errorf("%q is\n%q, want\n%q", text, got, want)
		}
		if got := In("en", text); got != text {
			t.Errorf("in English, %q became %q", text, got)
		}
	}
}

// TestCustomersReadTheirOwnSentences: they never read of the desk.
func TestCustomersReadTheirOwnSentences(t *testing.T) {
	const gone = "The ticket was removed meanwhile. Your change is kept under Sync."
	for _, lang := range Languages() {
		got := ToCustomer(lang, gone)
		if got == gone || strings.Contains(got, "Sync") || strings.Contains(got, "Abgleich") {
			t.Errorf("%s: customers read %q", lang, got)
		}
	}
	if got := ToCustomer("de", "This PIN is wrong."); got != "Diese PIN ist falsch." {
		t.Errorf("what staff read too is %q", got)
	}
}

// TestSentencesOfOneKindAreAlikeWithoutTheirNames: numbers and words of ours stay, and what is left
// can be said in the other languages.
func TestSentencesOfOneKindAreAlikeWithoutTheirNames(t *testing.T) {
	const login = "Saved without a login: somebody else signs in with the username "
	for _, x := range [][2]string{
		{login + "ada.", login + "…."},
		{login + "mia.b@acme.example.", login + "…."},
		{"The ticket was removed meanwhile. Your change is kept under Sync.", ""},
		{"500 people of 20 new accounts imported.", ""},
		{"Choose a person.", ""},
	} {
		got, want := Without(x[0]), cmp.Or(x[1], x[0])
		if got != want {
			t.Errorf("%q without names: %q", x[0], got)
		}
		if In("de", got) == got || In("es", got) == got {
			t.Errorf("%q is in English only", got)
		}
	}
	if name := Without("Ada Abbott"); name != "Ada Abbott" {
		t.Error(name)
	}
}
