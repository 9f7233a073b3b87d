package main

import (
	"crypto/tls"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"

	"gatehouse/backend/problem"
)

// proxies are those before the server that end TLS: they alone are answered, and what they say of
// whom a request comes from is believed. As a flag: addresses and networks, with commas between.
type proxies []netip.Prefix

func (p *proxies) String() string {
	var list []string
	for _, one := range *p {
		list = append(list, one.String())
	}
	return strings.Join(list, ",")
}

// Set reads the flag.
func (p *proxies) Set(text string) error {
	*p = nil
	for _, one := range strings.Split(text, ",") {
		one = strings.TrimSpace(one)
		net, err := netip.ParsePrefix(one)
		if err != nil {
			var at netip.Addr
			if at, err = netip.ParseAddr(one); err == nil {
				net, err = at.Prefix(at.BitLen())
			}
		}
		if err != nil {
			return problem.Newf(problem.Invalid,
				"%q is no address and no network; write them like 10.0.0.5 or 10.0.0.0/24", one)
		}
		*p = append(*p, net.Masked())
	}
	return nil
}

func (p proxies) has(text string) bool {
	if host, _, err := net.SplitHostPort(text); err == nil {
		text = host
	}
	at, err := netip.ParseAddr(strings.TrimSpace(text))
	return err == nil && slices.ContainsFunc(p, func(n netip.Prefix) bool {
		return n.Contains(at.Unmap().WithZone(""))
	})
}

// behind answers what comes through a proxy as if it had come from the customer, by TLS. Anything
// else is refused: it would go over the line in the clear.
func (p proxies) behind(h http.Handler) http.Handler {
	if len(p) == 0 {
		return h
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !p.has(r.RemoteAddr) {
			http.Error(w, "Come through the portal's own address.", http.StatusForbidden)
			return
		}
		if proto := r.Header.Get("X-Forwarded-Proto"); proto != "" && proto != "https" {
			http.Error(w, "The portal is reached by https.", http.StatusForbidden)
			return
		}
		through := r.Clone(r.Context())
		through.TLS = &tls.ConnectionState{HandshakeComplete: true}
		if from := p.origin(r.Header.Values("X-Forwarded-For")); from != "" {
			through.RemoteAddr = net.JoinHostPort(from, "0")
		}
		w.Header().Set("X-Accel-Buffering", "no") // what is streamed is for now
		h.ServeHTTP(w, through)
	})
}

// origin is the last address that no proxy of ours has: what stands before it, anybody can write.
func (p proxies) origin(lines []string) string {
	hops := strings.Split(strings.Join(lines, ","), ",")
	for _, hop := range slices.Backward(hops) {
		hop = strings.TrimSpace(hop)
		if at, err := netip.ParseAddr(hop); err == nil && !p.has(hop) {
			return at.Unmap().String()
		}
	}
	return ""
}
