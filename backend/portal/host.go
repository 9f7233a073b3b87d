package portal

import (
	"context"
	"net/http"
)

const hostedPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; " +
	"img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; " +
	"frame-ancestors 'none'; base-uri 'none'"

const previewPolicy = "default-src 'none'; script-src 'none'; style-src 'self'; " +
	"img-src 'self' data:; font-src 'self'; form-action 'self'; base-uri 'none'; " +
	"sandbox allow-same-origin allow-forms"

// Hosted wraps what New made for the internet: the security headers stand on every answer, errors
// too. The server's own guards (limits, cross-origin protection, sessions) go around it.
func Hosted(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		head := w.Header()
		head.Set("Content-Security-Policy", hostedPolicy)
		head.Set("X-Content-Type-Options", "nosniff")
		head.Set("X-Frame-Options", "DENY")
		head.Set("Referrer-Policy", "same-origin")
		head.Set("Cross-Origin-Opener-Policy", "same-origin")
		head.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
		if r.TLS != nil {
			head.Set("Strict-Transport-Security", "max-age=63072000; includeSubDomains")
		}
		h.ServeHTTP(w, r)
	})
}

type readOnly struct{}

// Preview wraps what New made for the desk: it is looked at and never used (B2). Any method but
// GET and HEAD answers 403 with a page that says that nothing was saved.
func Preview(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		head := w.Header()
		head.Set("Content-Security-Policy", previewPolicy)
		head.Set("X-Content-Type-Options", "nosniff")
		head.Set("Referrer-Policy", "same-origin")
		if !isReading(r) {
			r = r.Clone(context.WithValue(r.Context(), readOnly{}, true))
			r.Method, r.Body, r.ContentLength = http.MethodGet, http.NoBody, 0
		}
		h.ServeHTTP(w, r)
	})
}

// wasWriting reports whether Preview turned a request to do something into one to look.
func wasWriting(r *http.Request) bool { return r.Context().Value(readOnly{}) != nil }

func isReading(r *http.Request) bool {
	return r.Method == http.MethodGet || r.Method == http.MethodHead
}
