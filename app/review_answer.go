package app

import (
	"cmp"
	"fmt"
	"time"

	"gatehouse/backend/access"
	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// ReviewQuery asks for a stretch of what a review lists.
type ReviewQuery struct {
	Review string `json:"review"`
	List   string `json:"list"` // open, confirmed, ended
	Text   string `json:"text"`
	From   int    `json:"from"`
	Size   int    `json:"size"`
}

// ReviewRow is an access that a review asks about, or that was answered for.
type ReviewRow struct {
	ID       string `json:"id"` // of the access; of one that was ended, of its line in the history
	User     string `json:"user"`
	Name     string `json:"name" say:"name"`
	Email    string `json:"email"`
	Company  string `json:"company"`
	Profile  string `json:"profile" say:"profile"`
	LastSeen string `json:"lastSeen"` // empty: never
	Advice   string `json:"advice"`   // keep, end
	Why      string `json:"why" say:"yes"`
	By       string `json:"by"`   // who answered
	When     string `json:"when"` // the day
	Badge    string `json:"badge"`
}

// ReviewRows gives a stretch of what a review's round waits for, or of its answers.
func (d *Desk) ReviewRows(q ReviewQuery) (page Page[ReviewRow], err error) {
	defer d.answer(&err, &page)
	d.mustBeReady()
	page.Rows = []ReviewRow{}
	r, err := d.review(q.Review)
	if err != nil {
		return page, err
	}
	if q.List == "ended" {
		return d.endedRows(r, q)
	}
	lines, total, err := d.store.ReviewLines(d.ctx, records.ReviewQuery{Review: r,
		Confirmed: q.List == "confirmed", Text: q.Text, From: q.From, Size: q.Size})
	page.Total = total
	for _, l := range lines {
		row := ReviewRow{ID: l.Access.ID.String(), User: l.Access.User.String(), Name: l.Name,
			Email: l.Email, Company: l.Company, Profile: l.Profile, LastSeen: rfc3339(l.LastSeen),
			By: l.Access.ConfirmedBy, When: l.Access.Confirmed.String(), Badge: badge(l.Pending)}
		row.Advice, row.Why = d.advise(l)
		page.Rows = append(page.Rows, row)
	}
	return page, err
}

func (d *Desk) endedRows(r *records.Review, q ReviewQuery) (page Page[ReviewRow], err error) {
	c, err := d.store.CountReview(d.ctx, r)
	if err != nil {
		return page, err
	}
	lines, err := d.store.EndedIn(d.ctx, r, max(0, q.From), min(max(q.Size, 1), 500))
	page = Page[ReviewRow]{Total: c.Ended, Rows: []ReviewRow{}}
	for _, h := range lines {
		page.Rows = append(page.Rows, ReviewRow{ID: string(h.UID),
			User: records.UserID(h.About.ID).String(), Name: h.Subject, By: h.Actor,
			When: d.dayOf(h.At).String(), Why: cmp.Or(h.Reason, h.Why), Badge: badge(h.N == 0)})
	}
	return page, err
}

// dayOf is the day of an instant, in the portal's time zone.
func (d *Desk) dayOf(unix int64) access.Day {
	return access.At(time.Unix(unix, 0), d.timeZone()).Day
}

// After how many days without a sign-in a review advises to end an access: since it was given, and
// since the last one.
const (
	daysUnused = 90
	daysUnseen = 180
)

// advise says what the last sign-in speaks for, and why (B15).
func (d *Desk) advise(l records.ReviewLine) (advice, why string) {
	today, given := d.moment().Day, l.Access.Given
	seen := access.Day(0)
	if l.LastSeen != 0 {
		seen = d.dayOf(l.LastSeen)
	}
	switch ago := today - max(seen, given); {
	case seen == 0 && given == 0:
		return "end", "Never signed in."
	case seen < given && ago > daysUnused:
		return "end", fmt.Sprintf("Not signed in since access was given %d days ago.", ago)
	case seen < given && ago > 1:
		return "keep", fmt.Sprintf("Access given %d days ago.", ago)
	case seen < given:
		return "keep", "Access given just now."
	case ago > daysUnseen:
		return "end", fmt.Sprintf("Not signed in for %d days.", ago)
	case ago > 1:
		return "keep", fmt.Sprintf("Signed in %d days ago.", ago)
	}
	return "keep", "Signed in today or yesterday."
}

// AdviceView is what accepting all recommendations would do.
type AdviceView struct {
	Keep   int          `json:"keep"`
	End    int          `json:"end"`
	Change PeopleChange `json:"change"` // by what ends (B7)
}

// ReviewAdvice shows what accepting all recommendations of a review would do.
func (d *Desk) ReviewAdvice(id string) (v AdviceView, err error) {
	defer d.answer(&err, &v)
	d.mustBeReady()
	_, keep, end, err := d.advised(id)
	if err != nil {
		return v, err
	}
	v.Keep, v.End = len(keep), len(end)
	v.Change, err = d.endChange(end)
	return v, err
}

// advised sorts what waits for an answer by what is advised.
func (d *Desk) advised(id string) (r *records.Review, keep, end []*records.Access, err error) {
	if r, err = d.review(id); err != nil {
		return nil, nil, nil, err
	}
	err = d.store.EachUnanswered(d.ctx, r, func(l records.ReviewLine) {
		a := l.Access
		if advice, _ := d.advise(l); advice == "end" {
			end = append(end, &a)
		} else {
			keep = append(keep, &a)
		}
	})
	return r, keep, end, err
}

// endChange shows who loses what by the end of accesses.
func (d *Desk) endChange(list []*records.Access) (PeopleChange, error) {
	return d.peopleChange(changing(func(yield func(*records.Cast) bool) error {
		return d.store.ReviewCasts(d.ctx, list, yield)
	}, func(after *records.Cast) { after.Access, after.Profile, after.BaseGone = nil, nil, false }))
}

// EndChange shows who loses what by the end of some accesses (B7).
func (d *Desk) EndChange(ids []string) (v PeopleChange, err error) {
	defer d.answer(&err, &v)
	d.mustBeReady()
	list, err := d.accesses(ids)
	if err != nil {
		return v, err
	}
	return d.endChange(list)
}

// accesses gives those that are still there.
func (d *Desk) accesses(ids []string) (list []*records.Access, err error) {
	numbers := make([]records.AccessID, len(ids))
	for i, id := range ids {
		if numbers[i], err = records.ParseID[records.Access](id); err != nil {
			return nil, err
		}
	}
	list, err = d.store.Accesses(d.ctx, numbers)
	if err == nil && len(list) == 0 {
		err = problem.New(problem.Conflict, "This access was ended meanwhile.")
	}
	return list, err
}

// ConfirmAccesses answers for some accesses of a review that they stay.
func (d *Desk) ConfirmAccesses(review string, ids []string) (v SavedView, err error) {
	defer d.answer(&err, &v)
	d.mustBeReady()
	return d.answerFor(review, ids, nil, "")
}

// EndAccesses answers for some accesses of a review that they end.
func (d *Desk) EndAccesses(review string, ids []string, reason string) (v SavedView, err error) {
	defer d.answer(&err, &v)
	d.mustBeReady()
	return d.answerFor(review, nil, ids, reason)
}

func (d *Desk) answerFor(review string, keep, end []string, reason string) (
	v SavedView, err error) {
	r, err := d.review(review)
	if err != nil {
		return v, err
	}
	a := answers{review: r, reason: reason}
	if len(keep) > 0 {
		a.keep, err = d.accesses(keep)
	} else {
		a.end, err = d.accesses(end)
	}
	if err != nil {
		return v, err
	}
	return d.giveAnswers(a)
}

// AcceptAdvice answers for everything that waits in a review as is recommended. What is to be done
// must be what ReviewAdvice has shown.
func (d *Desk) AcceptAdvice(review string, keep, end int) (v SavedView, err error) {
	defer d.answer(&err, &v)
	d.mustBeReady()
	a := answers{}
	if a.review, a.keep, a.end, err = d.advised(review); err != nil {
		return v, err
	}
	if len(a.keep) != keep || len(a.end) != end {
		return v, problem.New(problem.Conflict, "The list has changed meanwhile. Nothing was done. "+
			"Look at it again.")
	}
	return d.giveAnswers(a)
}

// answers are those of staff in a round.
type answers struct {
	review    *records.Review
	keep, end []*records.Access
	reason    string
}

// giveAnswers makes one edit for each access, all in one transaction and undone as one.
func (d *Desk) giveAnswers(a answers) (v SavedView, err error) {
	if !a.review.Runs() {
		return v, problem.New(problem.Conflict, "This round has ended. Nothing was done.")
	}
	group := edit.RoundGroup(a.review) + records.UID(d.env.NewUID())
	var list []edit.Envelope
	add := func(e edit.Edit, reason string) {
		if err == nil {
			var in edit.Envelope
			in, err = d.envelope(e, reason, group)
			list = append(list, in)
		}
	}
	today := d.moment().Day
	for _, one := range a.keep {
		add(&edit.ConfirmAccess{Access: one.ID, User: one.User, Profile: one.Profile,
			Round: a.review.Began, Day: today}, "")
	}
	for _, one := range a.end {
		add(&edit.RemoveAccess{User: one.User, Account: one.Account}, cmp.Or(a.reason,
			d.say(fmt.Sprintf("Ended in the review “%s”.", a.review.Name))))
	}
	if err != nil || len(list) == 0 {
		return v, err
	}
	outs, err := d.store.Author(d.ctx, d.circumstances(list[0]), list,
		d.progress("review", len(list)))
	d.emit(eventProgress, ProgressEvent{})
	if err != nil {
		return v, err
	}
	d.changed("user", "account", "conflict", "data", "history", "review")
	var done [2]int // kept, ended
	for i, o := range outs {
		if o.Status.HasEffect() {
			done[bit(i >= len(a.keep))]++
		}
	}
	v = SavedView{UID: string(list[0].UID), Text: answered(done[0], done[1]),
		CanUndo: done[0]+done[1] > 0}
	if len(list) > 1 {
		v.Group = string(group)
	}
	return v, nil
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}

func answered(kept, ended int) string {
	switch {
	case kept+ended == 0:
		return "It was already so. Nothing was changed."
	case kept == 1 && ended == 0:
		return "Access confirmed."
	case kept == 0 && ended == 1:
		return "Access ended. The minimum level stays."
	}
	return fmt.Sprintf("Accesses confirmed: %d, ended: %d.", kept, ended)
}
