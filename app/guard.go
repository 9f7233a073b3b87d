package app

import (
	"net/http"
	"strings"
)

// staffPolicy is the window's content security policy. Mantine sets style attributes, which needs
// the style exception; the only frame is the preview, which brings its own, stricter policy.
const staffPolicy = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; " +
	"img-src 'self' data:; connect-src 'self'; font-src 'self'; frame-src 'self'; " +
	"object-src 'none'; base-uri 'none'; form-action 'none'"

// Guard puts the policy on everything that the window loads, and mounts the preview beside the
// user interface.
func Guard(d *Desk) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("X-Content-Type-Options", "nosniff")
			if strings.HasPrefix(r.URL.Path, PreviewPath) {
				d.servePreview(w, r)
				return
			}
			w.Header().Set("Content-Security-Policy", staffPolicy)
			next.ServeHTTP(w, r)
		})
	}
}

// Nothing is a window without content.
func Nothing() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", "default-src 'none'")
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
	})
}
