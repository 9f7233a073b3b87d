package app

import (
	"encoding/json"
	"fmt"
	"strings"

	"gatehouse/backend/access"
	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// ReviewView is an access review with how far its round is (B15).
type ReviewView struct {
	ID          string `json:"id"`
	Name        string `json:"name"`
	ProfileName string `json:"profileName" say:"profile"` // empty: any, or with profile set, gone
	AccountName string `json:"accountName"`
	StaffName   string `json:"staffName"`
	State       string `json:"state"`     // runs, waits for its day, done
	Covered     int    `json:"covered"`   // accesses
	Open        int    `json:"open"`      // of them, those that wait for an answer
	Confirmed   int    `json:"confirmed"` // in the round that runs or ran last
	Ended       int    `json:"ended"`     // likewise
	Ends        int    `json:"ends"`      // how many end if nobody answers
	Began       string `json:"began"`
	Due         string `json:"due"`
	DaysLeft    int    `json:"daysLeft"` // 0 = today is the last one, below = it has passed

	Form ReviewForm `json:"form"`
}

// ReviewForm is an access review as its form shows it.
type ReviewForm struct {
	ID      string `json:"id"` // empty: a new one
	Name    string `json:"name"`
	Profile string `json:"profile"` // empty: any
	Account string `json:"account"` // with its subsidiaries; empty: everywhere
	Months  int64  `json:"months"`  // 0: once
	Days    int64  `json:"days"`
	Silence string `json:"silence"` // keep, end
	Staff   string `json:"staff"`
	Next    string `json:"next"`
}

// ReviewsView is all access reviews.
type ReviewsView struct {
	Reviews   []ReviewView `json:"reviews"`
	CanChange bool         `json:"canChange"` // by whoever works here
}

// ReviewRecord is an access review with its history. Was goes back with what is saved.
type ReviewRecord struct {
	ReviewView
	Was       string        `json:"was"`
	CanChange bool          `json:"canChange"`
	History   []HistoryLine `json:"history"`
}

// Reviews gives all access reviews.
func (d *Desk) Reviews() (v ReviewsView, err error) {
	defer d.answer(&err, &v)
	d.mustBeReady()
	if v.CanChange, err = d.canReview(); err != nil {
		return v, err
	}
	list, err := d.store.Reviews(d.ctx)
	v.Reviews = make([]ReviewView, len(list))
	names := d.names()
	for i, r := range list {
		if err == nil {
			v.Reviews[i], err = d.reviewView(names, r)
		}
	}
	return v, err
}

// canReview reports whether whoever works here may do reviews, and not only read them.
func (d *Desk) canReview() (bool, error) {
	me, err := d.me()
	if err != nil {
		return false, err
	}
	return me.Role == records.Administrator || me.Role == records.AccessManager, nil
}

func (d *Desk) reviewView(names *names, r *records.Review) (v ReviewView, err error) {
	today := d.moment().Day
	c, err := d.store.CountReview(d.ctx, r)
	v = ReviewView{ID: r.ID.String(), Name: r.Name,
		ProfileName: names.name("profile", r.Profile.String()),
		AccountName: names.name("account", r.Account.String()),
		StaffName:   names.name("staff", r.Staff.String()), State: "done", Covered: c.Covered,
		Open: c.Open, Confirmed: c.Confirmed, Ended: c.Ended, Began: r.Began.String(),
		Due: r.Due.String(), Form: ReviewForm{ID: r.ID.String(), Name: r.Name,
			Profile: r.Profile.String(), Account: r.Account.String(), Months: r.Months,
			Days: r.Days, Silence: string(r.Silence), Staff: r.Staff.String(),
			Next: r.Next.String()}}
	switch {
	case r.Runs():
		v.State, v.DaysLeft = "runs", int(r.Due-today)
		if r.Silence == records.End {
			v.Ends = c.Open
		}
	case r.Next != 0:
		v.State = "waits"
	}
	if err == nil {
		err = names.err
	}
	return v, err
}

// Review gives an access review.
func (d *Desk) Review(id string) (v ReviewRecord, err error) {
	defer d.answer(&err, &v)
	d.mustBeReady()
	r, err := d.review(id)
	if err != nil {
		return v, err
	}
	if v, err = d.reviewRecord(r); err != nil {
		return v, err
	}
	v.History, err = d.historyOf(r.Key())
	return v, err
}

// NewReview begins an access review of everybody. Nothing is saved yet.
func (d *Desk) NewReview() (v ReviewRecord, err error) {
	defer d.answer(&err, &v)
	d.mustBeReady()
	v, err = d.reviewRecord(&records.Review{Months: 12, Days: 28, Silence: records.Keep,
		Next: d.moment().Day})
	v.History = []HistoryLine{}
	return v, err
}

func (d *Desk) review(id string) (*records.Review, error) {
	n, err := records.ParseID[records.Review](id)
	if err != nil {
		return nil, err
	}
	return d.store.Review(d.ctx, n)
}

func (d *Desk) reviewRecord(r *records.Review) (v ReviewRecord, err error) {
	was, err := json.Marshal(r)
	if err != nil {
		return v, err
	}
	v.Was = string(was)
	if v.CanChange, err = d.canReview(); err != nil {
		return v, err
	}
	v.ReviewView, err = d.reviewView(d.names(), r)
	return v, err
}

// review reads the form.
func (f ReviewForm) review() (r records.Review, err error) {
	r = records.Review{Name: strings.TrimSpace(f.Name), Months: f.Months, Days: f.Days,
		Silence: records.Silence(f.Silence)}
	if r.ID, err = records.ParseID[records.Review](f.ID); err != nil {
		return r, err
	}
	if r.Profile, err = records.ParseID[records.Profile](f.Profile); err != nil {
		return r, err
	}
	if r.Account, err = records.ParseID[records.Account](f.Account); err != nil {
		return r, err
	}
	if r.Staff, err = records.ParseID[records.Staff](f.Staff); err != nil {
		return r, err
	}
	if r.Next, err = access.ParseDay(f.Next); err != nil {
		return r, problem.Of(err).On("next")
	}
	return r, nil
}

// SaveReview makes an access review, or changes one.
func (d *Desk) SaveReview(was string, f ReviewForm) (v SavedView, err error) {
	defer d.answer(&err, &v)
	d.mustBeReady()
	want, err := f.review()
	if err != nil {
		return v, err
	}
	e := &edit.SaveReview{}
	e.Want = want
	text := fmt.Sprintf("Review %s was made.", want.Name)
	if f.ID == "" {
		e.Want.ID = records.ReviewID(d.env.NewID())
	} else {
		e.Was, text = new(records.Review), fmt.Sprintf("Review %s was changed.", want.Name)
		if err := json.Unmarshal([]byte(was), e.Was); err != nil {
			return v, problem.New(problem.Invalid, "Open the review again.").By(err)
		}
		e.Want.Began, e.Want.Due = e.Was.Began, e.Was.Due
	}
	v, err = d.save(e, "", text)
	v.ID = e.Want.ID.String()
	return v, err
}

// ReviewCovers counts the accesses that a review covers that is not saved.
func (d *Desk) ReviewCovers(f ReviewForm) (n int, err error) {
	defer d.answer(&err, &n)
	d.mustBeReady()
	r, err := f.review()
	if err != nil {
		return 0, err
	}
	c, err := d.store.CountReview(d.ctx, &records.Review{Profile: r.Profile, Account: r.Account})
	return c.Covered, err
}

// RemoveReview takes an access review away. Every access stays as it is.
func (d *Desk) RemoveReview(id string) (v SavedView, err error) {
	defer d.answer(&err, &v)
	d.mustBeReady()
	r, err := d.review(id)
	if err != nil {
		return v, err
	}
	return d.save(&edit.Discard{Record: r.Key()}, "", fmt.Sprintf("Review %s was taken away.",
		r.Name))
}

// BeginReview begins a round of an access review before its day.
func (d *Desk) BeginReview(id string) (v SavedView, err error) {
	defer d.answer(&err, &v)
	d.mustBeReady()
	r, err := d.review(id)
	if err != nil {
		return v, err
	}
	return d.save(&edit.BeginRound{Review: r.ID}, "", fmt.Sprintf("Review %s began.", r.Name))
}
