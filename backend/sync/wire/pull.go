package wire

import (
	"encoding/json"
	"strings"

	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// Pull asks for everything since a published state: POST /sync/v1/pull. The answer is a stream of
// lines: Opening, rows, Closing. A stream without Closing was cut off and counts for nothing.
type Pull struct {
	Copy    string `json:"copy"`
	Acked   int64  `json:"acked"`
	Portal  string `json:"portal,omitempty"`
	Epoch   int64  `json:"epoch,omitempty"`
	Version int64  `json:"version,omitempty"`
}

// Opening is the first line of a pull.
type Opening struct {
	Mode   string `json:"mode"` // delta or full
	Schema int    `json:"schema"`
}

// The modes.
const (
	Delta = "delta"
	Full  = "full"
)

// Closing is the last line of a pull: the state that the rows lead to, and the outcomes of the
// copy's edits up to it.
type Closing struct {
	Done    bool   `json:"done"`
	Portal  string `json:"portal"`
	Epoch   int64  `json:"epoch"`
	Version int64  `json:"version"`
	ForkVer int64  `json:"fork_ver,omitempty"`
	Acks    []Ack  `json:"acks"`
}

// Ack is the outcome of one edit of the copy that asks.
type Ack struct {
	Seq    int64          `json:"seq"`
	UID    records.UID    `json:"uid"`
	Status records.Status `json:"status"`
	Why    string         `json:"why,omitempty"`
	Ver    int64          `json:"ver"`
}

// Row is one line between: ["person", 9120, [cells]] for a record as it is, ["-person", 9121,
// "id"] for one that is gone.
type Row struct {
	Kind  records.Kind
	Ver   int64
	ID    int64           // of one that is gone
	Cells json.RawMessage // nil for one that is gone
}

// MarshalJSON writes the line.
func (r Row) MarshalJSON() ([]byte, error) {
	if r.Cells == nil {
		return json.Marshal([]any{"-" + r.Kind, r.Ver, records.ID[records.Account](r.ID)})
	}
	return json.Marshal([]any{r.Kind, r.Ver, r.Cells})
}

// UnmarshalJSON reads the line.
func (r *Row) UnmarshalJSON(data []byte) error {
	var parts []json.RawMessage
	bad := problem.New(problem.Damaged,
		"The portal's server sent something that this version cannot read. Update Gatehouse.")
	if err := json.Unmarshal(data, &parts); err != nil || len(parts) != 3 {
		return bad.By(err)
	}
	var kind string
	if err := json.Unmarshal(parts[0], &kind); err != nil {
		return bad.By(err)
	}
	if err := json.Unmarshal(parts[1], &r.Ver); err != nil {
		return bad.By(err)
	}
	name, gone := strings.CutPrefix(kind, "-")
	r.Kind = records.Kind(name)
	if !gone {
		r.Cells = parts[2]
		return nil
	}
	var id records.ID[records.Account]
	if err := json.Unmarshal(parts[2], &id); err != nil {
		return bad.By(err)
	}
	r.ID = int64(id)
	return nil
}
