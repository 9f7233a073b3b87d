package portal

import (
	"gatehouse/backend/access"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// mostMessages is how many messages stand on the home page at once.
const mostMessages = 10

type messageView struct {
	Title, Ask string
	Prose      any // template.HTML
	At         moment
}

// messages are the welcome and the news that are meant for the viewer today (B21).
func (v *visit) messages() (views []messageView, err error) {
	if !v.may(access.MessageRead, nil).Allowed() {
		return nil, nil
	}
	where := v.rows(access.MessageRead, records.ColumnsOf(records.KindMessage))
	page, err := v.source.Page(v.r.Context(), records.KindMessage, where,
		records.Query{Day: v.at.Day, Limit: mostMessages})
	for _, m := range typed[*records.Message](page) {
		views = append(views, messageView{Title: m.Heading, Prose: remark(m.Text, v.base),
			At: v.moment(m.Created), Ask: access.MessageRead.String() + ":" + m.ID.String()})
	}
	return views, err
}

type managerView struct{ Name, Email string }

// manager is who at the office looks after the viewer's account; nil when nobody is named, or
// whoever was no longer works there (A46).
func (v *visit) manager() (*managerView, error) {
	if v.Account == nil || v.Account.Manager == 0 {
		return nil, nil
	}
	s, err := v.source.Staff(v.r.Context(), v.Account.Manager)
	if problem.Is(err, problem.NotFound) || err == nil && !s.Active {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return &managerView{Name: s.Name, Email: s.Email}, nil
}
