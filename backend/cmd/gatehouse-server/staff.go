package main

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/google/uuid"

	"gatehouse/backend/edit"
	"gatehouse/backend/hosting"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
	"gatehouse/backend/store"
)

// staffCommand names what is asked of the server about staff.
func staffCommand(link, off string) string {
	switch {
	case link != "":
		return "password-link/" + url.PathEscape(link)
	case off != "":
		return "factor-off/" + url.PathEscape(off)
	}
	return "staff"
}

// staffCommands answers them.
func staffCommands(o *office,
	answer func(string, func(context.Context, *http.Request) (string, error))) {
	db := o.db
	answer("staff", func(ctx context.Context, _ *http.Request) (string, error) {
		return listStaff(ctx, db)
	})
	answer("staff/add", func(ctx context.Context, r *http.Request) (string, error) {
		return o.hire(ctx, r.FormValue("as"), &records.Staff{
			Name: strings.TrimSpace(r.FormValue("name")), Role: records.Role(r.FormValue("role")),
			Email: strings.TrimSpace(r.FormValue("email")), Active: true})
	})
	answer("password-link/{id}", func(ctx context.Context, r *http.Request) (string, error) {
		s, err := whoWorks(ctx, db, r.PathValue("id"))
		if err != nil {
			return "", err
		}
		way, err := hosting.StaffLink(ctx, db, s.ID, time.Now().Unix())
		if o.address == "" {
			return "Below the portal's address: " + way, err
		}
		return o.address + way, err
	})
	answer("factor-off/{id}", func(ctx context.Context, r *http.Request) (string, error) {
		s, err := whoWorks(ctx, db, r.PathValue("id"))
		if err != nil {
			return "", err
		}
		w := hosting.Writer{Office: db, Now: time.Now, NewID: uuid.NewString}
		return "The second factor of " + s.Name + " is off.",
			w.Itself(ctx, "Administrator at the server", &edit.SetStaffFactor{Staff: s.ID})
	})
}

func whoWorks(ctx context.Context, db *store.DB, id string) (*records.Staff, error) {
	staff, err := records.ParseID[records.Staff](id)
	if err == nil {
		s, err := db.Staff(ctx, staff)
		if err == nil && s.Active || err != nil && !problem.Is(err, problem.NotFound) {
			return s, err
		}
	}
	return nil, problem.Newf(problem.NotFound, "Nobody of the staff has the number %s. "+
		"gatehouse-server staff lists them.", id)
}

// hire adds a member of staff with the next number, as an administrator does.
func (o *office) hire(ctx context.Context, as string, s *records.Staff) (string, error) {
	if s.Email != "" {
		if err := records.CheckEmail(s.Email); err != nil {
			return "", err
		}
	}
	list, err := o.db.AllStaff(ctx)
	if err != nil {
		return "", err
	}
	for _, other := range list {
		s.ID = max(s.ID, other.ID)
	}
	s.ID++
	err = o.decide(ctx, as, &edit.AddStaff{Staff: *s})
	return fmt.Sprintf("%s works here now, with the number %s. Next: staff --password-link %s for "+
		"/staff/ at the server, or invite --staff %s for a desk.", s.Name, s.ID, s.ID, s.ID), err
}

// administrator gives what an administrator of this number decides with.
func (o *office) administrator(ctx context.Context, number string) (env edit.Env, err error) {
	who, err := whoWorks(ctx, o.db, number)
	if err != nil || who.Role != records.Administrator {
		return env, problem.Newf(problem.Denied, "Nobody of the staff with the number %s is an "+
			"administrator. Name one with --as.", number).By(err)
	}
	portal, err := o.db.Portal(ctx)
	if err != nil {
		return env, err
	}
	return edit.Env{Actor: edit.Actor{Name: who.Name, Staff: who}, Machine: "Server",
		Now: time.Now(), Zone: portal.Location(), Side: edit.Server}, nil
}

// listStaff lists who works here, one a line.
func listStaff(ctx context.Context, db *store.DB) (string, error) {
	list, err := db.AllStaff(ctx)
	var text strings.Builder
	for _, s := range list {
		l, err := db.StaffLogin(ctx, s.ID)
		if err != nil {
			return "", err
		}
		state := "no password"
		switch {
		case !s.Active:
			state = "no longer works here"
		case l != nil && l.Stamp != "":
			state = "password and second factor"
		case l != nil:
			state = "password"
		}
		fmt.Fprintf(&text, "%s  %s, %s  %s, %s\n", s.ID, s.Name, s.Role,
			cmp.Or(s.Email, "no e-mail address"), state)
	}
	return strings.TrimSpace(text.String()), err
}
