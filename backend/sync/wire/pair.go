package wire

// Pair asks the server to take this computer in: POST /sync/v1/pair.
type Pair struct {
	Code      string `json:"code"`       // one-time, from the server's administrator
	Computer  string `json:"computer"`   // its name, as people know it
	PublicKey string `json:"public_key"` // Ed25519, base64
	BoxKey    string `json:"box_key"`    // X25519, base64: secrets are wrapped to it
}

// Paired answers Pair.
type Paired struct {
	Machine string `json:"machine"`
	Token   string `json:"token"` // goes into the system's keyring
	Staff   string `json:"staff"` // id of the member of staff
	Name    string `json:"name"`
	Role    string `json:"role"`
	Office  string `json:"office"`
	Portal  string `json:"portal"` // the server's lineage

	// HistoryKey is the key that countersigns the history, Ed25519, base64; absent where none does.
	HistoryKey string `json:"history_key,omitempty"`

	// Empty: no account, person or login is there yet.
	Empty bool `json:"empty,omitempty"`

	// Documentation is the key of the documentation's passwords, wrapped to the computer's BoxKey;
	// absent where the member of staff may not see them.
	Documentation string `json:"documentation,omitempty"`
}

// PairBegin asks for a short code, which a member of staff confirms at the server: POST
// /sync/v1/pair/begin.
type PairBegin struct {
	Computer  string `json:"computer"`
	PublicKey string `json:"public_key"`
	BoxKey    string `json:"box_key"`
}

// PairBegun answers PairBegin. Whoever has the handle, and the key, is the computer.
type PairBegun struct {
	Handle  string `json:"handle"`
	Code    string `json:"code"`
	Seconds int64  `json:"seconds"` // for so long the code is good
}

// PairWait asks what has become of it, signed by the computer's key: POST /sync/v1/pair/wait. POST
// /sync/v1/pair/cancel with the same ends it.
type PairWait struct {
	Handle string `json:"handle"`
}

// PairWaited answers PairWait.
type PairWaited struct {
	Paired *Paired `json:"paired,omitempty"` // absent: nobody has confirmed it yet
}

// Leave shuts the computer out that sends it, for good: POST /sync/v1/leave. It is answered with
// Left.
type Leave struct {
	Machine string `json:"machine"`
}

// Left answers Leave.
type Left struct{}

// Machines answers GET /sync/v1/machines: when each computer was last heard of at the server, in
// seconds since 1970, to some minutes.
type Machines struct {
	Heard map[string]int64 `json:"heard"`
}
