package app

import (
	"context"
	"crypto/ed25519"
	"encoding/json"
	"net/url"
	"slices"
	"strings"

	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
	"gatehouse/backend/sealing"
	"gatehouse/backend/sync/syncclient"
)

// StateView is the state of this desk: who works here, and how it stands with the hosted portal.
type StateView struct {
	Rev             int64  `json:"rev"`   // a later state has a greater one
	Phase           string `json:"phase"` // connect, passphrase, ready, closed
	Staff           string `json:"staff"`
	Role            string `json:"role"`
	Office          string `json:"office"`
	Server          string `json:"server"`
	Online          bool   `json:"online"`
	Syncing         bool   `json:"syncing"`
	Pending         int    `json:"pending"`
	PendingRemovals int    `json:"pendingRemovals"`
	Conflicts       int    `json:"conflicts"`
	LastSync        string `json:"lastSync"`
	Trouble         string `json:"trouble" say:"yes"`
	Need            string `json:"need"` // what the exchange cannot do without: see syncclient.Need
	Gone            int64  `json:"gone"` // so many records would go, which is asked about,
	Of              int64  `json:"of"`   // of so many
	Version         string `json:"version"`

	Pairing *PairingView `json:"pairing"` // null: none is under way
	Joining *JoiningView `json:"joining"` // null: nothing is to be decided
}

// What the desk notes of its pairing. The secrets are in the keyring.
const (
	noteServer  = "server"
	noteMachine = "machine"
	noteStaff   = "staff"
	noteOffice  = "office"
	noteCopy    = "copy"
	noteSealed  = "sealed" // the secrets under a passphrase, where there is no keyring
)

// pairingSecrets are what only this computer may know.
type pairingSecrets struct {
	Token         string             `json:"token"`
	Key           ed25519.PrivateKey `json:"key"`
	Documentation []byte             `json:"documentation,omitempty"` // the key of its passwords
	HistoryKey    string             `json:"history,omitempty"`       // of the server, not secret
}

// State gives the desk's state.
func (d *Desk) State() (v StateView, err error) {
	defer d.answer(&err, &v)
	d.mu.Lock()
	d.states++ // before anything is read: of two answers that cross, the later one knows more
	v = StateView{Rev: d.states, Version: d.env.Version}
	staff, client, strange := d.staff, d.sync, d.strange
	if d.moved {
		v.Trouble = errMoved.Text
	}
	if d.pairing != nil {
		shown := d.pairing.view
		v.Pairing = &shown
	}
	if d.joining != nil {
		v.Joining, v.Need = d.joining.view.clone(), needJoin
	}
	d.mu.Unlock()
	if v.Phase, err = d.phase(); err != nil {
		return v, err
	}
	if v.Server, err = d.store.Noted(d.ctx, noteServer); err != nil || staff == nil {
		return v, err
	}
	v.Staff, v.Role = staff.Name, string(staff.Role)
	if p, err := d.store.Portal(d.ctx); err == nil {
		v.Office = p.Name
	} else if v.Office, err = d.store.Noted(d.ctx, noteOffice); err != nil {
		return v, err
	}
	if v.Pending, v.PendingRemovals, err = d.store.Pending(d.ctx); err != nil {
		return v, err
	}
	v.Conflicts, err = d.store.OpenConflicts(d.ctx, staff.ID)
	if client != nil {
		v.stand(client.Standing())
	}
	if strange && v.Trouble == "" {
		v.Trouble = errOtherKey.Text
	}
	return v, err
}

// stand says how it stands with the server.
func (v *StateView) stand(s syncclient.Standing) {
	v.Online, v.Syncing, v.Trouble = s.Online, s.Syncing, s.Trouble
	v.Need, v.Gone, v.Of = string(s.Need), s.Held.Gone, s.Held.Of
	if v.Phase == phaseClosed {
		v.Need = string(syncclient.NeedSignIn)
	}
	if !s.Last.IsZero() {
		v.LastSync = rfc3339(s.Last.Unix())
	}
}

// Connect pairs this computer with a hosted portal by its address and a one-time code.
func (d *Desk) Connect(address, code string) (v StateView, err error) {
	defer d.answer(&err, &v)
	server, err := serverAddress(address)
	if err != nil {
		return v, err
	}
	if strings.TrimSpace(code) == "" {
		return v, problem.New(problem.Invalid, "Enter the code from the server's administrator.").
			On("code")
	}
	if err := d.mustBeDecided(); err != nil {
		return v, err
	}
	out, err := syncclient.Pair(d.ctx, server, code, d.env.Computer)
	if err != nil {
		return v, err
	}
	d.endPairing(true)
	if err := d.paired(out); err != nil {
		return v, err
	}
	return d.State()
}

// serverAddress refuses everything but https, or http on this computer itself.
func serverAddress(text string) (string, error) {
	text = strings.TrimRight(strings.TrimSpace(text), "/")
	if text != "" && !strings.Contains(text, "://") {
		text = "https://" + text
	}
	u, err := url.Parse(text)
	local := err == nil && (u.Hostname() == "localhost" || u.Hostname() == "127.0.0.1" ||
		u.Hostname() == "::1")
	if err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" ||
		u.Scheme != "https" && !(u.Scheme == "http" && local) {
		return "", problem.New(problem.Invalid,
			"Enter the portal's address, such as https://portal.company.com.").On("address")
	}
	return text, nil
}

// remember notes whom the server took this computer for; the secrets are kept elsewhere.
func (d *Desk) remember(out syncclient.Paired) error {
	for _, n := range [][2]string{{noteServer, out.Server}, {noteMachine, out.Machine},
		{noteStaff, out.Staff + "|" + out.Role + "|" + out.Name}, {noteOffice, out.Office}} {
		if err := d.store.Note(d.ctx, n[0], n[1]); err != nil {
			return err
		}
	}
	if err := d.store.Note(d.ctx, noteMoved, ""); err != nil {
		return err
	}
	d.mu.Lock()
	d.moved = false
	d.mu.Unlock()
	copyID, err := d.store.Noted(d.ctx, noteCopy)
	if err != nil {
		return err
	}
	if copyID == "" {
		return d.store.Note(d.ctx, noteCopy, d.env.NewUID())
	}
	// Paired before, as another machine: what waits goes on under a new identity.
	return d.store.Reidentify(d.ctx, d.env.NewUID(), d.circumstances)
}

// WorkAlone starts without a server: one office, one file, everything else as with one.
func (d *Desk) WorkAlone(office string) (v StateView, err error) {
	defer d.answer(&err, &v)
	p := &records.Portal{Name: strings.TrimSpace(office), Zone: "UTC", SignInToSubmit: true,
		Widget: true, Tab: true}
	if zone := d.env.Now().Location().String(); zone != "Local" {
		p.Zone = zone
	}
	if err := p.Check(); err != nil {
		return v, problem.Of(err).On("office")
	}
	s := &records.Staff{ID: 1, Name: "Administrator", Role: records.Administrator, Active: true}
	if err := d.store.Alone(d.ctx, p, s); err != nil {
		return v, err
	}
	if err := d.remember(syncclient.Paired{Staff: s.ID.String(), Role: string(s.Role),
		Name: s.Name, Office: p.Name}); err != nil {
		return v, err
	}
	if err := d.resume(); err != nil {
		return v, err
	}
	return d.State()
}

// resume takes up what earlier sessions have noted: who works here, and the server.
func (d *Desk) resume() error {
	who, err := d.store.Noted(d.ctx, noteStaff)
	if err != nil || who == "" {
		return err
	}
	parts := strings.SplitN(who, "|", 3)
	id, err := records.ParseID[records.Staff](parts[0])
	if err != nil || len(parts) != 3 {
		return problem.New(problem.Damaged, "The pairing of this computer cannot be read. Connect "+
			"it anew.").By(err)
	}
	d.mu.Lock()
	d.staff = &records.Staff{ID: id, Role: records.Role(parts[1]), Name: parts[2], Active: true}
	d.mu.Unlock()
	d.refresh()
	moved, err := d.settle()
	if err != nil {
		return err
	}
	server, err := d.store.Noted(d.ctx, noteServer)
	if err != nil || server == "" {
		d.tell()
		return err
	}
	if moved {
		d.mu.Lock()
		d.staff, d.moved = nil, true
		d.mu.Unlock()
		d.tell()
		return nil
	}
	secrets, err := d.recall()
	if err != nil {
		return err
	}
	if secrets != nil {
		return d.connect(server, secrets)
	}
	d.tell()
	return nil
}

// connect starts the exchange with the server.
func (d *Desk) connect(server string, secrets *pairingSecrets) error {
	machine, err := d.store.Noted(d.ctx, noteMachine)
	if err != nil {
		return err
	}
	var passwords *sealing.Box
	if len(secrets.Documentation) > 0 {
		if passwords, err = sealing.New(secrets.Documentation); err != nil {
			return err
		}
	}
	counts := false
	client := syncclient.New(d.store, syncclient.Pairing{Server: server, Machine: machine,
		Token: secrets.Token, Key: secrets.Key}, syncclient.Env{
		Now:   d.env.Now,
		NewID: d.env.NewUID,
		Edits: d.circumstances,
		Tell: func(s syncclient.Standing) {
			if counts && !s.Syncing {
				counts = false
				d.emit(eventProgress, ProgressEvent{})
			}
			d.tell()
		},
		News: d.news,
		Count: func(label string, done, total int) {
			counts = true
			d.emit(eventProgress, ProgressEvent{Label: label, Done: done, Total: total})
		}})
	ctx, stop := context.WithCancel(d.ctx)
	d.mu.Lock()
	if d.stop != nil {
		d.stop()
	}
	d.sync, d.stop, d.locked, d.passwords = client, stop, nil, passwords
	d.historyKey = secrets.HistoryKey
	d.mu.Unlock()
	d.checkSigner()
	go client.Run(ctx)
	return nil
}

// news tells the window what a download changed.
func (d *Desk) news(p edit.Published) {
	d.refresh()
	if slices.Contains(p.Kinds, records.KindCheckpoint) {
		d.checkSigner()
	}
	seen := map[string]bool{}
	for _, k := range p.Kinds {
		seen["data"] = true // Portal data shows every kind
		for _, name := range windowKinds[k] {
			seen[name] = true
		}
	}
	kinds := []string{}
	for name := range seen {
		kinds = append(kinds, name)
	}
	d.emit(eventProgress, ProgressEvent{})
	if len(kinds) > 0 {
		d.emit(eventChanged, ChangedEvent{Kinds: kinds})
	}
}

var windowKinds = map[records.Kind][]string{
	records.KindUser: {"user"}, records.KindPerson: {"user"}, records.KindAccess: {"user", "review"},
	records.KindReview:  {"review"},
	records.KindHistory: {"user", "history"}, records.KindComputer: {"computer"},
	records.KindAccount: {"account", "user"},
	records.KindProfile: {"profile", "user"}, records.KindTicket: {"ticket"},
	records.KindNote: {"ticket"}, records.KindInbox: {"conflict"},
	records.KindPortal: {"profile", "user"}, records.KindStaff: {"user"},
}

// SyncNow exchanges with the server at once.
func (d *Desk) SyncNow() (v StateView, err error) {
	defer d.answer(&err, &v)
	d.mu.Lock()
	c := d.sync
	d.mu.Unlock()
	if c == nil {
		return d.State()
	}
	if err := c.Once(d.ctx); err != nil {
		return v, err
	}
	return d.State()
}

// AgreeToLoss publishes a download that takes most records away, about which the user was asked.
func (d *Desk) AgreeToLoss() (v StateView, err error) {
	defer d.answer(&err, &v)
	d.mu.Lock()
	c := d.sync
	d.mu.Unlock()
	if c == nil {
		return d.State()
	}
	if err := c.Consent(d.ctx); err != nil {
		return v, err
	}
	return d.State()
}

// OpenPortal opens the hosted portal in the system's browser (O12, O13).
func (d *Desk) OpenPortal() (err error) {
	defer d.answer(&err)
	server, err := d.store.Noted(d.ctx, noteServer)
	if err != nil {
		return err
	}
	if server == "" {
		return problem.New(problem.Unavailable, "This desk works alone, so there is no hosted "+
			"portal to open. Preview it as a profile instead.")
	}
	d.window.OpenURL(server + "/home")
	return nil
}

func marshal(s *pairingSecrets) (string, error) {
	text, err := json.Marshal(s)
	return string(text), err
}
