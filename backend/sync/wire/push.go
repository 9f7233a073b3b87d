package wire

import (
	"encoding/json"

	"gatehouse/backend/records"
)

// Push brings a copy's edits in order: POST /sync/v1/push, signed.
type Push struct {
	Copy  string `json:"copy"`
	Edits []Edit `json:"edits"`
}

// Edit is one edit with its number in the copy.
type Edit struct {
	Seq    int64           `json:"seq"`
	UID    records.UID     `json:"uid"`
	Group  records.UID     `json:"group,omitempty"`
	Name   string          `json:"name"`
	NV     int             `json:"nv"`
	Args   json.RawMessage `json:"args"`
	Seen   []records.UID   `json:"seen,omitempty"`
	Reason string          `json:"reason,omitempty"`
	At     int64           `json:"at"`
}

// Pushed answers Push. Fork: the copy's numbers were used by another; Gap: edits are missing.
type Pushed struct {
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
