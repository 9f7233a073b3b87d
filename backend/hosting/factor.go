package hosting

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base32"
	"encoding/base64"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
	"github.com/pquerna/otp/totp"

	"gatehouse/backend/portal"
	"gatehouse/backend/records"
)

// Authenticator apps make a code every half minute from a secret and the time (RFC 6238). One
// stretch before and after is taken too, for clocks that differ.
const (
	stretch       = 30 // seconds
	recoveryCodes = 10
	setupLife     = time.Hour
)

// FactorStore is where factors are kept, and tries counted.
type FactorStore interface {
	Attempt(ctx context.Context, subject string, now int64) (int64, error)
	Succeed(ctx context.Context, subject string) error
	SwapFactor(ctx context.Context, key records.Key, was, want records.Factor) (bool, error)
}

// factors sets up and checks the second factors of customers and of staff alike.
type factors struct {
	store  FactorStore
	sealer Sealer
	now    func() time.Time
}

// Sealer keeps secrets shut with the office's data key; sealing.Box is one.
type Sealer interface {
	Seal(about, text string) string
	Open(about, sealed string) (string, error)
}

// secrets are what a factor's seal holds.
type secrets struct {
	Key   string   `json:"key"`   // base32
	Codes []string `json:"codes"` // hashes of the recovery codes that are left
}

// setup is what the seal of a factor that is being set up holds.
type setup struct {
	Key    string `json:"key"`
	Seed   string `json:"seed"` // of the recovery codes
	At     int64  `json:"at"`
	Office string `json:"office"`
	Name   string `json:"name"`
}

// begin makes a secret for an app, in which it stands under the office's and the owner's name.
func (f factors) begin(of records.Key, office, name string) (portal.FactorSetup, error) {
	secret := make([]byte, 20)
	_, _ = rand.Read(secret) // it never fails
	s := setup{Key: base32.StdEncoding.EncodeToString(secret), Seed: rand.Text(),
		At: f.now().Unix(), Office: office, Name: name}
	text, err := json.Marshal(s)
	if err != nil {
		return portal.FactorSetup{}, err
	}
	return s.show(f.sealer.Seal(about("setup", of), string(text)))
}

// show writes a setup as an app takes it in.
func (s setup) show(token string) (portal.FactorSetup, error) {
	secret, err := base32.StdEncoding.DecodeString(s.Key)
	if err != nil {
		return portal.FactorSetup{}, err
	}
	key, err := totp.Generate(totp.GenerateOpts{Issuer: s.Office, AccountName: s.Name,
		Secret: secret})
	if err != nil {
		return portal.FactorSetup{}, err
	}
	return portal.FactorSetup{Token: token, Key: grouped(s.Key), Address: key.URL()}, nil
}

// resume opens a setup that was begun within the hour.
func (f factors) resume(of records.Key, token string) (s setup, err error) {
	text, err := f.sealer.Open(about("setup", of), token)
	if err != nil || json.Unmarshal([]byte(text), &s) != nil {
		return s, portal.OldSetup
	}
	if age := f.now().Sub(time.Unix(s.At, 0)); age < 0 || age > setupLife {
		return s, portal.OldSetup
	}
	return s, nil
}

// confirmed makes the factor of a setup whose first code is right, with its recovery codes.
func (f factors) confirmed(of records.Key, s setup, code string) (records.Factor, []string, error) {
	step := f.step(s.Key, plainCode(code), 0)
	if step == 0 {
		return records.Factor{}, nil, portal.WrongCode
	}
	codes := s.codes()
	in := secrets{Key: s.Key}
	for _, c := range codes {
		in.Codes = append(in.Codes, hashOfCode(c))
	}
	sealed, err := f.seal(of, in)
	return records.Factor{Sealed: sealed, Stamp: stamp("factor " + s.Key + s.Seed), Step: step},
		codes, err
}

// codes are the recovery codes of a setup: 80 bits each, the same whenever they are made.
func (s setup) codes() (list []string) {
	for i := range recoveryCodes {
		sum := sha256.Sum256([]byte("recovery code\n" + s.Seed + "\n" + strconv.Itoa(i)))
		list = append(list, grouped(base32.StdEncoding.EncodeToString(sum[:10])))
	}
	return list
}

// again reports whether a factor is the one of this setup: its form was sent twice.
func (s setup) again(f records.Factor) bool { return f.Stamp == stamp("factor "+s.Key+s.Seed) }

// check takes a code of a factor: it is right, within the limit, and nobody has used it before.
// The try is counted before it is checked, so that many at once cannot beat the counter.
func (f factors) check(ctx context.Context, of records.Key, have records.Factor,
	code string) error {
	counter := "factor:" + have.Stamp
	failures, err := f.store.Attempt(ctx, counter, f.now().Unix())
	if err != nil {
		return err
	}
	want, err := f.use(of, have, plainCode(code))
	if err != nil || want == nil || failures >= mostFailures {
		return firstOf(err, portal.WrongCode)
	}
	swapped, err := f.store.SwapFactor(ctx, of, have, *want)
	if err != nil || !swapped {
		return firstOf(err, portal.WrongCode)
	}
	return f.store.Succeed(ctx, counter)
}

// use gives the factor as it is once a code was used; nil when the code is not good.
func (f factors) use(of records.Key, have records.Factor, code string) (*records.Factor, error) {
	in, err := f.open(of, have)
	if err != nil {
		return nil, err
	}
	if step := f.step(in.Key, code, have.Step); step > 0 {
		have.Step = step
		return &have, nil
	}
	i := slices.Index(in.Codes, hashOfCode(code))
	if i < 0 {
		return nil, nil
	}
	in.Codes = slices.Delete(in.Codes, i, i+1)
	have.Sealed, err = f.seal(of, in)
	return &have, err
}

// step gives the stretch of time, later than one that was used, of which a code is; 0 when none.
func (f factors) step(key, code string, used int64) int64 {
	now := f.now().Unix() / stretch
	opts := hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1}
	for at := max(used+1, now-1); at <= now+1; at++ {
		want, err := hotp.GenerateCodeCustom(key, uint64(at), opts)
		if err == nil && subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 {
			return at
		}
	}
	return 0
}

// left counts the recovery codes that are left.
func (f factors) left(of records.Key, have records.Factor) (int, error) {
	in, err := f.open(of, have)
	return len(in.Codes), err
}

func (f factors) seal(of records.Key, in secrets) (string, error) {
	text, err := json.Marshal(in)
	if err != nil {
		return "", err
	}
	return f.sealer.Seal(about("factor", of), string(text)), nil
}

func (f factors) open(of records.Key, have records.Factor) (in secrets, err error) {
	text, err := f.sealer.Open(about("factor", of), have.Sealed)
	if err != nil {
		return in, err
	}
	return in, json.Unmarshal([]byte(text), &in)
}

// about names what is sealed, so that it opens nowhere else.
func about(what string, of records.Key) string {
	return what + " of " + string(of.Kind) + "/" + strconv.FormatInt(of.ID, 10)
}

// plainCode is a code without what people put between its letters.
func plainCode(code string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '-' {
			return -1
		}
		return unicode.ToUpper(r)
	}, code)
}

// hashOfCode is how a recovery code is kept: it is random enough for a plain hash.
func hashOfCode(code string) string {
	sum := sha256.Sum256([]byte("recovery code " + plainCode(code)))
	return base64.RawStdEncoding.EncodeToString(sum[:])
}

// grouped writes letters in groups of four.
func grouped(letters string) string {
	var groups []string
	for part := range slices.Chunk([]byte(letters), 4) {
		groups = append(groups, string(part))
	}
	return strings.Join(groups, "-")
}
