package wire

import (
	"crypto/sha256"
	"encoding/hex"
)

// ContentPath is where the contents of files go and come: PUT, signed like a push, GET and HEAD,
// each with the SHA-256 of the content behind it, in small hexadecimal. A content is no part of a
// push or a pull, whose records only name it.
const ContentPath = "/sync/v1/content/"

// HashOf names a content.
func HashOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// IsHash reports whether a text can be the name of a content.
func IsHash(text string) bool {
	for _, r := range text {
		if (r < '0' || r > '9') && (r < 'a' || r > 'f') {
			return false
		}
	}
	return len(text) == 2*sha256.Size
}
