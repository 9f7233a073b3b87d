package store_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"gatehouse/backend/edit"
	"gatehouse/backend/records"
	"gatehouse/backend/store"
	"gatehouse/backend/store/storetest"
)

// TestATransactionShowsWhatItHasWritten: what waits in memory, what lies in the database and what
// is both are one for whoever asks, and afterwards everything lies there once.
func TestATransactionShowsWhatItHasWritten(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, e storetest.Engine) {
		db := storetest.Open(t, e)
		kept := map[int64]*records.Note{}
		rapid.Check(t, func(r *rapid.T) { inOneTransaction(r, db, kept) })
	})
}

func inOneTransaction(r *rapid.T, db *store.DB, kept map[int64]*records.Note) {
	n := 0
	_, err := db.Write(ctx, func(tx edit.Tx) error {
		r.Repeat(map[string]func(*rapid.T){
			"put": func(r *rapid.T) {
				n++
				note := &records.Note{ID: records.NoteID(rapid.Int64Range(1, 30).Draw(r, "id")),
					Ticket: records.TicketID(rapid.Int64Range(1, 3).Draw(r, "ticket")),
					Text:   fmt.Sprint("text ", n)}
				tx.Put(note)
				kept[int64(note.ID)] = note
			},
			"put many": func(r *rapid.T) { // more than may wait
				if rapid.IntRange(0, 59).Draw(r, "now") != 59 {
					return
				}
				for i := range int64(1001) {
					tx.Put(&records.Person{ID: records.PersonID(1 + i), First: "Ann"})
				}
			},
			"delete": func(r *rapid.T) {
				k := records.Key{Kind: records.KindNote, ID: rapid.Int64Range(1, 30).Draw(r, "id")}
				tx.Delete(k)
				delete(kept, k.ID)
			},
			"": func(r *rapid.T) { same(r, tx, kept) },
		})
		return nil
	})
	if err != nil {
		r.Fatal(err)
	}
	if _, err := db.Write(ctx, func(tx edit.Tx) error { same(r, tx, kept); return nil }); err != nil {
		r.Fatal(err)
	}
}

func same(r *rapid.T, tx edit.Tx, kept map[int64]*records.Note) {
	for ticket := range int64(4) {
		var want, have []string
		for id, n := range kept {
			if int64(n.Ticket) == ticket {
				want = append(want, fmt.Sprint(id, n.Text))
			}
		}
		last := int64(0)
		for _, f := range tx.Find(records.KindNote, "ticket", ticket) {
			have = append(have, fmt.Sprint(f.Key().ID, f.(*records.Note).Text))
			if f.Key().ID <= last {
				r.Fatalf("Find gives %d after %d", f.Key().ID, last)
			}
			last = f.Key().ID
		}
		slices.Sort(want)
		slices.Sort(have)
		if !slices.Equal(want, have) {
			r.Fatalf("ticket %d: Find gives %q, want %q", ticket, have, want)
		}
	}
	for id := range int64(31) {
		have, there := tx.Row(records.Key{Kind: records.KindNote, ID: id}).(*records.Note)
		if want := kept[id]; there != (want != nil) || there && have.Text != want.Text {
			r.Fatalf("note %d is %+v, want %+v", id, have, want)
		}
	}
}

// TestAPushIsTakenAtOnce: nothing in it, whatever it is about, makes the server take it edit by
// edit, which is for what cannot be done.
func TestAPushIsTakenAtOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o *storetest.Office) {
		var log bytes.Buffer
		before := slog.Default()
		slog.SetDefault(slog.New(slog.NewTextHandler(&log, nil)))
		t.Cleanup(func() { slog.SetDefault(before) })
		anna := o.Desk(storetest.Anna, "anna")
		anna.Do(grant(1, storetest.MiaUser, storetest.Basic))
		anna.Do(grant(2, storetest.TomUser, storetest.Manager))
		anna.Do(&edit.CreateTicket{ID: 7, Number: "T", Account: storetest.Acme, Subject: "It broke"})
		anna.Do(&edit.AddNote{ID: 8, Ticket: 7, Text: "Mended."})
		anna.Do(&edit.RemoveAccess{User: storetest.TomUser})
		anna.Do(&edit.SaveProject{Save: edit.Save[records.Project, *records.Project]{
			Want: records.Project{ID: 9, Number: "P", Name: "Roof", Account: storetest.Acme,
				State: records.Running, Team: []records.PersonID{storetest.Mia}}}})
		out := anna.Sync()
		for _, r := range out.Results {
			if r.Status != records.Applied {
				t.Errorf("%+v", r)
			}
		}
		if strings.Contains(log.String(), "edit by edit") {
			t.Errorf("the log says %s", log.String())
		}
		if again := anna.Push(); again.Fork || again.Gap {
			t.Errorf("%+v", again)
		}
	})
}
