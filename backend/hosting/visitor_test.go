package hosting_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"gatehouse/backend/edit"
	"gatehouse/backend/hosting"
	"gatehouse/backend/records"
	"gatehouse/backend/sealing"
	"gatehouse/backend/store/storetest"
)

var ctx = context.Background()

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

const (
	miaName = "Mia@example.com"
	miaPass = "four horses in a boat"
)

// verifiers are hashed once for all tests.
var verifiers = sync.OnceValue(func() map[string]string {
	all := map[string]string{}
	for _, p := range []string{miaPass, "another horse in a boat"} {
		v, err := hosting.Verifier(p)
		if err != nil {
			panic(err)
		}
		all[p] = v
	}
	return all
})

// site is the hosted portal of a small office on a real server. Mia has Basic and a password.
type site struct {
	*storetest.Office
	t       *testing.T
	handler http.Handler
	server  *httptest.Server
	box     *sealing.Box
	moved   atomic.Int64 // seconds that the limits' clock was moved
	ids     atomic.Int64
}

func open(t *testing.T) *site {
	t.Helper()
	return openWith(t, hosting.Env{})
}

// openWith opens a site whose program gives more than clock and ids.
func openWith(t *testing.T, env hosting.Env) *site {
	t.Helper()
	box, err := sealing.New(make([]byte, 32))
	must(t, err)
	s := &site{Office: storetest.New(t), t: t, box: box}
	s.Now = time.Now()
	limits := hosting.NewLimits(func() time.Time {
		return time.Now().Add(time.Duration(s.moved.Load()) * time.Second)
	})
	env.Now = func() time.Time { return s.Now }
	env.NewID = func() string { return fmt.Sprintf("id-%030d", s.ids.Add(1)) }
	env.Sealer = box
	s.handler = hosting.New(s.Server, env, limits)
	s.server = httptest.NewServer(s.handler)
	t.Cleanup(s.server.Close)
	s.At(storetest.Anna, &edit.AddAccess{ID: 1, User: storetest.MiaUser,
		Terms: edit.Terms{Profile: storetest.Basic}})
	s.password(storetest.MiaUser, miaPass)
	return s
}

// password gives somebody a password of their own.
func (s *site) password(id records.UserID, password string) {
	s.t.Helper()
	verifier := verifiers()[password]
	s.At(storetest.Anna, &edit.SetPassword{User: id, Verifier: verifier, Initial: true})
	s.user(id, func(u *records.User) { u.MustChange = false })
}

// user changes a login as it is.
func (s *site) user(id records.UserID, change func(*records.User)) {
	s.t.Helper()
	u, err := s.Server.User(ctx, id)
	must(s.t, err)
	change(u)
	s.put(u)
}

func (s *site) put(list ...records.Record) {
	s.t.Helper()
	_, err := s.Server.Write(ctx, func(tx edit.Tx) error {
		for _, r := range list {
			tx.Put(r)
		}
		return nil
	})
	must(s.t, err)
}

// wait lets a minute go by for the limits.
func (s *site) wait() { s.moved.Add(60) }

// visitor is a browser with its own cookies that does not follow redirects.
type visitor struct {
	*site
	client *http.Client
	header http.Header
}

func (s *site) visitor() *visitor {
	jar, err := cookiejar.New(nil)
	must(s.t, err)
	return &visitor{s, &http.Client{Jar: jar, CheckRedirect: func(*http.Request,
		[]*http.Request) error {
		return http.ErrUseLastResponse
	}}, http.Header{}}
}

type page struct {
	status int
	header http.Header
	body   string
}

func (v *visitor) send(method, way string, form url.Values) page {
	v.t.Helper()
	r, err := http.NewRequest(method, v.server.URL+"/"+way, strings.NewReader(form.Encode()))
	must(v.t, err)
	for name, values := range v.header {
		r.Header[name] = values
	}
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	answer, err := v.client.Do(r)
	must(v.t, err)
	body, err := io.ReadAll(answer.Body)
	must(v.t, err)
	must(v.t, answer.Body.Close())
	return page{answer.StatusCode, answer.Header, string(body)}
}

func (v *visitor) get(way string) page { return v.send("GET", way, nil) }

var hidden = regexp.MustCompile(`name="(key|once)" value="([^"]*)"`)

// form opens a page and gives what its form carries, with some of it filled.
func (v *visitor) form(way string, fill ...string) url.Values {
	v.t.Helper()
	values := url.Values{}
	for _, m := range hidden.FindAllStringSubmatch(v.get(way).body, -1) {
		values.Set(m[1], m[2])
	}
	for i := 0; i+1 < len(fill); i += 2 {
		values.Set(fill[i], fill[i+1])
	}
	return values
}

// fill opens a page, fills its form and sends it.
func (v *visitor) fill(way string, fill ...string) page {
	v.t.Helper()
	return v.send("POST", way, v.form(way, fill...))
}

func (v *visitor) signIn(name, password string) page {
	v.t.Helper()
	return v.fill("sign-in", "username", name, "password", password)
}

// isIn reports whether the session is somebody's.
func (v *visitor) isIn() bool { return v.get("tickets").status == http.StatusOK }

func (s *site) signedIn() *visitor {
	s.t.Helper()
	v := s.visitor()
	p := v.signIn(miaName, miaPass)
	if p.status != http.StatusSeeOther || !v.isIn() {
		s.t.Fatalf("Mia cannot sign in: %d\n%s", p.status, p.body)
	}
	return v
}

// wants fails unless a page has this status and says this.
func (p page) wants(t *testing.T, status int, says string) {
	t.Helper()
	if p.status != status || !strings.Contains(p.body, says) {
		t.Errorf("%d, want %d; it does not say %q:\n%.1500s", p.status, status, says,
			p.body[max(0, strings.Index(p.body, "<main")):])
	}
}

// count gives how many tickets Mia's account has.
func (s *site) count() int {
	s.t.Helper()
	_, n, err := s.Server.Lines(ctx, records.KindTicket, "", 0, 1)
	must(s.t, err)
	return n
}
