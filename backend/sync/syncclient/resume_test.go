package syncclient_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
	"gatehouse/backend/store/storetest"
	"gatehouse/backend/sync/syncclient"
	"gatehouse/backend/sync/wire"
)

// people writes so many people at the server, in one version.
func (h *host) people(from, n int, name string) {
	h.T.Helper()
	_, err := h.Server.Write(ctx, func(tx edit.Tx) error {
		for i := from; i < from+n; i++ {
			tx.Put(&records.Person{ID: records.PersonID(10_000 + i), Account: storetest.Acme,
				First: name, Email: fmt.Sprintf("person%d@example.com", i)})
		}
		return nil
	})
	if err != nil {
		h.T.Fatal(err)
	}
}

// line is a way to the server that notes the pulls, and cuts some answers.
type line struct {
	h    *host
	cut  int // bytes after which the next answer to a pull ends; 0 = it is whole
	asks []wire.Pull
	sent []int // bytes of each answer
}

func (l *line) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	answer := httptest.NewRecorder()
	l.h.http.Handler.ServeHTTP(answer, r)
	for k, v := range answer.Header() {
		w.Header()[k] = v
	}
	w.WriteHeader(answer.Code)
	text := answer.Body.Bytes()
	if r.URL.Path == "/sync/v1/pull" {
		var in wire.Pull
		if err := wire.Read(body, &in); err != nil {
			panic(err)
		}
		l.asks = append(l.asks, in)
		l.sent = append(l.sent, len(text))
		if l.cut > 0 && l.cut < len(text) {
			_, _ = w.Write(text[:l.cut])
			panic(http.ErrAbortHandler)
		}
	}
	_, _ = w.Write(text)
}

// same reports whether a desk shows what the server has.
func (s *seat) same() bool {
	mine, want := shown{}, shown{}
	s.show(mine)
	if err := s.Server.Everything(ctx, want); err != nil {
		s.T.Fatal(err)
	}
	if len(mine) != len(want) {
		return false
	}
	for row := range want {
		if _, ok := mine[row]; !ok {
			return false
		}
	}
	return true
}

// cutInTheMiddle lets one exchange fail, three quarters into its download.
func (s *seat) cutInTheMiddle(l *line) *syncclient.Client {
	s.T.Helper()
	front := httptest.NewServer(l)
	s.T.Cleanup(front.Close)
	client := s.at(front.URL)
	for l.cut = 1; ; l.cut = l.sent[len(l.sent)-1] * 3 / 4 { // the first measures
		if err := client.Once(ctx); !problem.Is(err, problem.Unavailable) {
			s.T.Fatal(err)
		}
		if l.cut > 1 {
			l.cut = 0
			return client
		}
	}
}

// TestADownloadThatIsCutGoesOn: one of changes, and one of everything, while the server goes on.
func TestADownloadThatIsCutGoesOn(t *testing.T) {
	h := newHost(t)
	anna := h.pair(1, "anna")
	for round, name := range []string{"Ann", "Ben"} {
		h.people(0, 11_000, name)
		if round == 1 {
			h.sql("UPDATE lineage SET horizon = version")
		}
		before, l := shown{}, &line{h: h}
		anna.show(before)
		client := anna.cutInTheMiddle(l)
		after := shown{}
		if anna.show(after); len(after) != len(before) {
			t.Fatalf("a part is shown: %d records, then %d", len(before), len(after))
		}
		h.people(2000, 10_000, "Cleo")
		h.forget(records.PersonID(10_000 + round))
		if err := client.Once(ctx); err != nil {
			t.Fatal(err)
		}
		last := len(l.asks) - 1
		if p := anna.position().Part; p != (edit.Part{}) {
			t.Errorf("%s: %+v is left", name, p)
		}
		if l.asks[last].Pos == "" || l.asks[last].Download != l.asks[last-1].Download {
			t.Errorf("%s: it asked anew: %+v", name, l.asks[last])
		}
		if !anna.same() {
			t.Errorf("%s: the desk shows something else than the server has", name)
		}
	}
}

func (h *host) forget(id records.PersonID) {
	h.T.Helper()
	_, err := h.Server.Write(ctx, func(tx edit.Tx) error {
		tx.Delete((&records.Person{ID: id}).Key())
		return nil
	})
	if err != nil {
		h.T.Fatal(err)
	}
}

func TestADownloadBeginsAnewWhereItsServerWentBack(t *testing.T) {
	h := newHost(t)
	anna := h.pair(1, "anna")
	h.people(0, 12_000, "Ann")
	client := anna.cutInTheMiddle(&line{h: h})
	if anna.position().Part.Pos == "" {
		t.Fatal("nothing of it is kept")
	}
	h.sql("UPDATE lineage SET epoch = 2")
	if err := client.Once(ctx); err != nil || !anna.same() {
		t.Errorf("%v, and the desk shows something else than the server has", err)
	}
	if at := anna.position(); at.Part != (edit.Part{}) || at.Cookie.Epoch != 2 {
		t.Errorf("it stands at %+v", at)
	}
}
