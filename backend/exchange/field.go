package exchange

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Field is something that a column can be imported as; Key is what Guess and Contacts speak of,
// Label is its English name (B10).
type Field struct {
	Key   string
	Label string
}

// Fields answers everything a column can be imported as, in the order to offer it (B10).
func Fields() []Field {
	return []Field{
		{"first_name", "First name"},
		{"last_name", "Last name"},
		{"full_name", "Full name"},
		{"company", "Company"},
		{"email", "E-mail"},
		{"phone", "Phone"},
		{"mobile", "Mobile or second phone"},
		{"street", "Street"},
		{"city", "City"},
		{"region", "State or region"},
		{"zip", "ZIP or postal code"},
		{"country", "Country"},
		{"web", "Web site"},
		{"job_title", "Job title"},
		{"username", "Username"},
		{"kind", "Contact or lead"},
	}
}

// aliases are the column names of the programs that people export from, best first: where a file
// has several that fit, the earlier one wins. They are written as plain answers them. The order
// of the fields decides who gets a column that two of them could take.
var aliases = []struct{ key, names string }{
	{"email", "email|e mail|e mail address|email address|e mail 1 value|email 1 value|mail|" +
		"primary email|business email|work email|e mail adresse|email adresse|correo electronico|" +
		"direccion de correo electronico|correo|correo e|direccion de correo|e mail 1|email 1|" +
		"email1|e mail geschaftlich|e mail 2 address|e mail 2 value|home email"},
	{"first_name", "first name|given name|firstname|fname|forename|vorname|nombre|" +
		"nombre de pila|primer nombre|first"},
	{"last_name", "last name|family name|lastname|surname|lname|nachname|familienname|zuname|" +
		"apellidos|apellido|primer apellido|last"},
	{"full_name", "full name|display name|name|contact name|customer name|contact|" +
		"vollstandiger name|anzeigename|nombre completo|nombre y apellidos|file as"},
	{"company", "company|company name|organization name|organization 1 name|organization|" +
		"organisation|account name|account|business|firma|firmenname|unternehmen|empresa|" +
		"nombre de la empresa|organizacion|compania"},
	{"mobile", "mobile phone|mobile|mobile number|cell phone|cell|cellphone|mobiltelefon|mobil|" +
		"handy|mobilnummer|telefon mobil|telefono movil|movil|celular|phone 2 value|phone 2|" +
		"business phone 2|telefon 2|telefono 2"},
	{"phone", "business phone|phone|phone 1 value|phone 1|phone number|work phone|telephone|tel|" +
		"company main phone|primary phone|telefon geschaftlich|telefon|telefonnummer|telefon 1|" +
		"telefono del trabajo|telefono|telefono 1|home phone|telefon privat"},
	{"street", "business street|street|address|address 1 street|street address|address 1|" +
		"address line 1|mailing street|business address|strasse geschaftlich|strasse|adresse|" +
		"anschrift|strasse und hausnummer|calle del trabajo|calle|direccion|domicilio|" +
		"home street|address 1 formatted"},
	{"city", "business city|city|address 1 city|town|mailing city|ort geschaftlich|ort|stadt|" +
		"wohnort|ciudad de trabajo|ciudad del trabajo|ciudad|localidad|poblacion|home city"},
	{"region", "business state|state|region|address 1 region|province|state province|" +
		"mailing state|bundesland kanton geschaftlich|bundesland|kanton|" +
		"estado o provincia de trabajo|provincia|estado|comunidad|home state"},
	{"zip", "business postal code|zip|postal code|zip code|postcode|address 1 postal code|" +
		"zip postal code|mailing zip|postleitzahl geschaftlich|postleitzahl|plz|" +
		"codigo postal del trabajo|codigo postal|cp|home postal code"},
	{"country", "business country region|business country|country|country region|" +
		"address 1 country|mailing country|land region geschaftlich|land|staat|" +
		"pais o region del trabajo|pais|home country region"},
	{"web", "web page|web|website|web site|website 1 value|url|homepage|webseite|internetseite|" +
		"pagina web|sitio web"},
	{"job_title", "job title|jobtitle|organization title|organization 1 title|position|role|" +
		"berufsbezeichnung|funktion|stellung|puesto|cargo|title"},
	{"username", "username|user name|login|login name|user|benutzername|anmeldename|" +
		"nombre de usuario|usuario"},
	{"kind", "kind|contact or lead|record type|contact type|lead or contact|type|art|tipo"},
}

// Guess proposes a field for every column, or an empty string to leave the column out. It knows
// the headers of Outlook and Google, plain snake_case ones, German and Spanish; no field is
// proposed twice. Where no header says e-mail, a column full of addresses is taken for it (B10).
func Guess(header []string, rows []Row) []string {
	names := make([]string, len(header))
	for i, name := range header {
		names[i] = plain(name)
	}
	targets := make([]string, len(header))
	for _, alias := range aliases {
		for name := range strings.SplitSeq(alias.names, "|") {
			at := columnNamed(names, targets, name)
			if at < 0 || alias.key == "kind" && !isMostly(rows, at, isKind) {
				continue
			}
			targets[at] = alias.key
			break
		}
	}
	settleNames(names, targets)
	if !slices.Contains(targets, "email") {
		for at := range targets {
			if targets[at] == "" && isMostly(rows, at, looksLikeEmail) {
				targets[at] = "email"
				break
			}
		}
	}
	return targets
}

// settleNames decides what "Name" and "Nombre" mean from the columns beside them.
func settleNames(names, targets []string) {
	first := slices.Index(targets, "first_name")
	last := slices.Index(targets, "last_name")
	full := slices.Index(targets, "full_name")
	switch {
	case full >= 0 && first >= 0 && last >= 0:
		targets[full] = ""
	case full >= 0 && first >= 0 && names[full] == "name":
		targets[full] = "last_name"
	case full < 0 && first >= 0 && last < 0 && names[first] == "nombre":
		targets[first] = "full_name"
	}
}

func columnNamed(names, targets []string, name string) int {
	for at := range names {
		if names[at] == name && targets[at] == "" {
			return at
		}
	}
	return -1
}

// isMostly reports whether six in ten of the first filled cells of a column are as they should.
func isMostly(rows []Row, at int, isGood func(string) bool) bool {
	good, filled := 0, 0
	for _, row := range rows[:min(len(rows), 200)] {
		if at >= len(row.Cells) {
			continue
		}
		if cell := tidy(row.Cells[at]); cell != "" {
			filled++
			if isGood(cell) {
				good++
			}
		}
	}
	return good > 0 && good*10 >= filled*6
}

func looksLikeEmail(cell string) bool { return emailFault(cell) == "" }

// plain turns a header into lower-case words of bare letters and digits: "E-mail 1 - Value",
// "phone1" and "Dirección" become "e mail 1 value", "phone 1" and "direccion".
func plain(name string) string {
	var b strings.Builder
	var last rune
	for _, r := range norm.NFD.String(strings.ReplaceAll(name, "ß", "ss")) {
		if unicode.Is(unicode.Mn, r) {
			continue
		}
		isWord := unicode.IsLetter(r) || unicode.IsDigit(r)
		switch {
		case !isWord:
			r = ' '
		case unicode.IsUpper(r) && unicode.IsLower(last),
			unicode.IsDigit(r) && unicode.IsLetter(last):
			b.WriteByte(' ')
		}
		b.WriteRune(unicode.ToLower(r))
		last = r
	}
	return strings.Join(strings.Fields(b.String()), " ")
}
