package wire

import (
	"encoding/json"
	"strings"

	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// MaxEdits is how many edits one push carries at most.
const MaxEdits = 500

// Push brings a copy's edits in order: POST /sync/v1/push, signed.
type Push struct {
	Copy  string `json:"copy"`
	Edits []Edit `json:"edits"`
}

// Edit is one edit with its number in the copy.
type Edit struct {
	Seq    int64             `json:"seq"`
	UID    records.UID       `json:"uid"`
	Group  records.UID       `json:"group,omitempty"`
	Name   string            `json:"name"`
	NV     int               `json:"nv"`
	Args   json.RawMessage   `json:"args"`
	Seen   []records.UID     `json:"seen,omitempty"`
	Saw    map[string]string `json:"saw"`
	Reason string            `json:"reason,omitempty"`
	At     int64             `json:"at"`
}

// Check refuses a push that no desk makes: too many edits, or one without its names. What names
// something is plain: an administrator reads it on a screen.
func (p *Push) Check() error {
	bad := !isName(p.Copy) || len(p.Edits) > MaxEdits
	for _, e := range p.Edits {
		bad = bad || e.Seq <= 0 || !isName(string(e.UID)) || !isName(e.Name) ||
			e.Group != "" && !isName(string(e.Group))
	}
	if bad {
		return problem.Newf(problem.Invalid,
			"A push has a copy and at most %d numbered and named edits.", MaxEdits)
	}
	return nil
}

func isName(text string) bool {
	return text != "" && len(text) <= 100 && !strings.ContainsFunc(text, func(r rune) bool {
		return r < ' ' || r > '~'
	})
}

// Pushed answers Push. Fork: the copy's numbers were used by another; Gap: edits
// are missing. Both ask for a new identity of the copy.
type Pushed struct {
	Copy    string   `json:"copy"` // as it was asked
	Fork    bool     `json:"fork,omitempty"`
	Gap     bool     `json:"gap,omitempty"`
	LastSeq int64    `json:"last_seq"`
	Version int64    `json:"version"`
	Results []Result `json:"results"`
}

// Result is what became of one edit.
type Result struct {
	Seq    int64          `json:"seq"`
	UID    records.UID    `json:"uid"`
	Status records.Status `json:"status"`
	Why    string         `json:"why,omitempty"`
	Inbox  bool           `json:"inbox,omitempty"`
}
