package hosting

import (
	"context"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"gatehouse/backend/edit"
	"gatehouse/backend/portal"
	"gatehouse/backend/records"
)

// Office is the data that customers' edits are carried out on.
type Office interface {
	Portal(ctx context.Context) (*records.Portal, error)
	Write(ctx context.Context, fn func(edit.Tx) error) (int64, error)
}

// Writer carries out the edits of customers.
type Writer struct {
	Office Office
	Now    func() time.Time
	NewID  func() string // a fresh 128-bit random id
}

// Do carries out edits of a viewer's in one transaction, all or none. What a form has done already
// it does not do again: its edits are named after it.
func (w Writer) Do(ctx context.Context, v portal.Viewer, list ...edit.Edit) error {
	return w.With(ctx, v, func(edit.Tx) error { return nil }, list...)
}

// With carries out edits together with what the server alone keeps, which comes first.
func (w Writer) With(ctx context.Context, v portal.Viewer, first func(edit.Tx) error,
	list ...edit.Edit) error {
	p, err := w.Office.Portal(ctx)
	if err != nil {
		return err
	}
	now := w.Now()
	env := edit.Env{Actor: edit.Actor{Name: "Visitor", Subject: v.Subject}, Machine: "Portal",
		Now: now, Zone: p.Location(), Side: edit.Server}
	if v.Person != nil {
		env.Actor.Name, env.Actor.Person = v.Person.Name(), v.Person.ID
		env.Actor.User, env.Actor.Account = v.User.ID, v.Account.ID
	}
	_, err = w.Office.Write(ctx, func(tx edit.Tx) error {
		if err := first(tx); err != nil {
			return err
		}
		for i, e := range list {
			in, err := envelope(w.uid(v, i), e, now)
			if err != nil {
				return err
			}
			if done(tx, in.UID) {
				continue
			}
			if err := online(tx, env, in); err != nil {
				return err
			}
		}
		return nil
	})
	return err
}

// online carries out an edit of somebody's who is online, and so has seen everything.
func online(tx edit.Tx, env edit.Env, in edit.Envelope) error {
	in.Seen = edit.Observe(tx, env, in)
	return edit.Run(tx, env, in).Err()
}

// Itself carries out an edit of the server's own, about what it has made sure of. Unlike a
// customer's, it may meet something that staff have to decide: that is no failure.
func (w Writer) Itself(ctx context.Context, name string, e edit.Edit) error {
	p, err := w.Office.Portal(ctx)
	if err != nil {
		return err
	}
	now := w.Now()
	env := edit.Env{Actor: edit.Actor{Name: name, Server: true}, Machine: "Portal", Now: now,
		Zone: p.Location(), Side: edit.Server}
	in, err := envelope(records.UID(w.NewID()), e, now)
	if err != nil {
		return err
	}
	_, err = w.Office.Write(ctx, func(tx edit.Tx) error { return edit.Run(tx, env, in).Err() })
	return err
}

func envelope(uid records.UID, e edit.Edit, now time.Time) (edit.Envelope, error) {
	args, err := json.Marshal(e)
	return edit.Envelope{UID: uid, Name: reflect.TypeOf(e).Elem().Name(), NV: 1, Args: args,
		At: now.Unix()}, err
}

// uid names the edits of a form, so that they are known again when it is sent twice. The session's
// key is in it, so that nobody can name somebody else's.
func (w Writer) uid(v portal.Viewer, i int) records.UID {
	if v.Key == "" || v.Once == "" {
		return records.UID(w.NewID())
	}
	sum := sha256.Sum256([]byte(v.Key + "\n" + v.Once + "\n" + strconv.Itoa(i)))
	return records.UID(hex.EncodeToString(sum[:16]))
}

// done reports whether an edit has had its effect. A refused one leaves nothing behind, because
// its transaction fails.
func done(tx edit.Tx, uid records.UID) bool {
	key := records.Key{Kind: records.KindHistory, ID: records.KeyOf(string(uid))}
	line, ok := tx.Row(key).(*records.History)
	return ok && line.UID == uid
}

// Do carries out edits of a viewer's. Of visitors every address may send a few only (Z1).
func (d deeds) Do(ctx context.Context, v portal.Viewer, list ...edit.Edit) error {
	if r, ok := ctx.Value(request{}).(*http.Request); ok && v.Person == nil {
		if err := d.limits.Allow(r, byVisitors); err != nil {
			return err
		}
	}
	return d.writer().Do(ctx, v, list...)
}

type request struct{}

// withRequest lets a deed know the request that asked for it.
func withRequest(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), request{}, r)))
	})
}

// Switch lets a session go on at another account of the viewer's (B17).
func (d deeds) Switch(_ http.ResponseWriter, r *http.Request, v portal.Viewer,
	to records.AccountID) error {
	ctx := r.Context()
	if _, err := d.store.CastFor(ctx, v.User.ID, to); err != nil {
		return err
	}
	if err := d.sessions.RenewToken(ctx); err != nil {
		return err
	}
	d.sessions.Put(ctx, sessionSeat, int64(to))
	d.sessions.Put(ctx, sessionKey, d.env.NewID()) // forms of the other account are out of date
	return nil
}

// InitialPassword makes an initial password with its verifier (C6). It is made from the session's
// key and the form, which nobody else has, so that a form that is sent twice gets the same one.
func (d deeds) InitialPassword(v portal.Viewer, of records.UserID) (string, string, error) {
	seed := v.Key + "\n" + v.Once
	if v.Key == "" || v.Once == "" {
		seed = d.env.NewID()
	}
	sum := sha256.Sum256([]byte("initial password\n" + seed + "\n" + of.String()))
	letters := strings.ToLower(base32.StdEncoding.EncodeToString(sum[:15]))
	var groups []string
	for part := range slices.Chunk([]byte(letters), 6) {
		groups = append(groups, string(part))
	}
	password := strings.Join(groups, "-")
	verifier, err := Verifier(password)
	return password, verifier, err
}

// Keep keeps the content of a file.
func (d deeds) Keep(ctx context.Context, hash string, data []byte) error {
	return d.store.KeepContent(ctx, hash, data)
}

func (h *Host) writer() Writer { return Writer{h.store, h.env.Now, h.env.NewID} }
