package main

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"testing"
)

func trusting(t *testing.T, list string) (p proxies) {
	t.Helper()
	if err := p.Set(list); err != nil {
		t.Fatal(err)
	}
	return p
}

// TestBehindAProxyTheCustomerIsKnown: it counts who came to the proxy, and not what they say of
// where they come from.
func TestBehindAProxyTheCustomerIsKnown(t *testing.T) {
	p := trusting(t, "127.0.0.1, 10.0.0.0/24")
	inner := httptest.NewServer(p.behind(http.HandlerFunc(func(w http.ResponseWriter,
		r *http.Request) {
		fmt.Fprint(w, r.RemoteAddr, " ", r.TLS != nil, " ", r.Host)
	})))
	defer inner.Close()
	to, err := url.Parse(inner.URL)
	if err != nil {
		t.Fatal(err)
	}
	from := ""
	outer := httptest.NewTLSServer(&httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(to)
		r.Out.Host = r.In.Host
		r.Out.Header["X-Forwarded-For"] = r.In.Header["X-Forwarded-For"]
		r.Out.Header.Add("X-Forwarded-For", from)
		r.Out.Header.Set("X-Forwarded-Proto", "https")
	}})
	defer outer.Close()
	ask := func(claims string) string {
		t.Helper()
		r, err := http.NewRequest("GET", outer.URL, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Host = "portal.office.example"
		if claims != "" {
			r.Header.Set("X-Forwarded-For", claims)
		}
		res, err := outer.Client().Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		text, _ := io.ReadAll(res.Body)
		return string(text)
	}
	for _, c := range []struct{ claims, from, want string }{
		{"", "198.51.100.7", "198.51.100.7:0"},
		{"203.0.113.9", "198.51.100.7", "198.51.100.7:0"},        // what a customer claims
		{"198.51.100.7", "10.0.0.9", "198.51.100.7:0"},           // two proxies
		{"nonsense, 2001:db8::5", "10.0.0.9", "[2001:db8::5]:0"}, // IPv6
		{"", "::ffff:198.51.100.7", "198.51.100.7:0"},            // IPv4 in IPv6
	} {
		from = c.from
		if got := ask(c.claims); got != c.want+" true portal.office.example" {
			t.Errorf("%+v: %q", c, got)
		}
	}
}

// TestPastTheProxyNobodyComes, and nothing in the clear.
func TestPastTheProxyNobodyComes(t *testing.T) {
	p := trusting(t, "10.0.0.5")
	h := p.behind(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, "well")
	}))
	for _, c := range []struct {
		peer, proto string
		want        int
	}{{"10.0.0.5:1", "https", 200}, {"10.0.0.5:1", "", 200}, {"10.0.0.5:1", "http", 403},
		{"10.0.0.6:1", "https", 403}, {"[::1]:1", "https", 403}, {"@", "https", 403}} {
		r := httptest.NewRequest("GET", "/", nil)
		if r.RemoteAddr = c.peer; c.proto != "" {
			r.Header.Set("X-Forwarded-Proto", c.proto)
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != c.want {
			t.Errorf("%+v: %d", c, w.Code)
		}
	}
	for _, wrong := range []string{"", "proxy.office.example", "10.0.0.0/33", "10.0.0.5,"} {
		if err := new(proxies).Set(wrong); err == nil ||
			!strings.Contains(err.Error(), "no address and no network") {
			t.Errorf("%q: %v", wrong, err)
		}
	}
}
