package syncclient_test

import (
	"encoding/json"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/zstd"

	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/sync/syncclient"
	"gatehouse/backend/sync/wire"
)

const (
	ending = `{"done":true,"sum":SUM,"portal":"portal-1","epoch":1,"version":99,"acks":[]}`
	person = `["person",50,["1","1",false,"A","B","a@x.com","","",""]]`
)

// pull writes a download that is right but for what the test changes.
func pull(w http.ResponseWriter, r *http.Request, change func([]string) []string) {
	var in wire.Pull
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
		panic(err)
	}
	opening, err := json.Marshal(wire.Opening{Download: in.Download, Mode: wire.Delta,
		Schema: wire.Schema})
	if err != nil {
		panic(err)
	}
	lines := change([]string{string(opening), person, ending})
	z, err := zstd.NewWriter(w)
	if err != nil {
		panic(err)
	}
	defer z.Close()
	lines = summed(lines)
	_, _ = io.WriteString(z, strings.Join(lines, "\n")+"\n") // the desk may have given up
}

// summed writes the sum of the rows into the last line.
func summed(lines []string) []string {
	sum := uint32(0)
	for _, l := range lines[1:] {
		if !strings.HasPrefix(l, "{") {
			sum = wire.Sum(sum, []byte(l+"\n"))
		}
	}
	n := len(lines) - 1
	lines[n] = strings.Replace(lines[n], "SUM", strconv.FormatUint(uint64(sum), 10), 1)
	return lines
}

func rows(more ...string) func([]string) []string {
	return func(l []string) []string { return append(append(l[:2:2], more...), l[2]) }
}

var answers = []struct {
	name   string
	kind   problem.Kind // "" = it is good
	answer func(http.ResponseWriter, *http.Request)
}{
	{"a good one", "", lines(rows())},
	{"a page", problem.Damaged, page(200)},
	{"a page that says 404", problem.Unavailable, page(404)},
	{"a page that says 502", problem.Unavailable, page(502)},
	{"a redirect", problem.Unavailable, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/elsewhere", http.StatusTemporaryRedirect)
	}},
	{"nothing", problem.Unavailable, func(http.ResponseWriter, *http.Request) {}},
	{"no last line", problem.Unavailable, lines(func(l []string) []string { return l[:2] })},
	{"a cut line", problem.Unavailable, func(w http.ResponseWriter, r *http.Request) {
		answer := httptest.NewRecorder()
		pull(answer, r, rows())
		_, _ = w.Write(answer.Body.Bytes()[:answer.Body.Len()-20])
	}},
	{"an unknown kind", problem.Damaged, lines(rows(`["gadget",51,["1"]]`))},
	{"an unknown kind that is gone", problem.Damaged, lines(rows(`["-gadget",51,"1"]`))},
	{"a kind that stays at the server", problem.Damaged, lines(rows(`["credential",51,["1","x"]]`))},
	{"too few cells", problem.Damaged, lines(rows(`["person",51,["2","1"]]`))},
	{"too many cells", problem.Damaged, lines(rows(strings.Replace(person, `""]]`, `"",1]]`, 1)))},
	{"a cell of another type", problem.Damaged, lines(rows(strings.Replace(person, "false",
		`"no"`, 1)))},
	{"a record without an id", problem.Damaged, lines(rows(strings.Replace(person, `["1"`, `[""`,
		1)))},
	{"a row that is none", problem.Damaged, lines(rows(`["person"]`))},
	{"rubbish between", problem.Damaged, lines(rows(`<html>`))},
	{"a line that is too long", problem.Damaged, lines(rows(`["person",51,["` +
		strings.Repeat("x", wire.MaxBody) + `"]]`))},
	{"another schema", problem.Damaged, lines(first(`{"download":"x","mode":"delta","schema":9}`))},
	{"another mode", problem.Damaged, lines(first(`{"download":"x","mode":"all","schema":1}`))},
	{"the answer to another question", problem.Damaged,
		lines(first(`{"download":"x","mode":"delta","schema":1}`))},
	{"a last line without a state", problem.Damaged, lines(last(`{"done":true,"sum":SUM,"acks":[]}`))},
	{"a byte that was swapped on its way", problem.Damaged, lines(func(l []string) []string {
		right := summed(l)
		right[1] = strings.Replace(right[1], `"A"`, `"E"`, 1)
		return right
	})},
	{"more after the last line", problem.Damaged,
		lines(func(l []string) []string { return append(summed(l), person) })},
	{"a last line that is not done", problem.Damaged,
		lines(last(strings.Replace(ending, "true", "false", 1)))},
	{"a last line with more", problem.Damaged,
		lines(last(strings.Replace(ending, "{", `{"more":1,`, 1)))},
	{"a first line with more", problem.Damaged, lines(func(l []string) []string {
		return append([]string{strings.Replace(l[0], "{", `{"more":1,`, 1)}, l[1:]...)
	})},
	{"a first line of other types", problem.Damaged, lines(func(l []string) []string {
		return append([]string{strings.Replace(l[0], `"schema":1`, `"schema":"1"`, 1)}, l[1:]...)
	})},
	{"a version that is text", problem.Damaged, lines(last(strings.Replace(ending, "99", `"99"`, 1)))},
	{"outcomes that are none", problem.Damaged, lines(last(strings.Replace(ending, "[]", "7", 1)))},
	{"a version that goes back", problem.Damaged, lines(last(strings.Replace(ending, "99", "1", 1)))},
	{"changes of another epoch", problem.Damaged,
		lines(last(strings.Replace(ending, `"epoch":1`, `"epoch":2`, 1)))},
	{"changes of another portal", problem.Damaged,
		lines(last(strings.Replace(ending, "portal-1", "portal-2", 1)))},
	{"a row with a version that is text", problem.Damaged, lines(rows(`["person","51",["2"]]`))},
	{"a row that is an object", problem.Damaged, lines(rows(`{"kind":"person","id":"2"}`))},
	{"all of a kind that nobody knows", problem.Damaged, lines(func(l []string) []string {
		return append([]string{strings.Replace(l[0], "{", `{"anew":["gadget"],`, 1)}, l[1:]...)
	})},
	{"no zstd", problem.Damaged, func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, strings.Repeat(ending+"\n", 50))
	}},
	{"a refusal", problem.Conflict, func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusConflict)
		_, _ = io.WriteString(w, `{"kind":"conflict","text":"Update.","code":"desk_too_old"}`)
	}},
}

func lines(change func([]string) []string) func(http.ResponseWriter, *http.Request) {
	return func(w http.ResponseWriter, r *http.Request) { pull(w, r, change) }
}

func first(line string) func([]string) []string {
	return func(l []string) []string { return append([]string{line}, l[1:]...) }
}

func last(line string) func([]string) []string {
	return func(l []string) []string { return append(l[:2:2], line) }
}

func page(status int) func(http.ResponseWriter, *http.Request) {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(status)
		_, _ = io.WriteString(w, "<!doctype html><title>Sign in to this network</title>")
	}
}

// shown is everything that a desk shows.
type shown map[string]string

func (s shown) Begin(edit.Opening) error { return nil }

func (s shown) Mark(string) error { return nil }

func (s shown) Row(r edit.Staged) error {
	s[string(r.Kind)+string(r.Cells)] = ""
	return nil
}

func TestWhateverTheServerAnswersTheDeskSaysOneSentenceAndChangesNothing(t *testing.T) {
	h := newHost(t)
	for _, c := range answers {
		t.Run(c.name, func(t *testing.T) {
			anna := h.pair(1, "anna")
			front := httptest.NewServer(http.HandlerFunc(c.answer))
			defer front.Close()
			client := anna.at(front.URL)
			before, was := shown{}, anna.position()
			anna.show(before)
			err := client.Once(ctx)
			after := shown{}
			anna.show(after)
			if c.kind == "" {
				if err != nil || len(after) != len(before)+1 {
					t.Errorf("%v; %d records, then %d", err, len(before), len(after))
				}
				return
			}
			p := problem.Of(err)
			if p.Kind != c.kind || !strings.HasSuffix(p.Text, ".") {
				t.Errorf("%s: %v, want %s", p.Kind, err, c.kind)
			}
			if d := cmp.Diff(before, after); d != "" || !cmp.Equal(anna.position(), was) {
				t.Errorf("it changed %s", d)
			}
			if s := client.Standing(); s.Online || (s.Trouble == "") != (p.Kind == problem.Unavailable) {
				t.Errorf("it stands %+v", s)
			}
		})
	}
}

// TestAnUnknownCertificateIsTold to whoever connects a desk and to whoever works at one.
func TestAnUnknownCertificateIsTold(t *testing.T) {
	front := httptest.NewUnstartedServer(http.NotFoundHandler())
	front.Config.ErrorLog = log.New(io.Discard, "", 0)
	front.StartTLS()
	defer front.Close()
	_, paired := syncclient.Pair(ctx, front.URL, "CODE", "computer")
	_, begun := syncclient.Begin(ctx, front.URL, "computer")
	client := newHost(t).pair(1, "anna").at(front.URL)
	for _, err := range []error{paired, begun, client.Once(ctx)} {
		if p := problem.Of(err); p.Kind != problem.Damaged || !strings.Contains(p.Text, "certificate") {
			t.Errorf("%v", err)
		}
	}
	if s := client.Standing(); s.Online || !strings.Contains(s.Trouble, "certificate") {
		t.Errorf("it stands %+v", s)
	}
}

// at gives a client of the same desk for another address.
func (s *seat) at(address string) *syncclient.Client {
	return syncclient.New(s.DB, syncclient.Pairing{Server: address, Machine: s.machine,
		Token: s.token, Key: s.key}, syncclient.Env{NewID: newID,
		Edits: func(edit.Envelope) edit.Env { return s.Env(s.Who, edit.Desk) }})
}

func (s *seat) show(into shown) {
	s.T.Helper()
	if err := s.DB.Everything(ctx, into); err != nil {
		s.T.Fatal(err)
	}
}

func (s *seat) position() edit.Position {
	s.T.Helper()
	p, err := s.DB.Position(ctx)
	if err != nil {
		s.T.Fatal(err)
	}
	return p
}

func TestAServerThatAlwaysFindsAForkDoesNotKeepTheDeskBusy(t *testing.T) {
	h := newHost(t)
	anna := h.pair(1, "anna")
	anna.Do(grant(1))
	asked := 0
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked++
		var in wire.Push
		if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
			panic(err)
		}
		_ = json.NewEncoder(w).Encode(wire.Pushed{Copy: in.Copy, Fork: true, LastSeq: 9, Version: 1})
	}))
	defer front.Close()
	err := anna.at(front.URL).Once(ctx)
	if !problem.Is(err, problem.Conflict) || asked > 10 || anna.pending() != 1 {
		t.Errorf("%v after %d questions; %d edits wait", err, asked, anna.pending())
	}
}
