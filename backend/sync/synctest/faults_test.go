package synctest

import (
	"bufio"
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"regexp"
	"slices"
	"testing"

	"github.com/klauspost/compress/zstd"

	"gatehouse/backend/edit"
	"gatehouse/backend/records"
	"gatehouse/backend/sync/syncclient"
	"gatehouse/backend/sync/syncserver"
	"gatehouse/backend/sync/wire"
)

// onDesk is a desk's store with a defect.
type onDesk struct {
	syncclient.Store
	d       *desk
	outbox  func(after int64, list []edit.Waiting) []edit.Waiting
	publish func(*edit.Download)
}

func (s onDesk) Outbox(ctx context.Context, after int64, limit int) ([]edit.Waiting, error) {
	list, err := s.Store.Outbox(ctx, after, limit)
	if s.outbox != nil {
		list = s.outbox(after, list)
	}
	return list, err
}

func (s onDesk) Publish(ctx context.Context, d edit.Download,
	env func(edit.Envelope) edit.Env) (edit.Published, error) {
	if s.publish != nil {
		s.publish(&d)
	}
	return s.Store.Publish(ctx, d, env)
}

// onServer is the server's store with a defect.
type onServer struct {
	syncserver.Store
	look *looker
	push func(*looker, string, *edit.Waiting)
}

func (s onServer) Push(ctx context.Context, machine, copyID string, env edit.Env,
	in []edit.Waiting) (edit.Pushed, error) {
	for i := range in {
		s.push(s.look, copyID, &in[i])
	}
	return s.Store.Push(ctx, machine, copyID, env, in)
}

func atDesk(make func(*desk) onDesk) func(syncclient.Store, *desk) syncclient.Store {
	return func(s syncclient.Store, d *desk) syncclient.Store {
		w := make(d)
		w.Store, w.d = s, d
		return w
	}
}

func atServer(push func(*looker, string, *edit.Waiting)) func(syncserver.Store,
	*looker) syncserver.Store {
	return func(s syncserver.Store, l *looker) syncserver.Store { return onServer{s, l, push} }
}

// ledger gives every removal that a database's ledger names.
func (l *looker) ledger(o *office) (list []records.UID) {
	l.each(o, "SELECT DISTINCT uid FROM narrowings ORDER BY uid", func(rows *sql.Rows) error {
		var uid records.UID
		err := rows.Scan(&uid)
		list = append(list, uid)
		return err
	})
	return list
}

// change runs SQL beside the product, as a defect would.
func (l *looker) change(o *office, query string, args ...any) {
	_, err := l.Exec(query, args...)
	o.must(err)
}

// faults are planted one by one; each must be found within so many seeds.
var faults = []struct {
	seeds int
	fault Fault
}{
	{120, Fault{Name: "what the author had seen is asked again at the push", Desk: atDesk(
		func(d *desk) onDesk {
			return onDesk{outbox: func(_ int64, list []edit.Waiting) []edit.Waiting {
				for i := range list {
					list[i].Edit.Seen = d.look.ledger(d.office)
				}
				return list
			}}
		})}},
	{60, Fault{Name: "what the author had seen leaves out own removals that wait", Desk: atDesk(
		func(d *desk) onDesk {
			return onDesk{outbox: func(_ int64, list []edit.Waiting) []edit.Waiting {
				for i, w := range list {
					list[i].Edit.Seen = slices.DeleteFunc(w.Edit.Seen, func(u records.UID) bool {
						a := d.ghost.authored[w.Edit.UID]
						return a != nil && slices.Contains(a.waiting, u)
					})
				}
				return list
			}}
		})}},
	{60, Fault{Name: "every removal counts as seen", Server: atServer(
		func(l *looker, _ string, w *edit.Waiting) {
			w.Edit.Seen = append(w.Edit.Seen, l.ledger(&office{})...)
		})}},
	{60, Fault{Name: "every try of a push has fresh uids", Desk: atDesk(
		func(d *desk) onDesk {
			return onDesk{outbox: func(_ int64, list []edit.Waiting) []edit.Waiting {
				for i := range list {
					list[i].Edit.UID += records.UID(fmt.Sprint("-", d.newID()))
				}
				return list
			}}
		})}},
	{60, Fault{Name: "acknowledged by number, not by uid", Desk: atDesk(
		func(d *desk) onDesk {
			return onDesk{publish: func(down *edit.Download) {
				for i, a := range down.Acks {
					list, err := d.db.Outbox(ctx, a.Seq-1, 1)
					if d.must(err) && len(list) == 1 && list[0].Seq == a.Seq {
						down.Acks[i].UID = list[0].Edit.UID
					}
				}
			}}
		}), Server: atServer(func(l *looker, copyID string, w *edit.Waiting) {
		row := l.QueryRow("SELECT uid FROM applied WHERE copy = ? AND seq = ?", copyID, w.Seq)
		_ = row.Scan(&w.Edit.UID) // no row: it is new
	})}},
	{60, Fault{Name: "what waits is dropped at the answer to the push", Desk: atDesk(
		func(d *desk) onDesk {
			return onDesk{outbox: func(after int64, list []edit.Waiting) []edit.Waiting {
				d.look.change(d.office, "DELETE FROM outbox WHERE seq <= ?", after)
				return list
			}}
		})}},
	{20, Fault{Name: "a download that was cut is published", Cut: withoutTheMiddle}},
	{120, Fault{Name: "the answer to an old question is published", Desk: atDesk(
		func(d *desk) onDesk {
			return onDesk{publish: func(down *edit.Download) {
				pos, err := d.db.Position(ctx)
				d.must(err)
				down.Was = pos
			}}
		})}},
	{20, Fault{Name: "base copies are forgotten before a publish", Desk: atDesk(
		func(d *desk) onDesk {
			return onDesk{publish: func(*edit.Download) {
				d.look.change(d.office, "DELETE FROM undo")
			}}
		})}},
	{240, Fault{Name: "acknowledged edits are not kept for a server that goes back", Desk: atDesk(
		func(d *desk) onDesk {
			return onDesk{publish: func(*edit.Download) {
				d.look.change(d.office, "DELETE FROM acked WHERE status <> 'refused'")
			}}
		})}},
	{60, Fault{Name: "the ledger is emptied", Server: atServer(
		func(l *looker, _ string, w *edit.Waiting) {
			l.change(&office{}, "DELETE FROM narrowings")
		})}},
	{60, Fault{Name: "a line of the history is changed", Server: atServer(
		func(l *looker, _ string, w *edit.Waiting) {
			l.change(&office{}, "UPDATE history SET actor = 'Eve' WHERE n = 1")
		})}},
}

// withoutTheMiddle drops rows of a download and leaves its last line.
func withoutTheMiddle(whole []byte) []byte {
	r, err := zstd.NewReader(bytes.NewReader(whole))
	if err != nil {
		return whole
	}
	defer r.Close()
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, wire.MaxBody)
	var all [][]byte
	for lines.Scan() {
		all = append(all, bytes.Clone(lines.Bytes()))
	}
	if len(all) < 3 {
		return whole
	}
	all = append(all[:1+(len(all)-2)/2], all[len(all)-1])
	sum := uint32(0) // the sums of rows would tell
	for _, row := range all[1 : len(all)-1] {
		sum = wire.Sum(wire.Sum(sum, row), []byte("\n"))
	}
	n := len(all) - 1
	all[n] = regexp.MustCompile(`"sum":\d+`).ReplaceAll(all[n], fmt.Appendf(nil, `"sum":%d`, sum))
	w, err := zstd.NewWriter(nil)
	if err != nil {
		return whole
	}
	return w.EncodeAll(append(bytes.Join(all, []byte("\n")), '\n'), nil)
}

func TestEveryPlantedFaultIsFound(t *testing.T) {
	if *oneSeed != 0 {
		t.Skip("one seed is played")
	}
	folder, template := stage(t)
	for _, f := range faults {
		t.Run(f.fault.Name, func(t *testing.T) {
			for seed := int64(1); seed <= int64(f.seeds); seed++ {
				broken := play(t, Schedule{Seed: seed, Folder: folder, Template: template,
					Fault: &f.fault})
				if len(broken) > 0 {
					t.Logf("seed %d: %s", seed, broken[0])
					return
				}
			}
			t.Errorf("not found within %d seeds", f.seeds)
		})
	}
}
