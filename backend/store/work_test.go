package store_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gatehouse/backend/access"
	"gatehouse/backend/edit"
	"gatehouse/backend/records"
	"gatehouse/backend/store"
	"gatehouse/backend/store/storetest"
)

// workWorld makes random projects, tasks, orders, documents and configuration items.
func workWorld(r *rand.Rand) (list []records.Record) {
	someone := func() records.PersonID {
		return []records.PersonID{0, storetest.Mia, storetest.Tom, storetest.Zoe}[r.IntN(4)]
	}
	account := func() records.AccountID {
		return []records.AccountID{storetest.Acme, storetest.Labs}[r.IntN(2)]
	}
	yes := func() bool { return r.IntN(2) == 0 }
	for i := range int64(60) {
		created := int64(1000 + r.IntN(20))
		p := &records.Project{ID: records.ProjectID(1000 + i), Name: "P", Account: account(),
			State: records.Running, Created: created}
		for range r.IntN(3) {
			if who := someone(); who != 0 {
				p.Team = append(p.Team, who)
			}
		}
		d := &records.Document{ID: records.DocumentID(4000 + i), Name: "D", Public: r.IntN(4) == 0,
			Shown: r.IntN(4) > 0, Created: created}
		switch r.IntN(4) {
		case 0:
			d.Account, d.Contact = account(), someone()
		case 1:
			d.Account, d.Project = p.Account, p.ID
		case 2:
			d.Account, d.Project, d.Contact = p.Account, p.ID, someone()
		}
		list = append(list, p, d,
			&records.Task{ID: records.TaskID(2000 + i), Project: p.ID, Account: p.Account, Name: "T",
				Assigned: someone(), Done: yes(), Created: created},
			&records.Order{ID: records.OrderID(3000 + i), Name: "O", Account: account(),
				Contact: someone(), Creator: someone(), Status: records.OrderNew, Created: created},
			&records.ConfigurationItem{ID: records.ConfigurationItemID(5000 + i), Name: "C",
				Account: account(), Created: created},
			&records.Licence{ID: records.LicenceID(6000 + i), Name: "L", Account: account(),
				Created: created})
	}
	return list
}

// TestSQLAndTheCoreAgreeAboutWork: for every profile, person, permission and record, on both
// engines (A2, A5, A14, C10, C11, N6, A26).
func TestSQLAndTheCoreAgreeAboutWork(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o *storetest.Office) {
		all := workWorld(rand.New(rand.NewPCG(5, 6)))
		_, err := o.Server.Write(ctx, func(tx edit.Tx) error {
			for _, r := range all {
				tx.Put(r)
			}
			return nil
		})
		must(t, err)
		allowed, refused := 0, 0
		for _, user := range []records.UserID{storetest.MiaUser, storetest.TomUser,
			storetest.ZoeUser} {
			c, err := o.Server.Cast(ctx, user)
			must(t, err)
			s := c.Subject()
			for scope := access.Shared; scope <= access.All; scope++ {
				for p, kind := range map[access.Permission]records.Kind{
					access.ProjectView: records.KindProject, access.ProjectTasks: records.KindTask,
					access.OrderView: records.KindOrder, access.DocumentView: records.KindDocument,
					access.DocumentationView:   records.KindConfigurationItem,
					access.DocumentationReveal: records.KindLicence} {
					s.Matrix[p] = scope
					yes, no := agree(t, o, s, question{p, kind, all})
					allowed, refused = allowed+yes, refused+no
				}
			}
		}
		if allowed*20 < refused || refused*20 < allowed {
			t.Errorf("%d allowed and %d refused: this says little", allowed, refused)
		}
	})
}

func agree(t *testing.T, o *storetest.Office, s *access.Subject, about question) (yes, no int) {
	t.Helper()
	page, err := o.Server.Page(ctx, about.kind, access.Filter(s, about.p,
		records.ColumnsOf(about.kind), access.Moment{}), records.Query{Limit: 1000})
	must(t, err)
	var got, want []int64
	for _, r := range page {
		got = append(got, r.Key().ID)
	}
	for _, r := range about.all {
		if r.Key().Kind != about.kind {
			continue
		}
		g, closed, err := o.Server.One(ctx, r.Key())
		must(t, err)
		if access.Check(s, about.p, records.Guard(g, about.p, closed), access.Moment{}).Allowed() {
			want = append(want, r.Key().ID)
			continue
		}
		no++
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("%s of %s with scope %d: SQL says %v, the core %v", about.p, s.Name,
			s.Matrix[about.p], got, want)
	}
	return len(want), no
}

type question struct {
	p    access.Permission
	kind records.Kind
	all  []records.Record
}

// TestAListOfIdsComesBackAsItWas: teams, flags and additional information, at the server and,
// through a download, at a desk.
func TestAListOfIdsComesBackAsItWas(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o *storetest.Office) {
		d := o.Desk(storetest.Anna, "anna")
		p := records.Project{ID: 1, Name: "P", Account: storetest.Acme, State: records.Running,
			Team: []records.PersonID{storetest.Tom, storetest.Mia}, Created: 1}
		order := records.Order{ID: 2, Name: "O", Account: storetest.Acme, Status: records.OrderNew,
			Flags: []records.FlagID{7, 5}, Info: map[string]string{"serial": "SN \"1\"\nü"},
			Created: 1}
		o.At(storetest.Anna,
			&edit.SaveProject{Save: edit.Save[records.Project, *records.Project]{Want: p}},
			&edit.SaveOrder{Save: edit.Save[records.Order, *records.Order]{Want: order}})
		d.Pull()
		for _, want := range []records.Record{&p, &order} {
			for _, db := range []*store.DB{o.Server, d.DB} {
				have, _, err := db.One(ctx, want.Key())
				must(t, err)
				if diff := cmp.Diff(want, records.Record(have)); diff != "" {
					t.Error(diff)
				}
			}
		}
	})
}
