package portal

import (
	"net/http"
	"strconv"

	"gatehouse/backend/access"
	"gatehouse/backend/records"
)

// itemList lists the configuration items that are within the viewer's reach, and below them the
// software licences (A26, A39).
var itemList = list[*records.ConfigurationItem]{page: "documentation",
	kind: records.KindConfigurationItem, needs: access.DocumentationView, rows: itemRows,
	also: licencesBelow}

func (v *visit) documentation(string) error { return itemList.show(v) }

func itemRows(v *visit, list []*records.ConfigurationItem) (rows []row, err error) {
	for _, c := range list {
		rows = append(rows, row{ID: c.ID.String(), Title: c.Name, Subs: filled(c.Sort, c.Address),
			Href: v.base + "documentation/" + c.ID.String(), Marks: v.ending(c.Warranty, c.Expires)})
	}
	return rows, nil
}

// soon is how many days before its end something is said to end.
const soon = 30

// ending warns of what has ended and of what ends soon: a warranty, and a contract.
func (v *visit) ending(warranty, expires access.Day) (list []mark) {
	today := v.at.Day
	switch {
	case expires == 0:
	case expires < today:
		list = append(list, mark{"overdue", v.words.say("documentation.expired")})
	case expires <= today+soon:
		list = append(list, mark{"due-24", v.words.say("documentation.expires-soon")})
	}
	switch {
	case warranty == 0:
	case warranty < today:
		list = append(list, mark{"", v.words.say("documentation.no-warranty")})
	case warranty <= today+soon:
		list = append(list, mark{"due-48", v.words.say("documentation.warranty-soon")})
	}
	return list
}

// mostLicences is how many licences stand on the page.
const mostLicences = 500

func licencesBelow(v *visit, view *listView) error {
	if v.r.URL.Query().Get("before") != "" {
		return nil // they stand on the first page
	}
	where := v.rows(access.DocumentationView, records.ColumnsOf(records.KindLicence))
	found, err := v.source.Page(v.r.Context(), records.KindLicence, where,
		records.Query{Limit: mostLicences, Text: view.Query})
	var lines []projectLine
	for _, l := range typed[*records.Licence](found) {
		line := projectLine{Title: l.Name, Subs: filled(l.Vendor, l.Contract)}
		if l.Seats > 0 {
			line.Subs = append(line.Subs, v.words.say("documentation.seats", "n",
				strconv.FormatInt(l.Seats, 10)))
		}
		if l.Expires != 0 {
			line.Subs = append(line.Subs, v.words.say("span.until", "to", v.dayOr(l.Expires)))
		}
		if marks := v.ending(0, l.Expires); len(marks) > 0 {
			line.Mark = marks[0]
		}
		lines = append(lines, line)
	}
	view.Extra = lines
	return err
}

type itemView struct {
	ID, Name, Sort, Text string
	Marks                []mark
	Facts                []fact
	Username             string
	Kept                 bool // a password is kept
	May                  bool // the viewer may reveal it
	Ask                  string
	Password             string // revealed, by this answer only
	Form                 form
	Fields               []field
}

// item finds a configuration item; it gives nil when it has answered already.
func (v *visit) item(arg string) (*seen[*records.ConfigurationItem], error) {
	if d := v.may(access.DocumentationView, nil); !d.Allowed() {
		return nil, v.refuse(d)
	}
	return look[*records.ConfigurationItem](v, access.DocumentationView, arg)
}

func (v *visit) configurationItem(arg string) error {
	s, err := v.item(arg)
	if s == nil || err != nil {
		return err
	}
	return v.showItem(s, form{}, "")
}

func (v *visit) showItem(s *seen[*records.ConfigurationItem], f form, password string) error {
	c := s.It
	view := itemView{ID: c.ID.String(), Name: c.Name, Sort: c.Sort, Text: c.Text, Form: f,
		Username: c.Username, Kept: c.Sealed != "", Password: password,
		Marks: v.ending(c.Warranty, c.Expires), May: s.may(v, access.DocumentationReveal).Allowed(),
		Ask: access.DocumentationReveal.String() + ":" + c.ID.String()}
	for _, known := range []fact{
		{Label: v.words.say("documentation.sort"), Text: c.Sort},
		{Label: v.words.say("documentation.address"), Text: c.Address},
		{Label: v.words.say("documentation.warranty"), Text: v.dayOr(c.Warranty)},
		{Label: v.words.say("documentation.expires"), Text: v.dayOr(c.Expires)},
	} {
		if known.Text != "" {
			view.Facts = append(view.Facts, known)
		}
	}
	view.Fields = f.fill([]field{{Name: "password", Label: v.words.say("documentation.own"),
		Kind: "password", Required: true, Complete: "current-password",
		Hint: v.words.say("documentation.own-hint")}})
	return v.show(f.statusOr(http.StatusOK), "configuration-item", c.Name, view)
}

// reveal shows the password of an item to somebody who may reveal it, in this one answer, which
// nobody keeps (A39).
func (v *visit) reveal(arg string) error {
	s, err := v.item(arg)
	if s == nil || err != nil {
		return err
	}
	f := v.read()
	if d := s.may(v, access.DocumentationReveal); !d.Allowed() {
		f.Error, f.status = v.words.say("plain."+access.Plain(d)), http.StatusForbidden
		return v.showItem(s, f, "")
	}
	own := v.secret("password")
	if own == "" {
		f.Errors["password"] = v.words.say("password.need-old")
		return v.showItem(s, f, "")
	}
	password, err := v.env.Deeds.Reveal(v.r, v.Viewer, s.It, own)
	if err != nil {
		v.blame(&f, err, "password")
		return v.showItem(s, f, "")
	}
	return v.showItem(s, f, password)
}
