package hosting

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"mime"
	"net/http"
	"strings"

	"gatehouse/backend/access"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
	"gatehouse/backend/scim"
)

// ProgramStore is what the interfaces for other programs need of the database (B20).
type ProgramStore interface {
	// Token gives the token with this hash; none is problem.NotFound.
	Token(ctx context.Context, hash string) (*records.Token, error)
	Members(ctx context.Context, at records.AccountID) ([]*records.Member, error)
	MembersNamed(ctx context.Context, at records.AccountID, username string) (
		[]*records.Member, error)
	Member(ctx context.Context, at records.AccountID, id records.UserID) (*records.Member, error)
	User(ctx context.Context, id records.UserID) (*records.User, error)
	Who(ctx context.Context, p access.Permission, r *access.Record, at access.Moment) (
		[]access.Seer, error)
}

// route is one address of an interface for other programs. openapi.json describes all of them,
// which a test compares.
type route struct {
	method, path string
	use          records.TokenUse // whose tokens open it; empty: everybody may look
	do           func(*call) (*answer, error)
}

// routes are all of them.
var routes = []route{
	{"GET", "/openapi.json", "", (*call).openAPI},
	{"GET", "/.well-known/authzen-configuration", "", (*call).authzenConfiguration},
	{"POST", "/access/v1/evaluation", records.ForAuthZEN, (*call).evaluation},
	{"POST", "/access/v1/evaluations", records.ForAuthZEN, (*call).evaluations},
	{"POST", "/access/v1/search/subject", records.ForAuthZEN, (*call).searchSubject},
	{"POST", "/access/v1/search/resource", records.ForAuthZEN, (*call).searchResource},
	{"POST", "/access/v1/search/action", records.ForAuthZEN, (*call).searchAction},
	{"GET", "/scim/v2/ServiceProviderConfig", records.ForSCIM, (*call).provider},
	{"GET", "/scim/v2/ResourceTypes", records.ForSCIM, (*call).resourceTypes},
	{"GET", "/scim/v2/ResourceTypes/{id}", records.ForSCIM, (*call).resourceType},
	{"GET", "/scim/v2/Schemas", records.ForSCIM, (*call).schemas},
	{"GET", "/scim/v2/Schemas/{id}", records.ForSCIM, (*call).schema},
	{"GET", "/scim/v2/Users", records.ForSCIM, (*call).users},
	{"POST", "/scim/v2/Users", records.ForSCIM, (*call).addUser},
	{"GET", "/scim/v2/Users/{id}", records.ForSCIM, (*call).user},
	{"PUT", "/scim/v2/Users/{id}", records.ForSCIM, (*call).putUser},
	{"PATCH", "/scim/v2/Users/{id}", records.ForSCIM, (*call).patchUser},
	{"DELETE", "/scim/v2/Users/{id}", records.ForSCIM, (*call).removeUser},
	{"GET", "/scim/v2/Groups", records.ForSCIM, (*call).groups},
	{"GET", "/scim/v2/Groups/{id}", records.ForSCIM, (*call).group},
	{"PUT", "/scim/v2/Groups/{id}", records.ForSCIM, (*call).putGroup},
	{"PATCH", "/scim/v2/Groups/{id}", records.ForSCIM, (*call).patchGroup},
}

const (
	scimPath    = "/scim/v2/"
	authzenPath = "/access/v1/"

	largestCall = 1 << 20 // bytes of a body: a group of some ten thousand members

	// byPrograms are calls without a good token, by address: a token of 256 bits is not guessed, so
	// that one which is good opens also while others are tried.
	byPrograms = "token"

	callsPerMinute = 1200 // of one token, at each server
	callsAtOnce    = 300
)

// programs adds the interfaces for other programs.
func (h *Host) programs(mux *http.ServeMux) {
	allowed := map[string][]string{}
	for _, o := range routes {
		mux.Handle(o.method+" "+o.path, h.answering(o))
		allowed[o.path] = append(allowed[o.path], o.method)
	}
	for path, methods := range allowed {
		mux.Handle(path, h.answering(route{path: path, do: func(c *call) (*answer, error) {
			c.w.Header().Set("Allow", strings.Join(methods, ", "))
			return nil, &scim.Fault{Status: http.StatusMethodNotAllowed,
				Detail: "This address does not answer the method " + c.r.Method + "."}
		}}))
	}
	for _, path := range []string{scimPath, authzenPath} {
		mux.Handle(path, h.answering(route{path: path, do: func(*call) (*answer, error) {
			return nil, &scim.Fault{Status: http.StatusNotFound,
				Detail: "There is nothing at this address."}
		}}))
	}
}

// call is one request of another program.
type call struct {
	*Host
	w     http.ResponseWriter
	r     *http.Request
	route route
	token *records.Token // nil where everybody may look
}

// answer is what a call is answered with.
type answer struct {
	status   int // 0 = OK
	body     any // nil = none
	location string
	version  string // the entity tag
}

func (h *Host) answering(o route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c := &call{Host: h, w: w, r: r, route: o}
		w.Header().Set("Cache-Control", "no-store")
		if id := r.Header.Get("X-Request-ID"); id != "" && len(id) <= 200 {
			w.Header().Set("X-Request-ID", id)
		}
		a, err := c.answer()
		if err != nil {
			c.fail(err)
			return
		}
		if a.location != "" {
			w.Header().Set("Location", a.location)
		}
		if a.version != "" {
			w.Header().Set("ETag", a.version)
		}
		c.write(max(a.status, http.StatusOK), a.body)
	})
}

func (c *call) answer() (*answer, error) {
	if c.route.use != "" {
		if err := c.identify(); err != nil {
			return nil, err
		}
	}
	return c.route.do(c)
}

// identify finds the token of the call.
func (c *call) identify() error {
	scheme, plain, _ := strings.Cut(c.r.Header.Get("Authorization"), " ")
	hash := records.HashOfToken(strings.TrimSpace(plain))
	t, err := c.store.Token(c.r.Context(), hash)
	switch {
	case err != nil && !problem.Is(err, problem.NotFound):
		return err
	case err != nil || !strings.EqualFold(scheme, "Bearer") ||
		!t.IsGood(hash, c.env.Now().Unix()):
		if err := c.limits.Allow(c.r, byPrograms); err != nil {
			return err
		}
		c.w.Header().Set("WWW-Authenticate", `Bearer realm="gatehouse"`)
		return &scim.Fault{Status: http.StatusUnauthorized,
			Detail: "The token is missing, or no longer good."}
	case t.Use != c.route.use:
		return &scim.Fault{Status: http.StatusForbidden,
			Detail: "This token is for " + string(t.Use) + " only."}
	case !c.limits.allowHere("program "+t.ID.String(), callsPerMinute, callsAtOnce):
		return problem.New(problem.Busy, "Too many tries from here. Wait a minute and try again.")
	}
	c.token = t
	return nil
}

// body reads what was sent. Only JSON is, of one of the types that the interface has.
func (c *call) body() ([]byte, error) {
	kind, _, _ := mime.ParseMediaType(c.r.Header.Get("Content-Type"))
	if kind != "application/json" && (kind != "application/scim+json" || !c.isSCIM()) {
		return nil, &scim.Fault{Status: http.StatusBadRequest, Type: c.scimType("invalidSyntax"),
			Detail: "The Content-Type of a body here is application/json."}
	}
	text, err := io.ReadAll(http.MaxBytesReader(c.w, c.r.Body, largestCall))
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return nil, &scim.Fault{Status: http.StatusRequestEntityTooLarge,
			Detail: "The body is too large. Send less at once."}
	}
	return text, err
}

func (c *call) isSCIM() bool { return strings.HasPrefix(c.route.path, scimPath) }

func (c *call) scimType(kind string) string {
	if c.isSCIM() {
		return kind
	}
	return ""
}

// base is the portal's address, as far as it is known: what the client wrote, or else.
func (c *call) base() string {
	switch {
	case c.env.Address != "":
		return c.env.Address
	case c.env.Secure || c.r.TLS != nil:
		return "https://" + c.r.Host
	}
	return "http://" + c.r.Host
}

// statuses are the answers to the kinds of problems.
var statuses = map[problem.Kind]int{problem.Invalid: http.StatusBadRequest,
	problem.Denied: http.StatusForbidden, problem.NotFound: http.StatusNotFound,
	problem.Conflict: http.StatusConflict, problem.Busy: http.StatusTooManyRequests,
	problem.Unavailable: http.StatusServiceUnavailable}

// faultOf says why a call failed. Programs read English.
func (c *call) faultOf(err error) *scim.Fault {
	var f *scim.Fault
	if errors.As(err, &f) {
		return f
	}
	p := problem.Of(err)
	f = &scim.Fault{Status: statuses[p.Kind], Detail: p.Text}
	switch {
	case f.Status == 0:
		f.Status = http.StatusInternalServerError
		slog.Error("program", "path", c.route.path, "err", err)
	case p.Kind == problem.Invalid:
		f.Type = "invalidValue"
	case p.Kind == problem.Busy:
		c.w.Header().Set("Retry-After", "60")
	}
	return f
}

// fail answers in the way of the interface: SCIM has an error of its own, AuthZEN a string.
func (c *call) fail(err error) {
	f := c.faultOf(err)
	if c.isSCIM() {
		c.write(f.Status, f)
		return
	}
	c.write(f.Status, f.Detail)
}

func (c *call) write(status int, body any) {
	if body == nil {
		c.w.WriteHeader(status)
		return
	}
	var text bytes.Buffer
	e := json.NewEncoder(&text)
	e.SetEscapeHTML(false) // it is JSON and said to be
	if err := e.Encode(body); err != nil {
		slog.Error("program", "path", c.route.path, "err", err)
		status = http.StatusInternalServerError
	}
	kind := "application/json"
	if c.isSCIM() {
		kind = "application/scim+json"
	}
	c.w.Header().Set("Content-Type", kind)
	c.w.WriteHeader(status)
	_, _ = c.w.Write(text.Bytes()) // whoever hung up does not read it
}
