package scenarios

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"time"

	"gatehouse/backend/access"
	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// The staff of every story.
const (
	Anna, Ben, Rita = records.StaffID(1), records.StaffID(2), records.StaffID(3)
)

// Cast gives the records that every office begins with: the portal's settings and the staff. The
// system profiles come with the product.
func Cast() []records.Record {
	return []records.Record{
		&records.Portal{Name: "Harbour & Lane", Zone: "Europe/Berlin", Widget: true, Tab: true},
		&records.Staff{ID: Anna, Name: "Anna", Role: records.Administrator, Active: true},
		&records.Staff{ID: Ben, Name: "Ben", Role: records.AccessManager, Active: true},
		&records.Staff{ID: Rita, Name: "Rita", Role: records.Reader, Active: true},
	}
}

// Present is when stories play that do not say when: noon in Berlin.
var Present = time.Date(2026, 5, 12, 10, 0, 0, 0, time.UTC)

// stage is a story while it is played: the office, and what things in it are called.
type stage struct {
	d        Decider
	now      time.Time
	last     int64 // id
	accounts map[string]records.AccountID
	users    map[string]records.UserID
	people   map[string]records.PersonID
	tickets  map[string]records.TicketID
	articles map[string]*records.Article
	profiles map[string]records.ProfileID
	papers   map[string]paper
}

func open(d Decider) (*stage, error) {
	s := &stage{d: d, now: Present, last: 1000, accounts: map[string]records.AccountID{},
		users: map[string]records.UserID{}, people: map[string]records.PersonID{},
		tickets: map[string]records.TicketID{}, articles: map[string]*records.Article{},
		profiles: map[string]records.ProfileID{}, papers: map[string]paper{}}
	for _, p := range records.SystemProfiles() {
		s.profiles[strings.ToLower(p.Name)] = p.ID
	}
	return s, nil
}

// understand finds what a line says.
func understand(text string) (phrase, []string, error) {
	for _, p := range phrases {
		if found := p.pattern.FindStringSubmatch(text); found != nil {
			for i, word := range found {
				found[i] = strings.Trim(word, `"`)
			}
			return p, found[1:], nil
		}
	}
	return phrase{}, nil, fmt.Errorf("nobody understands this line: see phrases.go")
}

// named finds what a name stands for; a story names things before it speaks of them.
func named[T any](all map[string]T, kind, name string) (T, error) {
	found, ok := all[name]
	if !ok {
		return found, fmt.Errorf("there is no %s called %q", kind, name)
	}
	return found, nil
}

func (s *stage) profile(name string) (records.ProfileID, error) {
	return named(s.profiles, "profile", strings.ToLower(name))
}

func component(name string) (access.Component, error) {
	for _, c := range access.Components() {
		if strings.EqualFold(c.Label(), name) {
			return c, nil
		}
	}
	return 0, fmt.Errorf("there is no component called %q", name)
}

func permission(label string) (access.Permission, error) {
	for _, p := range access.Permissions() {
		if p.Label() == label {
			return p, nil
		}
	}
	return 0, fmt.Errorf("there is no permission called %q", label)
}

func (s *stage) id() int64 {
	s.last++
	return s.last
}

// row reads a record of the office.
func row[T records.Record](s *stage, k records.Key) (found T, err error) {
	ok := false
	err = s.d.Change(func(tx edit.Tx) { found, ok = tx.Row(k).(T) })
	if err == nil && !ok {
		err = fmt.Errorf("there is no %s %d", k.Kind, k.ID)
	}
	return found, err
}

// put writes records as they are, for what no edit makes yet.
func (s *stage) put(list ...records.Record) error {
	return s.d.Change(func(tx edit.Tx) {
		for _, r := range list {
			tx.Put(r)
		}
	})
}

// alter changes a copy of a record and writes it.
func alter[T any, P interface {
	*T
	records.Record
}](s *stage, k records.Key, change func(P)) error {
	r, err := row[P](s, k)
	if err != nil {
		return err
	}
	n := *r
	change(&n)
	return s.put(P(&n))
}

func (s *stage) zone() (*time.Location, error) {
	p, err := row[*records.Portal](s, records.PortalKey)
	if err != nil {
		return nil, err
	}
	return p.Location(), nil
}

// moment reads a day and a time of day in the portal's zone; without a time it is noon.
func (s *stage) moment(day, clock string) (time.Time, error) {
	zone, err := s.zone()
	if err != nil {
		return time.Time{}, err
	}
	if clock == "" {
		clock = "12:00"
	}
	return time.ParseInLocation("2006-01-02 15:04", day+" "+clock, zone)
}

func window(from, to string) (w access.Window, err error) {
	if w.From, err = access.ParseDay(from); err != nil {
		return w, err
	}
	w.To, err = access.ParseDay(to)
	return w, err
}

// Wrap makes the envelope of an edit, as its author's program does.
func Wrap(uid string, e edit.Edit, at time.Time) (edit.Envelope, error) {
	args, err := json.Marshal(e)
	return edit.Envelope{UID: records.UID(uid), Name: reflect.TypeOf(e).Elem().Name(), NV: 1,
		Args: args, At: at.Unix()}, err
}

// staffEnv gives the circumstances of an edit that staff make at the server.
func (s *stage) staffEnv(id records.StaffID) (edit.Env, error) {
	who, err := row[*records.Staff](s, records.Key{Kind: records.KindStaff, ID: int64(id)})
	if err != nil {
		return edit.Env{}, err
	}
	zone, err := s.zone()
	return edit.Env{Actor: edit.Actor{Name: who.Name, Staff: who}, Machine: "Server", Now: s.now,
		Zone: zone, Side: edit.Server}, err
}

// run makes an edit of staff who are online: they have seen everything.
func (s *stage) run(id records.StaffID, e edit.Edit) (out edit.Outcome, err error) {
	env, err := s.staffEnv(id)
	if err != nil {
		return out, err
	}
	in, err := Wrap(fmt.Sprint("story-", s.id()), e, s.now)
	if err != nil {
		return out, err
	}
	err = s.d.Change(func(tx edit.Tx) {
		in.Seen = edit.Observe(tx, env, in)
		out = edit.Run(tx, env, in)
	})
	return out, err
}

// must makes an edit of an administrator that sets the scene.
func (s *stage) must(e edit.Edit) error {
	out, err := s.run(Anna, e)
	if err == nil {
		err = out.Err()
	}
	return err
}

// expect compares what became of an edit with what the story says.
func expect(out edit.Outcome, err error, refused bool) (Side, error) {
	switch {
	case err != nil:
		return Neither, err
	case refused && out.Status.HasEffect():
		return Refuses, fmt.Errorf("it was done")
	case refused:
		return Refuses, nil
	case !out.Status.HasEffect():
		return Allows, problem.Newf(problem.Invalid, "it was not done (%s): %s", out.Status,
			out.Why)
	}
	return Allows, nil
}
