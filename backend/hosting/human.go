package hosting

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"net/http"
	"strings"
	"time"

	"gatehouse/backend/portal"
	"gatehouse/backend/records"
)

// Human tells people from programs by a question in plain words, with no third party and no script.
// It remembers nothing: what is asked is sealed in a token that the form carries. A token is good
// once, because its id names what is done with it.
type Human struct {
	Key   []byte
	Now   func() time.Time
	Nonce func() int64 // a fresh, random, positive number
}

// Nobody reads, thinks and types in less than the first; whoever takes longer than the second is
// asked again.
const (
	quickest = 2 * time.Second
	slowest  = 2 * time.Hour
)

const (
	sealedAt = 8  // bytes of the nonce, and of the moment after it
	sealed   = 16 // of both
)

// Ask seals the answer to a question.
func (h *Human) Ask(answer string) string {
	token := make([]byte, 0, sealed+sha256.Size)
	token = binary.BigEndian.AppendUint64(token, uint64(h.Nonce()))
	token = binary.BigEndian.AppendUint64(token, uint64(h.Now().Unix()))
	return base64.RawURLEncoding.EncodeToString(append(token, h.seal(token, answer)...))
}

func (h *Human) seal(token []byte, answer string) []byte {
	mac := hmac.New(sha256.New, h.Key)
	mac.Write(token)
	mac.Write([]byte(records.Fold(strings.Trim(answer, " .,;:!\"'“”„«»"))))
	return mac.Sum(nil)
}

// Answered opens what Ask sealed, and gives the id of the token.
func (h *Human) Answered(token, answer string) (int64, error) {
	data, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil || len(data) != sealed+sha256.Size ||
		!hmac.Equal(data[sealed:], h.seal(data[:sealed], answer)) {
		return 0, portal.NotHuman
	}
	asked := time.Unix(int64(binary.BigEndian.Uint64(data[sealedAt:])), 0)
	if took := h.Now().Sub(asked); took < quickest || took > slowest {
		return 0, portal.NotHuman
	}
	return int64(binary.BigEndian.Uint64(data)>>1) | 1, nil
}

// Ask seals the answer to a question that a visitor is asked.
func (d deeds) Ask(answer string) string { return d.human.Ask(answer) }

// Answered opens what Ask sealed; whoever tries too often is slowed down.
func (d deeds) Answered(r *http.Request, token, answer string) (int64, error) {
	if err := d.limits.Allow(r, "human"); err != nil {
		return 0, err
	}
	return d.human.Answered(token, answer)
}
