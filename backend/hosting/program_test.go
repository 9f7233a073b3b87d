package hosting_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"

	"gatehouse/backend/hosting"
	"gatehouse/backend/records"
	"gatehouse/backend/store/storetest"
)

// program is another program with a token. Every answer that it gets is one that openapi.json
// describes.
type program struct {
	*site
	token  string
	header http.Header
}

// as makes a program with a token that has been changed.
func (s *site) as(plain string, use records.TokenUse, change func(*records.Token)) *program {
	s.t.Helper()
	hash := records.HashOfToken(plain)
	t := &records.Token{ID: records.TokenID(records.TokenKey(hash).ID), Hash: hash, Name: plain,
		Use: use}
	if use == records.ForSCIM {
		t.Account = storetest.Acme
	}
	if change != nil {
		change(t)
	}
	s.put(t)
	return &program{s, plain, http.Header{}}
}

// okta is the identity provider of Acme.
func (s *site) okta() *program { return s.as("Okta", records.ForSCIM, nil) }

// gateway asks for decisions about everybody.
func (s *site) gateway() *program { return s.as("Gateway", records.ForAuthZEN, nil) }

// reply is an answer to a program.
type reply struct {
	t      *testing.T
	status int
	header http.Header
	body   string
}

var document = sync.OnceValues(func() (routers.Router, error) {
	loader := openapi3.NewLoader()
	doc, err := loader.LoadFromFile("openapi.json")
	if err != nil {
		return nil, err
	}
	if err := doc.Validate(loader.Context); err != nil {
		return nil, err
	}
	return gorillamux.NewRouter(doc)
})

func (p *program) ask(method, way, body string) reply {
	p.t.Helper()
	r, err := http.NewRequest(method, p.server.URL+way, strings.NewReader(body))
	must(p.t, err)
	r.Header = p.header.Clone()
	if p.token != "" {
		r.Header.Set("Authorization", "Bearer "+p.token)
	}
	if body != "" && r.Header.Get("Content-Type") == "" {
		r.Header.Set("Content-Type", "application/json")
	}
	answer, err := http.DefaultClient.Do(r)
	must(p.t, err)
	text, err := io.ReadAll(answer.Body)
	must(p.t, err)
	must(p.t, answer.Body.Close())
	a := reply{p.t, answer.StatusCode, answer.Header, string(text)}
	a.described(r)
	return a
}

// described fails unless openapi.json describes the answer.
func (a reply) described(r *http.Request) {
	a.t.Helper()
	router, err := document()
	must(a.t, err)
	if a.header.Get("Cache-Control") != "no-store" ||
		a.header.Get("X-Content-Type-Options") != "nosniff" {
		a.t.Errorf("%s %s: the headers are %v", r.Method, r.URL, a.header)
	}
	bare := *r
	bare.URL = &url.URL{Path: r.URL.Path}
	route, params, err := router.FindRoute(&bare)
	if err != nil { // it says so itself
		if a.status != http.StatusNotFound && a.status != http.StatusMethodNotAllowed {
			a.t.Errorf("%s %s answers %d and is not described: %v", r.Method, r.URL, a.status, err)
		}
		return
	}
	err = openapi3filter.ValidateResponse(r.Context(), &openapi3filter.ResponseValidationInput{
		RequestValidationInput: &openapi3filter.RequestValidationInput{Request: &bare,
			PathParams: params, Route: route},
		Status: a.status, Header: a.header, Body: io.NopCloser(strings.NewReader(a.body)),
		Options: &openapi3filter.Options{IncludeResponseStatus: true}})
	if err != nil {
		a.t.Errorf("%s %s answers %d, and is described otherwise: %v\n%s", r.Method, r.URL, a.status,
			err, a.body)
	}
}

// is fails unless the answer has this status.
func (a reply) is(status int) reply {
	a.t.Helper()
	if a.status != status {
		a.t.Errorf("it answers %d, want %d: %s", a.status, status, a.body)
	}
	return a
}

// says fails unless the answer has this status and this text.
func (a reply) says(status int, text string) reply {
	a.t.Helper()
	if a.is(status); !strings.Contains(a.body, text) {
		a.t.Errorf("it does not say %q: %s", text, a.body)
	}
	return a
}

// at gives what lies at a place such as "emails.0.value"; nil for nothing.
func (a reply) at(place string) any {
	a.t.Helper()
	var v any
	if err := json.Unmarshal([]byte(a.body), &v); err != nil {
		a.t.Fatalf("%v: %s", err, a.body)
	}
	for _, name := range strings.Split(place, ".") {
		switch have := v.(type) {
		case map[string]any:
			v = have[name]
		case []any:
			i := slices.Index([]string{"0", "1", "2", "3", "4"}, name)
			if i < 0 || i >= len(have) {
				return nil
			}
			v = have[i]
		default:
			return nil
		}
	}
	return v
}

// has fails unless there are these values at these places.
func (a reply) has(pairs ...any) reply {
	a.t.Helper()
	for i := 0; i+1 < len(pairs); i += 2 {
		if got := a.at(pairs[i].(string)); got != pairs[i+1] {
			a.t.Errorf("%s is %v, want %v: %s", pairs[i], got, pairs[i+1], a.body)
		}
	}
	return a
}

// TestTheDocumentIsWhatIsServed: every route and method, no more and no less; and it is a valid
// description, which anybody may read.
func TestTheDocumentIsWhatIsServed(t *testing.T) {
	s := open(t)
	nobody := &program{s, "", http.Header{}}
	a := nobody.ask("GET", "/openapi.json", "").has("openapi", "3.1.0")
	doc, err := openapi3.NewLoader().LoadFromData([]byte(a.body))
	must(t, err)
	if err := doc.Validate(ctx); err != nil {
		t.Error(err)
	}
	served := hosting.Routes()
	if len(served) < 15 {
		t.Fatalf("only %d routes", len(served))
	}
	for path, methods := range served {
		item := doc.Paths.Value(path)
		if item == nil {
			t.Errorf("%s is not described", path)
			continue
		}
		for _, m := range methods {
			o := item.GetOperation(m)
			if o == nil {
				t.Errorf("%s %s is not described", m, path)
				continue
			}
			if isOpen := o.Security != nil && len(*o.Security) == 0; isOpen != (useOf(path) == "") {
				t.Errorf("%s %s: who may ask is described as %v", m, path, o.Security)
			}
		}
		for m := range item.Operations() {
			if !slices.Contains(methods, m) {
				t.Errorf("%s %s is described and not served", m, path)
			}
		}
	}
	for path := range doc.Paths.Map() {
		if served[path] == nil {
			t.Errorf("%s is described and not served", path)
		}
	}
}

// useOf gives whose tokens open a path.
func useOf(path string) records.TokenUse {
	switch {
	case strings.HasPrefix(path, "/scim/"):
		return records.ForSCIM
	case strings.HasPrefix(path, "/access/"):
		return records.ForAuthZEN
	}
	return ""
}

// opensOnly fails unless a route refuses every token that is none of its own.
func (s *site) opensOnly(use records.TokenUse, other *program, m, path string) {
	s.t.Helper()
	s.wait()
	way := strings.ReplaceAll(path, "{id}", "301")
	for name, p := range map[string]*program{
		"none":    {s, "", http.Header{}},
		"unknown": {s, "Nobody", http.Header{}},
		"revoked": s.as("Gone", use, func(t *records.Token) { t.Revoked = true }),
		"expired": s.as("Late", use, func(t *records.Token) { t.Expires = s.Now.Unix() }),
		"twice":   {s, other.token + " " + other.token, http.Header{}},
	} {
		if a := p.ask(m, way, "{}"); a.status != http.StatusUnauthorized ||
			!strings.HasPrefix(a.header.Get("WWW-Authenticate"), "Bearer") {
			s.t.Errorf("%s %s with %s: %d %s", m, path, name, a.status, a.body)
		}
	}
	other.ask(m, way, "{}").is(http.StatusForbidden)
}

// TestOnlyAGoodTokenOfTheKindOpens: on every route.
func TestOnlyAGoodTokenOfTheKindOpens(t *testing.T) {
	s := open(t)
	scim, authzen := s.okta(), s.gateway()
	soon := s.as("Soon", records.ForSCIM, func(t *records.Token) { t.Expires = s.Now.Unix() + 1 })
	soon.ask("GET", "/scim/v2/Users", "").is(http.StatusOK)
	for path, methods := range hosting.Routes() {
		for _, m := range methods {
			if use := useOf(path); use == records.ForSCIM {
				s.opensOnly(use, authzen, m, path)
			} else if use == records.ForAuthZEN {
				s.opensOnly(use, scim, m, path)
			}
		}
	}
	basic := &program{s, "", http.Header{"Authorization": {"Basic " + scim.token}}}
	basic.ask("GET", "/scim/v2/Users", "").is(http.StatusUnauthorized)
	scim.ask("GET", "/scim/v2/Nothing", "").says(http.StatusNotFound, "urn:ietf:params:scim")
	scim.ask("DELETE", "/scim/v2/Users", "").says(http.StatusMethodNotAllowed, "urn:ietf:params:scim")
	if a := scim.ask("PUT", "/access/v1/evaluation", "{}").is(http.StatusMethodNotAllowed); a.header.
		Get("Allow") != "POST" {
		t.Errorf("allowed: %v", a.header)
	}
}

// TestTokensAreNotTriedForLong: whoever tries has to wait; whoever has one goes on.
func TestTokensAreNotTriedForLong(t *testing.T) {
	s := open(t)
	p, good := &program{s, "Nobody", http.Header{}}, s.okta()
	last := 0
	for range 30 {
		last = p.ask("GET", "/scim/v2/Users", "").status
	}
	if last != http.StatusTooManyRequests {
		t.Errorf("the thirtieth try answers %d", last)
	}
	good.ask("GET", "/scim/v2/Users", "").is(http.StatusOK)
	for range 350 {
		if last = good.ask("GET", "/scim/v2/ServiceProviderConfig", "").status; last != 200 {
			break
		}
	}
	if last != http.StatusTooManyRequests {
		t.Errorf("a token is never too busy: %d", last)
	}
	s.wait()
	good.ask("GET", "/scim/v2/Users", "").is(http.StatusOK)
	p.ask("GET", "/scim/v2/Users", "").is(http.StatusUnauthorized)
}

// TestAttacksOnBodies: too large, too deep, of another type, and no JSON at all.
func TestAttacksOnBodies(t *testing.T) {
	s := open(t)
	scim, authzen := s.okta(), s.gateway()
	deep := strings.Repeat(`{"a":`, 100_000)
	large := `{"userName":"` + strings.Repeat("a", 2<<20) + `"}`
	for _, c := range []struct {
		p       *program
		m, way  string
		tooDeep int
	}{{scim, "POST", "/scim/v2/Users", 400}, {scim, "PUT", "/scim/v2/Users/301", 400},
		{scim, "PATCH", "/scim/v2/Users/301", 400}, {scim, "PATCH", "/scim/v2/Groups/3", 400},
		{authzen, "POST", "/access/v1/evaluation", 400},
		{authzen, "POST", "/access/v1/evaluations", 400},
		{authzen, "POST", "/access/v1/search/subject", 400}} {
		c.p.ask(c.m, c.way, large).is(http.StatusRequestEntityTooLarge)
		for _, body := range []string{deep, "[" + deep, "", "null", "[]", "5", `"x"`, "{", "\xff",
			`{"subject":5}`, `{"Operations":5}`} {
			if a := c.p.ask(c.m, c.way, body); a.status != http.StatusBadRequest &&
				!(c.m == "PUT" && body[0] == '{' && a.status == http.StatusOK) {
				t.Errorf("%s %s %.20q: %d %s", c.m, c.way, body, a.status, a.body)
			}
		}
		c.p.header.Set("Content-Type", "text/plain")
		c.p.ask(c.m, c.way, "{}").is(http.StatusBadRequest)
		c.p.header.Del("Content-Type")
	}
	if m, err := s.Server.Members(ctx, storetest.Acme); err != nil || len(m) != 2 {
		t.Errorf("%d members, %v", len(m), err)
	}
}
