package app

import (
	"net/http"
	"strings"

	"gatehouse/backend/problem"
	"gatehouse/backend/sync/syncclient"
)

// The phases of a desk. Records are shown in the last one only.
const (
	phaseConnect    = "connect"    // nobody works here yet, or the data came from elsewhere
	phasePassphrase = "passphrase" // the pairing waits for it
	phaseClosed     = "closed"     // there was no contact with the server for too long
	phaseReady      = "ready"
)

// phase says which one it is now.
func (d *Desk) phase() (string, error) {
	d.mu.Lock()
	staff, client, locked := d.staff, d.sync, d.locked
	d.mu.Unlock()
	switch {
	case staff == nil:
		return phaseConnect, nil
	case locked != nil:
		return phasePassphrase, nil
	case client == nil || client.Standing().Online:
		return phaseReady, nil
	}
	contact, err := syncclient.Contact(d.ctx, d.store)
	if err == nil && syncclient.IsOver(contact, d.env.Now()) {
		return phaseClosed, nil
	}
	return phaseReady, err
}

var notReady = map[string]*problem.Problem{
	phaseConnect:    problem.New(problem.Denied, "Connect this computer first."),
	phasePassphrase: problem.New(problem.Denied, "Enter the passphrase first."),
	phaseClosed: problem.New(problem.Denied, "This computer has had no contact with the portal's "+
		"server for 30 days. Connect it to the network, or sign in, to see the records again."),
}

// ready refuses everything about records while none are shown.
func (d *Desk) ready() error {
	phase, err := d.phase()
	if err == nil && phase != phaseReady {
		return notReady[phase]
	}
	return err
}

// mustBeReady is ready for a bound method: answer turns the refusal into its error. Every one
// begins with it, but those by which a desk becomes ready; a test calls them all.
func (d *Desk) mustBeReady() {
	if err := d.ready(); err != nil {
		panic(err)
	}
}

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
