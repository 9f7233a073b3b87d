package store_test

import (
	"fmt"
	"testing"

	"gatehouse/backend/edit"
	"gatehouse/backend/records"
	"gatehouse/backend/store/storetest"
)

// BenchmarkPush: a server takes edits in batches of 500, with history, chain and idempotency. What
// counts is a PostgreSQL that syncs its disk, as it does unless it is told otherwise.
func BenchmarkPush(b *testing.B) {
	for _, e := range []storetest.Engine{storetest.SQLite, storetest.Postgres} {
		for name, next := range map[string]func(int64) (string, string){
			"tickets": ticketNo, "notes": noteNo, "details": detailsNo} {
			b.Run(string(e)+"/"+name, func(b *testing.B) { pushes(b, e, next) })
		}
	}
}

func ticketNo(n int64) (string, string) {
	return "CreateTicket", fmt.Sprintf(`{"ID":"%d","Number":"T-%d","Account":"101","Contact":"201",`+
		`"Subject":"It broke","Text":"","Priority":""}`, 10_000+n, n)
}

func noteNo(n int64) (string, string) {
	return "AddNote", fmt.Sprintf(`{"ID":"%d","Ticket":"7","Text":"Mended.","Internal":false}`,
		10_000+n)
}

const persons = 1000

// detailsNo changes the telephone number of one person after the other.
func detailsNo(n int64) (string, string) {
	phone := func(round int64) string { return fmt.Sprint("+49 30 ", round) }
	round := (n - 1) / persons
	return "UpdateDetails", fmt.Sprintf(`{"Person":"%d","Was":{"First":"Ann","Phone":%q},`+
		`"Want":{"First":"Ann","Phone":%q}}`, 1000+n%persons, phone(round), phone(round+1))
}

func pushes(b *testing.B, e storetest.Engine, next func(int64) (string, string)) {
	o := storetest.On(b, e)
	o.At(storetest.Anna, &edit.CreateTicket{ID: 7, Number: "T", Account: storetest.Acme,
		Subject: "It broke"})
	var people []records.Record
	for i := range persons {
		people = append(people, &records.Person{ID: records.PersonID(1000 + i),
			Account: storetest.Acme, First: "Ann", Phone: "+49 30 0"})
	}
	_, err := o.Server.Write(ctx, func(tx edit.Tx) error {
		for _, p := range people {
			tx.Put(p)
		}
		return nil
	})
	must(b, err)
	env := o.Env(storetest.Anna, edit.Server)
	seq := int64(0)
	for b.Loop() {
		list := make([]edit.Waiting, 500)
		for i := range list {
			seq++
			name, args := next(seq)
			list[i] = edit.Waiting{Seq: seq, Edit: edit.Envelope{Name: name, NV: 1,
				UID: records.UID(fmt.Sprint("push-", seq)), Args: []byte(args), At: 1}}
		}
		out, err := o.Server.Push(ctx, "machine", "copy", env, list)
		if err != nil {
			b.Fatal(err)
		}
		for _, r := range out.Results {
			if r.Status != records.Applied {
				b.Fatalf("%+v", r)
			}
		}
	}
	b.ReportMetric(float64(seq)/b.Elapsed().Seconds(), "edits/s")
}
