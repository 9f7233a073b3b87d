package wire

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"

	"gatehouse/backend/problem"
)

// MaxBody is the largest request that a server takes, and MaxLine the largest single line of a
// pull: the largest edit may stand in it several times, every sign of it written as several.
const (
	MaxBody = 16 << 20
	MaxLine = 64 << 20
)

// Read decodes one message strictly: unknown fields and trailing data are refused.
func Read(data []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	err := d.Decode(into)
	if err == nil {
		if _, more := d.Token(); more != io.EOF {
			err = errors.New("more than one value")
		}
	}
	if err != nil {
		return unreadable(err)
	}
	return nil
}

func unreadable(cause error) error {
	return problem.New(problem.Damaged, "The other side sent something that this version cannot "+
		"read. Check the address and update Gatehouse.").By(cause)
}

// Failure is how the server says no: a kind and a sentence, beside the HTTP status.
type Failure struct {
	Kind problem.Kind `json:"kind"`
	Text string       `json:"text"`
	Code string       `json:"code,omitempty"` // the input it is about, or one of the codes
}

// Codes of failures that the protocol acts on.
const (
	MachineRevoked = "machine_revoked"
	PairingOver    = "pairing_over"   // the code is no longer good
	DeskTooOld     = "desk_too_old"   // it gets no records; its edits are taken
	ServerTooOld   = "server_too_old" // edits wait at the desk until the server is updated
)
