package wire

import (
	"bytes"
	"encoding/json"
	"hash/crc32"
	"strconv"
	"strings"

	"gatehouse/backend/records"
)

// Pull asks for everything since a published state: POST /sync/v1/pull. The answer is a stream of
// lines: Opening, rows with a Mark here and there, Closing. A stream without Closing was cut off;
// what came before its last Mark can be kept, and the rest asked for by that.
type Pull struct {
	Download string `json:"download"` // the name of the answer, which repeats it
	Pos      string `json:"pos,omitempty"`
	Copy     string `json:"copy"`
	Acked    int64  `json:"acked"`
	Portal   string `json:"portal,omitempty"`
	Epoch    int64  `json:"epoch,omitempty"`
	Version  int64  `json:"version,omitempty"`
	Head     string `json:"head,omitempty"`  // hash of the newest history line of that state
	Base     int    `json:"base,omitempty"`  // the schema in which that state was brought
	Whole    bool   `json:"whole,omitempty"` // everything is asked for, whatever the state

	// Anew are kinds of which everything is asked for, beside what changed.
	Anew []records.Kind `json:"anew,omitempty"`
}

// Opening is the first line of a pull. Its rows follow those before the position After: without
// one, they begin anew, whatever was asked for.
type Opening struct {
	Download string `json:"download"`
	Mode     string `json:"mode"` // delta or full
	Schema   int    `json:"schema"`
	After    string `json:"after,omitempty"`
	Done     int    `json:"done,omitempty"`  // how many rows came before
	Total    int    `json:"total,omitempty"` // how many come in all; 0 = that is not known

	// Anew are kinds of which everything comes, so that the rest of them at the desk goes.
	Anew []records.Kind `json:"anew,omitempty"`
}

// Mark names a position from which the download can go on. Only the server reads it.
type Mark struct {
	Pos string `json:"pos"`
	Sum uint32 `json:"sum"` // of the rows since the line before them, see Sum
}

// The modes.
const (
	Delta = "delta"
	Full  = "full"
)

// Closing is the last line of a pull: the state that the rows lead to, and the outcomes of the
// copy's edits up to it.
type Closing struct {
	Done    bool    `json:"done"`
	Sum     uint32  `json:"sum"` // as in a Mark
	Portal  string  `json:"portal"`
	Epoch   int64   `json:"epoch"`
	Version int64   `json:"version"`
	Head    string  `json:"head,omitempty"`
	Acks    []Ack   `json:"acks"`
	Durable int64   `json:"durable,omitempty"` // the version that the server cannot lose
	Lost    bool    `json:"lost,omitempty"`    // the server was put back to an older state; up to
	Since   int64   `json:"since,omitempty"`   // this version it has what it had
	Sums    []Tally `json:"sums,omitempty"`
}

// Tally says how many records of a kind there are in the state, and the sum that names them.
type Tally struct {
	Kind records.Kind `json:"kind"`
	N    int64        `json:"n"`
	Sum  uint64       `json:"sum"`
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

// Sum goes on with the sum of rows: the CRC-32C of their lines, with the ends.
func Sum(sum uint32, line []byte) uint32 {
	return crc32.Update(sum, castagnoli, line)
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// AppendRow writes a row and the end of its line behind b. The cells are taken as they are: JSON
// without line breaks.
func AppendRow(b []byte, r Row) []byte {
	b = append(b, '[', '"')
	if r.Cells == nil {
		b = append(b, '-')
	}
	b = append(b, r.Kind...) // kinds are words
	b = append(b, '"', ',')
	b = strconv.AppendInt(b, r.Ver, 10)
	b = append(b, ',')
	if r.Cells == nil {
		b = append(b, '"')
		b = strconv.AppendInt(b, r.ID, 10)
		b = append(b, '"')
	} else {
		b = append(b, r.Cells...)
	}
	return append(b, ']', '\n')
}

// ReadRow reads a line, strictly as UnmarshalJSON does; but whether the cells are whole is found
// out by who reads them. They are a part of the line.
func ReadRow(line []byte) (r Row, err error) {
	rest, ok := bytes.CutPrefix(line, []byte(`["`))
	kind, rest, ok2 := bytes.Cut(rest, []byte(`",`))
	version, rest, ok3 := bytes.Cut(rest, []byte(`,[`))
	if ok && ok2 && ok3 && isWord(kind) && bytes.HasSuffix(rest, []byte(`]]`)) {
		r.Ver, err = strconv.ParseInt(string(version), 10, 64)
		if err == nil && r.Ver > 0 && version[0] >= '1' && version[0] <= '9' {
			r.Kind = records.Kind(kind)
			r.Cells = line[len(line)-len(rest)-1 : len(line)-1]
			return r, nil
		}
	}
	err = json.Unmarshal(line, &r)
	return r, err
}

// isWord reports whether a name in quotes is a kind with nothing to look at more closely.
func isWord(name []byte) bool {
	for _, c := range name {
		if (c < 'a' || c > 'z') && c != ' ' {
			return false
		}
	}
	return len(name) > 0
}

// MarshalJSON writes the line.
func (r Row) MarshalJSON() ([]byte, error) {
	if r.Cells == nil {
		return json.Marshal([]any{"-" + r.Kind, r.Ver, records.ID[records.Account](r.ID)})
	}
	return json.Marshal([]any{r.Kind, r.Ver, r.Cells})
}

// UnmarshalJSON reads the line strictly: three parts, a kind, a positive version, and either cells
// or the id of a record. Whether the kind and the number of cells are known is for the store.
func (r *Row) UnmarshalJSON(data []byte) error {
	var parts []json.RawMessage
	if err := json.Unmarshal(data, &parts); err != nil || len(parts) != 3 {
		return unreadable(err)
	}
	var kind string
	var n Row
	err := json.Unmarshal(parts[0], &kind)
	if err == nil {
		err = json.Unmarshal(parts[1], &n.Ver)
	}
	name, gone := strings.CutPrefix(kind, "-")
	n.Kind = records.Kind(name)
	if err != nil || name == "" || name[0] == '-' || n.Ver <= 0 {
		return unreadable(err)
	}
	if gone {
		var id records.ID[records.Account]
		err = json.Unmarshal(parts[2], &id)
		n.ID = int64(id)
	} else {
		n.Cells = parts[2]
	}
	if err != nil || gone && n.ID == 0 || !gone && n.Cells[0] != '[' {
		return unreadable(err)
	}
	*r = n
	return nil
}
