package edit

import (
	"encoding/json"
	"maps"
	"testing"
	"time"

	"gatehouse/backend/records"
)

// boom writes, and then fails as no edit should.
type boom struct{ How string }

func (e *boom) Validate() error { return nil }

func (e *boom) Authorize(Tx, Env) error { return nil }

func (e *boom) Apply(tx Tx, _ Env) (Result, error) {
	tx.Put(&records.Account{ID: 1, Name: "Half done"})
	tx.Delete(account(2))
	if e.How == "invalid" {
		tx.Put(&records.Account{ID: 3})
		return Result{}, nil
	}
	var nothing *records.Account
	return Result{Subject: nothing.Name}, nil
}

// memory is a Tx without a database.
type memory map[records.Key]records.Record

func (m memory) Row(k records.Key) records.Record { return m[k] }
func (m memory) Put(r records.Record)             { m[r.Key()] = r }
func (m memory) Delete(k records.Key)             { delete(m, k) }
func (m memory) Fail(err error)                   { panic(err) }

func (m memory) Find(kind records.Kind, column string, value any) (list []records.Record) {
	for k, r := range m {
		if k.Kind == kind && r.Index(column) == value {
			list = append(list, r)
		}
	}
	return list
}

// TestAnEditThatFailsInsideIsParkedAndChangesNothing: it stands in the inbox and in the history,
// and the next edit goes on.
func TestAnEditThatFailsInsideIsParkedAndChangesNothing(t *testing.T) {
	registry["boom"] = func() Edit { return new(boom) }
	defer delete(registry, "boom")
	for how, want := range map[string]records.Status{"panic": records.Parked,
		"invalid": records.Refused} {
		args, err := json.Marshal(boom{how})
		if err != nil {
			t.Fatal(err)
		}
		tx := memory{}
		tx.Put(&records.Account{ID: 2, Name: "Stays"})
		before := maps.Clone(tx)
		env := Env{Now: time.Unix(1, 0), Zone: time.UTC, Side: Server,
			Actor: Actor{Name: "Anna", Staff: &records.Staff{ID: 1, Name: "Anna"}}}
		out := Run(tx, env, Envelope{UID: "u", Name: "boom", NV: 1, Args: args})
		if out.Status != want || !out.Inbox || out.Why == "" {
			t.Errorf("%s: %+v", how, out)
		}
		for k, r := range tx {
			isTrace := k.Kind == records.KindInbox || k.Kind == records.KindHistory
			if before[k] != r && !isTrace {
				t.Errorf("%s: it changed %+v", how, r)
			}
		}
		line, ok := tx[records.Key{Kind: records.KindHistory, ID: records.KeyOf("u")}]
		if !ok || line.(*records.History).Status != want || tx[account(2)] == nil {
			t.Errorf("%s: the history says %+v", how, line)
		}
	}
}

// TestAnEditThatThisServerDoesNotKnowIsKept: perhaps it is a newer desk's.
func TestAnEditThatThisServerDoesNotKnowIsKept(t *testing.T) {
	for side, want := range map[Side]records.Status{Server: records.Parked,
		Desk: records.Refused} {
		tx := memory{}
		env := Env{Now: time.Unix(1, 0), Zone: time.UTC, Side: side,
			Actor: Actor{Name: "Anna", Staff: &records.Staff{ID: 1, Name: "Anna"}}}
		in := Envelope{UID: "u", Name: "GiveCake", NV: 1, Args: []byte(`{"Slices":2}`)}
		if out := Run(tx, env, in); out.Status != want {
			t.Errorf("%+v", out)
		}
		line, kept := tx[records.Key{Kind: records.KindInbox, ID: records.KeyOf("u")}]
		if kept != (side == Server) || kept && line.(*records.Inbox).Args != `{"Slices":2}` {
			t.Errorf("kept: %+v", line)
		}
	}
}
