package wire

// Schema is the version of everything in this package and of the records' cells, sent in the header
// Sync-Schema.
const Schema = 1

// Headers of the protocol.
const (
	SchemaHeader    = "Sync-Schema"
	OldestHeader    = "Sync-Schema-Oldest" // of an answer, see Range
	NewestHeader    = "Sync-Schema-Newest"
	MachineHeader   = "Sync-Machine"   // the machine's id
	SignatureHeader = "Sync-Signature" // Ed25519 over the raw body, base64
)

// History says what each schema changed, and its fingerprints: of the messages here, and of the
// cells of the records, which a test of synctest takes.
var History = []struct {
	Schema      int
	What        string
	Fingerprint string
	Cells       string
}{
	{1, "pairing by a code, signed push with stored outcomes, pull of record states",
		"64c3842ddc94", "179998e32a37"},
}
