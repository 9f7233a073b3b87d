package syncclient_test

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"

	"gatehouse/backend/edit"
	"gatehouse/backend/records"
	"gatehouse/backend/store/storetest"
	"gatehouse/backend/sync/wire"
)

// pushes lets a computer push edits that its program would not make.
func (h *host) pushes(s *seat, list ...wire.Edit) (out wire.Pushed) {
	h.T.Helper()
	var text bytes.Buffer
	to := json.NewEncoder(&text)
	to.SetEscapeHTML(false)
	if err := to.Encode(wire.Push{Copy: "of " + s.machine, Edits: list}); err != nil {
		h.T.Fatal(err)
	}
	z, err := zstd.NewWriter(nil)
	if err != nil {
		h.T.Fatal(err)
	}
	body := z.EncodeAll(text.Bytes(), nil)
	r, err := http.NewRequestWithContext(ctx, "POST", "http://"+h.address+"/sync/v1/push",
		bytes.NewReader(body))
	if err != nil {
		h.T.Fatal(err)
	}
	for name, value := range map[string]string{wire.MachineHeader: s.machine,
		"Authorization": "Bearer " + s.token, "Content-Encoding": "zstd",
		wire.SchemaHeader:    strconv.Itoa(wire.Schema),
		wire.SignatureHeader: base64.StdEncoding.EncodeToString(ed25519.Sign(s.key, body))} {
		r.Header.Set(name, value)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		h.T.Fatal(err)
	}
	defer answer.Body.Close()
	if err := json.NewDecoder(answer.Body).Decode(&out); err != nil || answer.StatusCode != 200 {
		h.T.Fatalf("%s, %v", answer.Status, err)
	}
	return out
}

// TestOneComputerCannotStopTheOthersWithLargeEdits: what it sends beyond measure is refused, each
// edit by itself, and what it sends up to there comes to every desk.
func TestOneComputerCannotStopTheOthersWithLargeEdits(t *testing.T) {
	h := newHost(t)
	anna, ben := h.pair(1, "anna"), h.pair(2, "ben")
	anna.once()
	text := func(n int, sign string) json.RawMessage {
		return json.RawMessage(`{"Text":"` + strings.Repeat(sign, n) + `"}`)
	}
	most := edit.LargestEdit - 100
	out := h.pushes(ben,
		wire.Edit{Seq: 1, UID: "far too large", Name: "Later", NV: 1, Args: text(17<<20, "x")},
		wire.Edit{Seq: 2, UID: "a reason", Name: "RemoveAccess", NV: 1, Args: []byte(`{"User":"1"}`),
			Reason: strings.Repeat("x", 17<<20)},
		wire.Edit{Seq: 3, UID: "as large as may be", Name: "Later", NV: 1, Args: text(most, "<")},
		wire.Edit{Seq: 4, UID: "after it", Name: "CreateTicket", NV: 1,
			Args: []byte(`{"ID":"700","Account":"` + storetest.Acme.String() + `","Subject":"S"}`)})
	var got []records.Status
	for _, r := range out.Results {
		got = append(got, r.Status)
	}
	if len(got) != 4 || got[0] != records.Refused || got[1] != records.Refused ||
		got[2] != records.Parked || got[3] != records.Applied {
		t.Errorf("%v", got)
	}
	if err := anna.client.Once(ctx); err != nil {
		t.Error(err)
	}
	if row(t, h, records.Key{Kind: records.KindTicket, ID: 700}) == nil {
		t.Error("what came after it is lost")
	}
}
