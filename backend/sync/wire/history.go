package wire

// Schema is the version of everything in this package, sent in the header Sync-Schema.
const Schema = 1

// Headers of the protocol.
const (
	SchemaHeader    = "Sync-Schema"
	MachineHeader   = "Sync-Machine"   // the machine's id
	SignatureHeader = "Sync-Signature" // Ed25519 over the raw body, base64
)

// History says what each schema changed, and its fingerprint.
var History = []struct {
	Schema      int
	What        string
	Fingerprint string
}{
	{1, "pairing by one-time code, signed push with stored outcomes, pull of record states",
		"{{FP}}"},
}
