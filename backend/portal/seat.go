package portal

import (
	"net/http"

	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// seatOptions are the accounts that the viewer can choose from; none where there is only one.
func (v *visit) seatOptions() (list []option) {
	if len(v.seats) < 2 {
		return nil
	}
	for _, a := range v.seats {
		list = append(list, option{Value: a.ID.String(), Label: a.Name})
	}
	return list
}

type seatView struct {
	Form   form
	Fields []field
}

// seatPage shows the accounts of a person who has several (B17).
func (v *visit) seatPage(string) error { return v.showSeat(form{}) }

func (v *visit) showSeat(f form) error {
	if len(v.seatOptions()) == 0 {
		return v.missing()
	}
	choice := field{Name: "account", Label: v.words.say("account.label"), Kind: "choice",
		Options: v.seatOptions()}
	if v.Account != nil {
		choice.Value = v.Account.ID.String()
	}
	return v.show(f.statusOr(http.StatusOK), "account", v.words.say("account.title"),
		seatView{f, f.fill([]field{choice})})
}

// takeSeat goes on at another account of the viewer's, with what they may do there.
func (v *visit) takeSeat(string) error {
	if v.User == nil {
		return v.missing()
	}
	to, err := records.ParseID[records.Account](v.r.PostForm.Get("account"))
	for _, a := range v.seats {
		if err != nil || a.ID != to {
			continue
		}
		if err := v.env.Deeds.Switch(v.w, v.r, v.Viewer, to); err != nil {
			f := form{}
			v.blame(&f, err)
			return v.showSeat(f)
		}
		return v.seeOther("home")
	}
	return problem.New(problem.NotFound, "This record does not exist.")
}
