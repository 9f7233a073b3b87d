package hosting_test

import (
	"fmt"
	"net/http/httptest"
	"testing"
	"time"

	"gatehouse/backend/edit"
	"gatehouse/backend/hosting"
	"gatehouse/backend/records"
	"gatehouse/backend/store/storetest"
)

// BenchmarkAUserIsFound is what an identity provider asks before every change: who has this
// userName, at an account of 5,000 people.
func BenchmarkAUserIsFound(b *testing.B) {
	o := storetest.New(b)
	hash := records.HashOfToken("Okta")
	list := []records.Record{&records.Token{ID: records.TokenID(records.TokenKey(hash).ID),
		Hash: hash, Name: "Okta", Use: records.ForSCIM, Account: storetest.Acme}}
	for i := range int64(5000) {
		list = append(list, &records.Person{ID: records.PersonID(10_000 + i),
			Account: storetest.Acme, First: "A", Last: "B", Email: fmt.Sprintf("u%d@x.y", i)},
			&records.User{ID: records.UserID(10_000 + i), Person: records.PersonID(10_000 + i),
				Username: fmt.Sprintf("u%d", i), Active: true, PortalUser: true})
	}
	_, err := o.Server.Write(ctx, func(tx edit.Tx) error {
		for _, r := range list {
			tx.Put(r)
		}
		return nil
	})
	must(b, err)
	now := time.Now()
	h := hosting.New(o.Server, hosting.Env{Now: func() time.Time { return now }},
		hosting.NewLimits(func() time.Time {
			now = now.Add(time.Second)
			return now
		}))
	for b.Loop() {
		r := httptest.NewRequest("GET", "/scim/v2/Users?filter=userName+eq+%22u4999%22", nil)
		r.Header.Set("Authorization", "Bearer Okta")
		w := httptest.NewRecorder()
		if h.ServeHTTP(w, r); w.Code != 200 {
			b.Fatal(w.Code, w.Body)
		}
	}
}
