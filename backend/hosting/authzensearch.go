package hosting

import (
	"cmp"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"slices"

	"gatehouse/backend/access"
	"gatehouse/backend/portal"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// Pages of a search.
const (
	usualHits   = 100
	largestHits = 1000
)

// searching is a search with the page that is wanted of it.
type searching struct {
	asking
	Page struct {
		Token string `json:"token"`
		Limit int    `json:"limit"`
	} `json:"page"`
}

// hitMark is from where a search goes on. It is not secret: what it lets through is decided anew.
type hitMark struct {
	Of    string // of which question
	Limit int
	Seat  int   `json:",omitempty"` // of the subject's accounts
	At    int64 `json:",omitempty"`
	ID    int64 `json:",omitempty"`
}

// search reads a search. The next page is one of the same question.
func (c *call) search(needs ...string) (s searching, at hitMark, err error) {
	if err := c.ask(&s); err != nil {
		return s, at, err
	}
	if lack := s.lacks(needs...); lack != "" {
		return s, at, wrong(lack)
	}
	if s.Page.Limit < 0 {
		return s, at, wrong("page.limit is a whole number from 0.")
	}
	at = hitMark{Of: c.nameOf(s.asking),
		Limit: min(cmp.Or(s.Page.Limit, usualHits), largestHits)}
	if s.Page.Token == "" {
		return s, at, nil
	}
	text, bad := base64.RawURLEncoding.DecodeString(s.Page.Token)
	var from hitMark
	if bad != nil || json.Unmarshal(text, &from) != nil || from.Of != at.Of || from.Limit < 1 ||
		from.Limit > largestHits || s.Page.Limit != 0 && at.Limit != from.Limit {
		return s, at, wrong("This page.token is not of this search.")
	}
	return s, from, nil
}

// nameOf tells one question of a token from another.
func (c *call) nameOf(q asking) string {
	text, err := json.Marshal([]any{q, c.route.path, c.token.ID})
	if err != nil {
		return "" // texts always marshal
	}
	sum := sha256.Sum256(text)
	return base64.RawURLEncoding.EncodeToString(sum[:9])
}

// found answers with hits; next is where more of them are, nil where there are none.
func found[T any](hits []T, next *hitMark) (*answer, error) {
	token := ""
	if next != nil {
		text, err := json.Marshal(next)
		if err != nil {
			return nil, err
		}
		token = base64.RawURLEncoding.EncodeToString(text)
	}
	if hits == nil {
		hits = []T{}
	}
	return &answer{body: map[string]any{"results": hits,
		"page": map[string]any{"next_token": token, "count": len(hits)}}}, nil
}

// searchSubject gives everybody who may do this with a record (B6), by username.
func (c *call) searchSubject() (*answer, error) {
	s, at, err := c.search("subject.type", "action.name", "resource.type", "resource.id")
	if err != nil {
		return nil, err
	}
	if s.Resource.Type == typeComponent {
		return nil, wrong("Subjects are searched for a record, not for a component.")
	}
	users, err := c.whoMay(s.asking)
	if err != nil {
		return nil, err
	}
	from, _ := slices.BinarySearch(users, records.UserID(at.ID+1))
	var hits []entity
	for _, id := range users[from:] {
		if len(hits) == at.Limit {
			return found(hits, &at)
		}
		u, err := c.store.User(c.r.Context(), id)
		if err != nil {
			return nil, err
		}
		hits = append(hits, entity{"user", u.Username})
		at.ID = int64(id)
	}
	return found(hits, nil)
}

// whoMay gives them by id, in its order. Of a token's account, those who may as they are there.
func (c *call) whoMay(q asking) (list []records.UserID, err error) {
	value, ok := q.value()
	if !ok || q.Subject.Type != "user" {
		return nil, nil
	}
	if there, err := c.isThere(q); err != nil || !there {
		return nil, err
	}
	ctx := c.r.Context()
	seers, _, err := portal.Who(ctx, c.store, func(p access.Permission, r *access.Record,
		at access.Moment) ([]access.Seer, error) {
		return c.store.Who(ctx, p, r, at)
	}, value, c.env.Now())
	if problem.Is(err, problem.NotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	for _, s := range seers {
		id := records.UserID(s.User)
		if c.token.Account != 0 {
			may, err := c.mayHere(id, value)
			if err != nil {
				return nil, err
			}
			if !may {
				continue
			}
		}
		list = append(list, id)
	}
	slices.Sort(list)
	return list, nil
}

// mayHere reports whether somebody may, as they are at the token's account.
func (c *call) mayHere(id records.UserID, value string) (bool, error) {
	casts, err := c.seats(id)
	if err != nil || len(casts) == 0 {
		return false, err
	}
	d, err := c.explain(casts[0], value)
	return err == nil && d.Allowed(), err
}

// searchAction gives everything that the subject may do with a resource.
func (c *call) searchAction() (*answer, error) {
	s, _, err := c.search("subject.type", "subject.id", "resource.type", "resource.id")
	if err != nil {
		return nil, err
	}
	var hits []action
	for _, p := range access.Permissions() {
		q := s.asking
		q.Action = &action{p.String()}
		if _, ok := q.value(); !ok {
			continue
		}
		v, err := c.decide(q)
		if err != nil {
			return nil, err
		}
		if v.Decision {
			hits = append(hits, *q.Action)
		}
	}
	return found(hits, nil)
}

// searchResource gives the resources of a type with which the subject may do something.
func (c *call) searchResource() (*answer, error) {
	s, at, err := c.search("subject.type", "subject.id", "action.name", "resource.type")
	if err != nil {
		return nil, err
	}
	casts, err := c.casts(*s.Subject)
	if err != nil || len(casts) == 0 {
		return orNone(err)
	}
	p, err := access.ParsePermission(s.Action.Name)
	if err != nil || !isAbout(p, s.Resource.Type) {
		return orNone(nil)
	}
	office, err := c.store.Portal(c.r.Context())
	if err != nil {
		return nil, err
	}
	h := &hunt{call: c, q: s.asking, p: p, casts: casts, at: at,
		moment: access.At(c.env.Now(), office.Location())}
	more, err := h.page()
	if err != nil {
		return nil, err
	}
	if more {
		return found(h.hits, &h.at)
	}
	return found(h.hits, nil)
}

func orNone(err error) (*answer, error) {
	if err != nil {
		return nil, err
	}
	return found([]entity(nil), nil)
}
