package exchange

import (
	"bytes"
	"net/mail"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gatehouse/backend/problem"
)

func TestGuessKnowsTheHeadersOfOtherPrograms(t *testing.T) {
	tests := []struct{ name, header, want string }{
		{"snake case",
			"first_name,last_name,company_name,address,city,county,state,zip,phone1,phone2,email,web",
			"first_name,last_name,company,street,city,,region,zip,phone,mobile,email,web"},
		{"camel case", "firstName,lastName,jobTitle,userName", "first_name,last_name,job_title,username"},
		{"Outlook", "Title,First Name,Middle Name,Last Name,Company,Job Title,Business Street," +
			"Business City,Business State,Business Postal Code,Business Country/Region,Home Street," +
			"Home Phone,Business Phone,Mobile Phone,E-mail Address,E-mail Type,E-mail 2 Address,Web Page",
			",first_name,,last_name,company,job_title,street,city,region,zip,country,,,phone,mobile," +
				"email,,,web"},
		{"Google, older", "Name,Given Name,Family Name,E-mail 1 - Type,E-mail 1 - Value," +
			"Phone 1 - Type,Phone 1 - Value,Organization 1 - Name,Organization 1 - Title,Address 1 - City",
			",first_name,last_name,,email,,phone,company,job_title,city"},
		{"Google, newer", "First Name,Last Name,Organization Name,Organization Title," +
			"E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Value,Address 1 - Postal Code,Website 1 - Value",
			"first_name,last_name,company,job_title,,email,phone,zip,web"},
		{"German", "Vorname,Nachname,Firma,E-Mail,Telefon,Mobiltelefon,Straße,PLZ,Ort,Land,Webseite",
			"first_name,last_name,company,email,phone,mobile,street,zip,city,country,web"},
		{"German with Name", "Vorname,Name,E-Mail-Adresse", "first_name,last_name,email"},
		{"Spanish",
			"Nombre,Apellidos,Empresa,Correo electrónico,Teléfono,Dirección,Ciudad,País,Cargo",
			"first_name,last_name,company,email,phone,street,city,country,job_title"},
		{"Spanish with one name", "Nombre,Correo", "full_name,email"},
		{"one name", "Name,Company,Email", "full_name,company,email"},
		{"the same twice", "Email,Email,Phone,Phone", "email,,phone,"},
		{"nothing known", "Foo,Bar,", ",,"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := strings.Join(Guess(strings.Split(tt.header, ","), nil), ",")
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestGuessLooksIntoTheCells(t *testing.T) {
	table := read(t, "Who,Where,Type,Tipo\nAnn,ann@x.org,lead,7\nBob,none,contact,8\nCy,cy@x.org,,9\n")
	want := []string{"", "email", "kind", ""}
	if diff := cmp.Diff(want, Guess(table.Header, table.Rows)); diff != "" {
		t.Error(diff)
	}
}

func TestAliasesAreWrittenAsHeadersAreCompared(t *testing.T) {
	seen := map[string]string{}
	for _, alias := range aliases {
		if labelOf(alias.key) == "" {
			t.Error("no field", alias.key)
		}
		for name := range strings.SplitSeq(alias.names, "|") {
			if plain(name) != name && name != "email1" {
				t.Errorf("%q would be compared as %q", name, plain(name))
			}
			if other, ok := seen[name]; ok {
				t.Errorf("%q is both %s and %s", name, other, alias.key)
			}
			seen[name] = alias.key
		}
	}
}

func TestContactsTidiesValues(t *testing.T) {
	table := read(t, "Full Name,Company,Email,Phone,Kind\n"+
		"\" Butt,  James \",\"Two\nlines\u200b\",mailto:J@X.org,'+49 1,LEAD\n"+
		"James Earl Butt,Cafe\u0301,,,\n"+
		"Cher,,,,\n")
	contacts, refused, err := Contacts(table, Guess(table.Header, table.Rows))
	if err != nil || len(refused) > 0 {
		t.Fatal(refused, err)
	}
	want := []Contact{
		{Line: 2, First: "James", Last: "Butt", Company: "Two lines", Email: "J@X.org",
			Phone: "+49 1", Kind: "lead"},
		{Line: 4, First: "James Earl", Last: "Butt", Company: "Café", Kind: "contact"},
		{Line: 5, Last: "Cher", Kind: "contact"},
	}
	if diff := cmp.Diff(want, contacts); diff != "" {
		t.Error(diff)
	}
}

func TestContactsRefusesWhatCannotBeRight(t *testing.T) {
	tests := []struct{ name, row, want string }{
		{"nobody", ",,Acme,,", "Line 2 has neither a name nor an e-mail address."},
		{"no @", "Ann,Lee,,ann.example.com,",
			"Line 2 has the e-mail address “ann.example.com”, which has no @."},
		{"two addresses", "Ann,Lee,,a@x.org; b@x.org,",
			"Line 2 has more than one e-mail address in one cell: “a@x.org; b@x.org”."},
		{"space", "Ann,Lee,,an n@x.org,",
			"Line 2 has the e-mail address “an n@x.org”, which is wrong before the @."},
		{"no dot", "Ann,Lee,,ann@localhost,",
			"Line 2 has the e-mail address “ann@localhost”, which is wrong after the @."},
		{"long", "Ann,Lee,," + strings.Repeat("a", 65) + "@x.org,",
			"Line 2 has an e-mail address that is too long."},
		{"long name", strings.Repeat("a", 201) + ",Lee,,,",
			"Line 2 has too long a value for First name."},
		{"kind", "Ann,Lee,,,friend", "Line 2 has the kind “friend”. Write contact or lead."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			table := read(t, "first,last,company,email,kind\n"+tt.row+"\n")
			targets := []string{"first_name", "last_name", "company", "email", "kind"}
			contacts, refused, err := Contacts(table, targets)
			if err != nil || len(contacts) != 0 || len(refused) != 1 {
				t.Fatal(contacts, refused, err)
			}
			if refused[0].Why != tt.want {
				t.Error(refused[0].Why)
			}
		})
	}
}

func TestContactsRefusesMappingsThatCannotWork(t *testing.T) {
	tests := []struct{ name, targets, want string }{
		{"same field twice", "email,email,",
			"E-mail is chosen for two columns, “a” and “b”. Keep one."},
		{"unknown field", "email,shoe_size,", "There is no field “shoe_size” to import to."},
		{"nobody to be", "company,,city", "No column holds a name or an e-mail address. " +
			"Say which one does. Nothing was imported."},
		{"other file", "email", "The file has 3 columns, and 1 were mapped. " +
			"Map the columns again. Nothing was imported."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			table := read(t, "a,b,c\n1,2,3\n")
			_, _, err := Contacts(table, strings.Split(tt.targets, ","))
			if !problem.Is(err, problem.Invalid) || problem.TextOf(err) != tt.want {
				t.Error(err)
			}
		})
	}
}

func TestContactsWarnsWhereNobodyCouldSignIn(t *testing.T) {
	table := read(t, "name,mail\nAnn,ann@example.com\n")
	contacts, _, err := Contacts(table, []string{"full_name", ""})
	if err != nil || len(contacts) != 1 || table.Warning == "" {
		t.Error(contacts, err, table.Warning)
	}
	if _, _, err = Contacts(table, []string{"full_name", "email"}); err != nil || table.Warning != "" {
		t.Error(err, table.Warning)
	}
}

func TestPlanFindsDuplicates(t *testing.T) {
	contacts := []Contact{
		{Line: 2, Email: "Ann@example.com", Kind: "contact"},
		{Line: 3, Email: "bob@example.com", Kind: "lead"},
		{Line: 4, Email: "ANN@example.com", Kind: "contact"},
		{Line: 5, Email: "BOB@EXAMPLE.COM", Kind: "contact"},
		{Line: 6, First: "Cher", Kind: "lead"},
		{Line: 7, First: "Cher", Kind: "lead"},
	}
	want := []Planned{
		{contacts[0], "duplicate", "Ann@example.com is in this office already."},
		{contacts[1], "new", "New lead."},
		{contacts[2], "duplicate", "ANN@example.com is in line 2 of this file already."},
		{contacts[3], "duplicate", "BOB@EXAMPLE.COM is in line 3 of this file already."},
		{contacts[4], "new", "New lead, without an e-mail address and so without sign-in."},
		{contacts[5], "new", "New lead, without an e-mail address and so without sign-in."},
	}
	if diff := cmp.Diff(want, Plan(contacts, office{"ann@example.com": true})); diff != "" {
		t.Error(diff)
	}
}

func TestWriteRejectedIsSafeAndCanBeReadAgain(t *testing.T) {
	refusals := []Refusal{
		{9, []string{"+49 1", "=HYPERLINK(\"http://x\")", "a\x00b"}, "Line 9 is bad."},
		{4, []string{"@SUM", "-1", "\t=1", "extra"}, "Line 4 is worse."},
		{6, []string{"short"}, "=why"},
	}
	var out bytes.Buffer
	if err := WriteRejected(&out, []string{"Phone", "Company", "Note"}, refusals); err != nil {
		t.Fatal(err)
	}
	want := "\uFEFFPhone,Company,Note,,Why\r\n" +
		"'@SUM,'-1,'\t=1,extra,Line 4 is worse.\r\n" +
		"short,,,,'=why\r\n" +
		"'+49 1,\"'=HYPERLINK(\"\"http://x\"\")\",ab,,Line 9 is bad.\r\n"
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Error(diff)
	}
	table := read(t, out.String())
	if got := tidy(table.Rows[2].Cells[0]); got != "+49 1" {
		t.Error(got)
	}
}

func TestWriteRejectedPassesFailuresOn(t *testing.T) {
	if err := WriteRejected(full{}, []string{"a"}, []Refusal{{2, []string{"b"}, "c"}}); err == nil {
		t.Error("a full disk went unseen")
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, bytes.ErrTooLarge }

func FuzzEmailFaultIsNeverLaxerThanMail(f *testing.F) {
	for _, seed := range []string{"ann@example.com", "a@b.c", "a..b@c.de", "\"a b\"@c.de", "a@ü.de"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if text = bareEmail(text); emailFault(text) != "" {
			return
		}
		if a, err := mail.ParseAddress(text); err != nil || a.Address != text {
			t.Errorf("%q is taken, but it is no address: %v", text, err)
		}
	})
}
