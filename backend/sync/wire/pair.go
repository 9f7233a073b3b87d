package wire

// Pair asks the server to take this computer in: POST /sync/v1/pair.
type Pair struct {
	Code      string `json:"code"`       // one-time, from the server's administrator
	Computer  string `json:"computer"`   // its name, as people know it
	PublicKey string `json:"public_key"` // Ed25519, base64
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
}
