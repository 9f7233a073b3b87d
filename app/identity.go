package app

import (
	"errors"

	"gatehouse/backend/problem"
)

// What the desk notes of where its data lies.
const (
	noteHome  = "home"  // a random id; the keyring has it too
	noteHost  = "host"  // the system's own id of this computer
	noteMoved = "moved" // the data came from elsewhere, and is not connected anew yet
)

// settle notices data that was copied or moved from another place: the keyring beside it, or the
// computer, is not the one that it was made with. Two copies of one desk would number their edits
// alike, so this one takes a new identity. Everything that waits, and all data, stays.
func (d *Desk) settle() (moved bool, err error) {
	home, err := d.store.Noted(d.ctx, noteHome)
	if err != nil {
		return false, err
	}
	host, err := d.store.Noted(d.ctx, noteHost)
	if err != nil {
		return false, err
	}
	if home != "" && !d.elsewhere(home, host) {
		pending, err := d.store.Noted(d.ctx, noteMoved)
		return pending != "", err
	}
	if home != "" {
		if err := d.store.Reidentify(d.ctx, d.env.NewUID(), d.circumstances); err != nil {
			return false, err
		}
		if err := d.store.Note(d.ctx, noteMoved, "yes"); err != nil {
			return false, err
		}
	}
	fresh := d.env.NewUID()
	if err := d.env.Keys.Set(noteHome, fresh); err != nil && !errors.Is(err, ErrNoKeys) {
		return false, err
	}
	if err := d.store.Note(d.ctx, noteHost, d.env.Host); err != nil {
		return false, err
	}
	return home != "", d.store.Note(d.ctx, noteHome, fresh)
}

// elsewhere reports whether this is not where the data was made. A keyring that cannot be asked now
// says nothing.
func (d *Desk) elsewhere(home, host string) bool {
	if host != "" && d.env.Host != "" && host != d.env.Host {
		return true
	}
	kept, err := d.env.Keys.Find(noteHome)
	if errors.Is(err, ErrNoKey) {
		return true
	}
	return err == nil && kept != home
}

// errMoved is what a desk says that has to be connected anew.
var errMoved = problem.New(problem.Denied, "The data of this desk was copied or moved from "+
	"another place. Connect it anew; everything is still there, and what waits goes out then.")
