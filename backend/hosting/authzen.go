package hosting

import (
	"encoding/json"
	"net/http"
	"strings"

	"gatehouse/backend/access"
	"gatehouse/backend/portal"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
	"gatehouse/backend/scim"
)

// entity is a subject or a resource of the AuthZEN Authorization API 1.0. What else is sent of it
// is not needed: this office knows its people and records itself.
type entity struct {
	Type string `json:"type"`
	ID   string `json:"id,omitempty"`
}

// action is what the subject wants to do: a permission, such as "ticket.view".
type action struct {
	Name string `json:"name"`
}

// asking is one evaluation, or a search, which leaves out what it looks for.
type asking struct {
	Subject  *entity `json:"subject"`
	Action   *action `json:"action"`
	Resource *entity `json:"resource"`
}

// ruling is a decision as the client reads it.
type ruling struct {
	Decision bool     `json:"decision"`
	Context  *reasons `json:"context,omitempty"`
}

// reasons say why. ReasonAdmin is not for the subject; ReasonUser is, and says no more than the
// portal would.
type reasons struct {
	ReasonAdmin map[string]string `json:"reason_admin,omitempty"`
	ReasonUser  map[string]string `json:"reason_user,omitempty"`
	Reasons     []reason          `json:"reasons,omitempty"`
	Error       *evaluationError  `json:"error,omitempty"`
}

// reason is one gate of the access model, or one of the ways in which it failed, with the one
// change that repairs it.
type reason struct {
	Gate   access.Gate `json:"gate"`
	Holds  bool        `json:"holds"`
	Text   string      `json:"text"`
	Repair string      `json:"repair,omitempty"`
}

type evaluationError struct {
	Status  int    `json:"status"`
	Message string `json:"message"`
}

// mostEvaluations is how many evaluations one request has at most.
const mostEvaluations = 200

func wrong(detail string) error {
	return &scim.Fault{Status: http.StatusBadRequest, Detail: detail}
}

// authzenConfiguration says where everything is.
func (c *call) authzenConfiguration() (*answer, error) {
	base := c.base()
	return &answer{body: map[string]string{
		"policy_decision_point":       base,
		"access_evaluation_endpoint":  base + authzenPath + "evaluation",
		"access_evaluations_endpoint": base + authzenPath + "evaluations",
		"search_subject_endpoint":     base + authzenPath + "search/subject",
		"search_resource_endpoint":    base + authzenPath + "search/resource",
		"search_action_endpoint":      base + authzenPath + "search/action",
	}}, nil
}

// ask reads a request. Fields that it does not know are ignored, as the specification has it.
func (c *call) ask(into any) error {
	text, err := c.body()
	if err != nil {
		return err
	}
	if text := strings.TrimSpace(string(text)); !strings.HasPrefix(text, "{") ||
		json.Unmarshal([]byte(text), into) != nil {
		return wrong("The body is not an object of this request's form.")
	}
	return nil
}

// lacks says what of a question is missing; empty when nothing is.
func (q asking) lacks(what ...string) string {
	has := map[string]bool{
		"subject.type":  q.Subject != nil && q.Subject.Type != "",
		"subject.id":    q.Subject != nil && q.Subject.ID != "",
		"action.name":   q.Action != nil && q.Action.Name != "",
		"resource.type": q.Resource != nil && q.Resource.Type != "",
		"resource.id":   q.Resource != nil && q.Resource.ID != "",
	}
	for _, name := range what {
		if !has[name] {
			return "The request has no " + name + "."
		}
	}
	return ""
}

func (q asking) lacksAny() string {
	return q.lacks("subject.type", "subject.id", "action.name", "resource.type", "resource.id")
}

// evaluation decides one question.
func (c *call) evaluation() (*answer, error) {
	var q asking
	if err := c.ask(&q); err != nil {
		return nil, err
	}
	if lack := q.lacksAny(); lack != "" {
		return nil, wrong(lack)
	}
	v, err := c.decide(q)
	return &answer{body: v}, err
}

// evaluations decides several questions; top-level values stand in for what one of them leaves out.
func (c *call) evaluations() (*answer, error) {
	var all struct {
		asking
		Evaluations []asking `json:"evaluations"`
		Options     struct {
			Semantic string `json:"evaluations_semantic"`
		} `json:"options"`
	}
	if err := c.ask(&all); err != nil {
		return nil, err
	}
	switch {
	case len(all.Evaluations) == 0:
		if lack := all.lacksAny(); lack != "" {
			return nil, wrong(lack)
		}
		v, err := c.decide(all.asking)
		return &answer{body: v}, err
	case len(all.Evaluations) > mostEvaluations:
		return nil, wrong("A request has 200 evaluations at most.")
	}
	stop, known := stops[all.Options.Semantic]
	if !known {
		return nil, wrong("This evaluations_semantic is not known.")
	}
	list := []ruling{}
	for _, q := range all.Evaluations {
		v, err := c.oneOf(q.orElse(all.asking))
		if err != nil {
			return nil, err
		}
		if list = append(list, v); stop(v.Decision) {
			break
		}
	}
	return &answer{body: map[string]any{"evaluations": list}}, nil
}

// stops says after which decision the rest is left out.
var stops = map[string]func(bool) bool{
	"":                       func(bool) bool { return false },
	"execute_all":            func(bool) bool { return false },
	"deny_on_first_deny":     func(is bool) bool { return !is },
	"permit_on_first_permit": func(is bool) bool { return is },
}

func (q asking) orElse(other asking) asking {
	if q.Subject == nil {
		q.Subject = other.Subject
	}
	if q.Action == nil {
		q.Action = other.Action
	}
	if q.Resource == nil {
		q.Resource = other.Resource
	}
	return q
}

// oneOf decides one of several. What is wrong with it is told in its place, and denies.
func (c *call) oneOf(q asking) (ruling, error) {
	if lack := q.lacksAny(); lack != "" {
		return ruling{Context: &reasons{Error: &evaluationError{http.StatusBadRequest, lack}}}, nil
	}
	return c.decide(q)
}

// unknown denies what is about nobody and nothing. Nothing tells it from what is hidden.
func unknown(text string) ruling {
	return ruling{Context: &reasons{ReasonAdmin: map[string]string{"en": text},
		ReasonUser: portal.Plainly(access.Decision{Faults: access.NotReached})}}
}

const (
	noSubject  = "There is no such subject."
	noQuestion = "This action is not about resources of this type."
	noResource = "There is no such resource, or it is not among those that the subject may see."
)

// decide asks access whether the subject may, at any of their accounts (B17).
func (c *call) decide(q asking) (ruling, error) {
	casts, err := c.casts(*q.Subject)
	if err != nil {
		return ruling{}, err
	}
	if len(casts) == 0 {
		return unknown(noSubject), nil
	}
	value, ok := q.value()
	if !ok {
		return unknown(noQuestion), nil
	}
	if there, err := c.isThere(q); err != nil || !there {
		return c.hidden(q, casts[0], err)
	}
	var denied *ruling
	for _, cast := range casts {
		d, err := c.explain(cast, value)
		if problem.Is(err, problem.NotFound) {
			return c.hidden(q, casts[0], nil)
		}
		if err != nil {
			return ruling{}, err
		}
		r := say(d, cast.Subject())
		if r.Decision {
			return r, nil
		}
		if denied == nil {
			denied = &r
		}
	}
	if c.token.Account != 0 {
		return c.hidden(q, casts[0], nil)
	}
	return *denied, nil
}

func (c *call) explain(cast *records.Cast, value string) (access.Decision, error) {
	d, _, err := portal.Explain(c.r.Context(), c.store, portal.Viewer{Subject: cast.Subject()},
		value, c.env.Now())
	return d, err
}

// hidden denies a resource that does not exist, or that a token of one account does not hear of:
// what stands against the subject itself, or else only that there is none.
func (c *call) hidden(q asking, cast *records.Cast, err error) (ruling, error) {
	if err != nil {
		return ruling{}, err
	}
	d, err := c.explain(cast, q.Action.Name)
	if err != nil || d.Allowed() {
		return unknown(noResource), err
	}
	return say(d, cast.Subject()), nil
}

// casts gives the subject as they are at each of their accounts, their own first; of a token's
// account only there. A name that is one login's username and another's id is nobody's.
func (c *call) casts(s entity) (list []*records.Cast, err error) {
	ctx := c.r.Context()
	if s.Type != "user" {
		return nil, nil
	}
	u, _, err := c.store.Login(ctx, s.ID)
	if err != nil {
		return nil, err
	}
	if id, bad := records.ParseID[records.User](s.ID); bad == nil && id != 0 {
		other, err := c.store.User(ctx, id)
		switch {
		case err != nil && !problem.Is(err, problem.NotFound):
			return nil, err
		case err == nil && u != nil && u.ID != other.ID:
			return nil, nil
		case err == nil:
			u = other
		}
	}
	if u == nil {
		return nil, nil
	}
	return c.seats(u.ID)
}

func (c *call) seats(id records.UserID) (list []*records.Cast, err error) {
	ctx := c.r.Context()
	seats, err := c.store.Seats(ctx, id)
	if err != nil {
		return nil, err
	}
	for _, a := range seats {
		if c.token.Account != 0 && c.token.Account != a.ID {
			continue
		}
		cast, err := c.store.CastFor(ctx, id, a.ID)
		if err != nil {
			return nil, err
		}
		list = append(list, cast)
	}
	return list, nil
}

// The types of resources beside the kinds of records.
const (
	typeArticle   = "article"   // its id is its address, such as "how-to-sign-in"
	typeComponent = "component" // a module of the portal, such as "tickets": about no record
)

// value writes a question as the portal's pages have it; false when the action is not about
// resources of this type.
func (q asking) value() (string, bool) {
	p, err := access.ParsePermission(q.Action.Name)
	if err != nil || !isAbout(p, q.Resource.Type) {
		return "", false
	}
	ask := portal.Question{Permission: p, Record: q.Resource.ID}
	if q.Resource.Type == typeComponent {
		ask.Record = ""
		return ask.String(), q.Resource.ID == p.Component().String()
	}
	return ask.String(), true
}

// isAbout reports whether a permission is about resources of a type.
func isAbout(p access.Permission, kind string) bool {
	about := records.About(p)
	switch {
	case kind == typeComponent:
		return true
	case about == "":
		return kind == typeArticle && onShelf(p) != ""
	}
	return kind == string(about) || kind == string(records.Holder(about))
}

// onShelf gives the shelf whose articles a permission is about; empty for none.
func onShelf(p access.Permission) records.Shelf {
	for _, s := range []records.Shelf{records.HelpShelf, records.BlogShelf, records.BaseShelf} {
		if s.Permission() == p {
			return s
		}
	}
	return ""
}

// isThere reports whether there is a record of exactly this kind, where a permission is about two
// kinds. Of all others the decision itself tells.
func (c *call) isThere(q asking) (bool, error) {
	kind := records.Kind(q.Resource.Type)
	p, err := access.ParsePermission(q.Action.Name)
	if err != nil || records.Holder(records.About(p)) == "" || kind == typeComponent {
		return true, nil
	}
	id, err := records.ParseID[records.Ticket](q.Resource.ID) // any kind's
	if err != nil {
		return false, nil
	}
	_, _, err = c.store.One(c.r.Context(), records.Key{Kind: kind, ID: int64(id)})
	if problem.Is(err, problem.NotFound) {
		return false, nil
	}
	return err == nil, err
}

// say gives a decision with its reasons (B5).
func say(d access.Decision, s *access.Subject) ruling {
	r := &reasons{ReasonUser: portal.Plainly(d)}
	var text []string
	for _, b := range access.Because(d, s) {
		r.Reasons = append(r.Reasons, reason{b.Gate, b.OK, b.Text, b.Repair})
		if !b.OK || d.Allowed() && (b.Gate == access.GrantedGate || b.Gate == access.ReachedGate) {
			text = append(text, b.Text)
		}
	}
	r.ReasonAdmin = map[string]string{"en": strings.Join(text, " ")}
	return ruling{Decision: d.Allowed(), Context: r}
}
