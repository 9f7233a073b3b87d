package wire

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

func TestReadIsStrict(t *testing.T) {
	for _, c := range []struct {
		name, text string
		good       bool
	}{
		{"whole", `{"download":"d","mode":"delta","schema":1}`, true},
		{"spaces after", "{\"mode\":\"delta\",\"schema\":1}\n\n", true},
		{"unknown field", `{"mode":"delta","schema":1,"more":1}`, false},
		{"two values", `{"mode":"delta","schema":1}{}`, false},
		{"rubbish after", `{"mode":"delta","schema":1}x`, false},
		{"wrong type", `{"mode":1,"schema":1}`, false},
		{"number too large", `{"mode":"delta","schema":1e99}`, false},
		{"cut off", `{"mode":"delta","sch`, false},
		{"a page", `<!doctype html><title>Sign in to the Wi-Fi</title>`, false},
		{"empty", ``, false},
		{"a list", `[]`, false},
		{"deep", strings.Repeat("[", 200_000), false},
	} {
		var o Opening
		err := Read([]byte(c.text), &o)
		if c.good != (err == nil) {
			t.Errorf("%s: %v", c.name, err)
		}
		if err != nil && !problem.Is(err, problem.Damaged) {
			t.Errorf("%s: %v is no sentence", c.name, err)
		}
	}
}

func TestARowComesBackAsItWent(t *testing.T) {
	for _, want := range []Row{
		{Kind: "person", Ver: 7, Cells: json.RawMessage(`["5","Ann",true,null]`)},
		{Kind: "person", Ver: 1 << 60, Cells: json.RawMessage(`[]`)},
		{Kind: "ticket", Ver: 9, ID: 1<<63 - 1},
		{Kind: "note", Ver: 1, ID: 1},
	} {
		text, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		got := Row{Kind: "other", ID: 99, Cells: json.RawMessage(`["left over"]`)}
		if err := json.Unmarshal(text, &got); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s: %s", text, d)
		}
	}
}

func TestABadRowIsRefusedAndChangesNothing(t *testing.T) {
	for _, text := range []string{
		`null`, `{}`, `[]`, `["person",1]`, `["person",1,["1"],2]`, `[1,1,["1"]]`,
		`["",1,["1"]]`, `["-",1,"1"]`, `["--person",1,"1"]`, `["person","1",["1"]]`,
		`["person",0,["1"]]`, `["person",-1,["1"]]`, `["person",1.5,["1"]]`, `["person",1,null]`,
		`["person",1,"1"]`, `["person",1,{}]`, `["-person",1,["1"]]`, `["-person",1,"0"]`,
		`["-person",1,""]`, `["-person",1,"-5"]`, `["-person",1,"x"]`, `["-person",1,5]`,
		`["-person",1,null]`, `["person",null,["1"]]`, `[null,1,["1"]]`,
	} {
		r := Row{Kind: "before"}
		if err := json.Unmarshal([]byte(text), &r); err == nil || r.Kind != "before" {
			t.Errorf("%s gives %+v, %v", text, r, err)
		}
	}
}

func TestAPushIsChecked(t *testing.T) {
	good := Edit{Seq: 1, UID: "u", Name: "Undo", NV: 1}
	long := strings.Repeat("x", 101)
	for name, change := range map[string]func(*Push){
		"no copy":        func(p *Push) { p.Copy = "" },
		"a long copy":    func(p *Push) { p.Copy = long },
		"number 0":       func(p *Push) { p.Edits[0].Seq = 0 },
		"no uid":         func(p *Push) { p.Edits[0].UID = "" },
		"a long uid":     func(p *Push) { p.Edits[0].UID = records.UID(long) },
		"no name":        func(p *Push) { p.Edits[0].Name = "" },
		"a long name":    func(p *Push) { p.Edits[0].Name = long },
		"too many edits": func(p *Push) { p.Edits = make([]Edit, MaxEdits+1) },
	} {
		p := Push{Copy: "c", Edits: []Edit{good}}
		if err := p.Check(); err != nil {
			t.Fatal(err)
		}
		change(&p)
		if err := p.Check(); !problem.Is(err, problem.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func fuzz[T any](f *testing.F, seeds ...string) {
	for _, s := range seeds {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var first, again T
		if err := Read(data, &first); err != nil {
			if !problem.Is(err, problem.Damaged) {
				t.Errorf("%v is no sentence", err)
			}
			return
		}
		text, err := json.Marshal(first)
		if err != nil {
			t.Fatalf("cannot be written again: %v", err)
		}
		if err := Read(text, &again); err != nil {
			t.Fatalf("%s cannot be read again: %v", text, err)
		}
		if text2, err := json.Marshal(again); err != nil || string(text) != string(text2) {
			t.Errorf("%s, then %s (%v)", text, text2, err)
		}
	})
}

func FuzzReadPush(f *testing.F) {
	fuzz[Push](f, `{"copy":"c","edits":[{"seq":1,"uid":"u","name":"Undo","nv":1,`+
		`"args":{"Of":"x"},"seen":["a"],"at":5}]}`, `{"edits":null}`, `{}`)
}

func FuzzReadPull(f *testing.F) {
	fuzz[Pull](f, `{"copy":"c","acked":3,"portal":"p","epoch":1,"version":9}`)
}

func FuzzReadPair(f *testing.F) {
	fuzz[Pair](f, `{"code":"AB12","computer":"desk","public_key":"AAAA"}`)
}

func FuzzReadRow(f *testing.F) {
	fuzz[Row](f, `["person",9,["5","Ann",{"a":[1,2]}]]`, `["-person",9,"5"]`, `["-",0,""]`)
}

func FuzzReadClosing(f *testing.F) {
	fuzz[Closing](f, `{"done":true,"portal":"p","epoch":1,"version":9,`+
		`"acks":[{"seq":1,"uid":"u","status":"applied","ver":9}]}`)
}

func FuzzReadPushed(f *testing.F) {
	fuzz[Pushed](f, `{"last_seq":1,"version":2,"results":[{"seq":1,"uid":"u","status":"refused",`+
		`"why":"no","inbox":true}]}`)
}
