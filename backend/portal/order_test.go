package portal_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"gatehouse/backend/access"
	"gatehouse/backend/portal/portaltest"
	"gatehouse/backend/records"
)

func init() {
	ways = append(ways, "orders", "orders?state=done", "orders?q=scanner", "orders/701",
		"orders/702", "orders/703", "orders/704", "orders/705", "orders/761")
}

// TestOrdersAreWithinReach: N6, and C10 for one's own.
func TestOrdersAreWithinReach(t *testing.T) {
	w := portaltest.Sample(t)
	for who, want := range map[string]string{"ada": "705 701", "bob": "702", "eve": "703",
		"fay": "704", "ben": "705 702 701", "ola": "705 702 701", "cleo": "705 703 702 701",
		"profile": "705 702 701"} {
		page := open(t, w.Hosted(who), "orders")
		if got := strings.Join(asked(page, access.OrderView), " "); got != want {
			t.Errorf("%s sees %q, want %q", who, got, want)
		}
		for _, id := range strings.Fields("701 702 703 704 705") {
			status := open(t, w.Hosted(who), "orders/"+id).Status
			if (status == http.StatusOK) != slices.Contains(strings.Fields(want), id) {
				t.Errorf("%s gets %d for order %s", who, status, id)
			}
		}
	}
}

// TestAConsolidatedAccountSeesTheOrdersOfItsMembers: N4. Each row says whose it is.
func TestAConsolidatedAccountSeesTheOrdersOfItsMembers(t *testing.T) {
	w := portaltest.Sample(t)
	w.Consolidate("ola", 20)
	page := open(t, w.Hosted("ola"), "orders")
	if got := strings.Join(asked(page, access.OrderView), " "); got != "705 704 702 701" {
		t.Errorf("she sees %q", got)
	}
	if !strings.Contains(page.Text(), "Other Ltd") {
		t.Errorf("nobody says whose they are: %s", page.Text())
	}
	if text := open(t, w.Hosted("ola"), "orders/704").Text(); !strings.Contains(text, "Other Ltd") {
		t.Errorf("the order does not say whose it is: %s", text)
	}
	if got := open(t, w.Hosted("fay"), "orders/701").Status; got != http.StatusNotFound {
		t.Errorf("a member sees an order of the others: %d", got)
	}
}

// TestAnOrderShowsWhatIsForCustomers: the additional information that staff show (N6), files of
// customer file types (N7), customer flags (N8), and never a task inside it.
func TestAnOrderShowsWhatIsForCustomers(t *testing.T) {
	w := portaltest.Sample(t)
	page := open(t, w.Hosted("ada"), "orders/701")
	for _, text := range []string{"Serial number SN-4711", "Express", "delivery.txt", "In progress"} {
		if !strings.Contains(page.Text(), text) {
			t.Errorf("%q is missing: %s", text, page.Text())
		}
	}
	for _, text := range []string{"SECRET", "pays late", "Remark", "supplier"} {
		if strings.Contains(page.Body, text) {
			t.Errorf("the order says %q", text)
		}
	}
	if got := open(t, w.Hosted("ada"), "files/811"); got.Body != "three scanners" {
		t.Errorf("a customer file: %d %q", got.Status, got.Body)
	}
	for who, ids := range map[string]string{"ada": "812 813 814", "cleo": "812 813 814",
		"bob": "811"} {
		for _, id := range strings.Fields(ids) {
			if got := open(t, w.Hosted(who), "files/"+id).Status; got != http.StatusNotFound {
				t.Errorf("%s gets %d for file %s", who, got, id)
			}
		}
	}
}

// TestWhatStaffTickShowsAtOnce: N6, N7, N8: one click at the field, the file type, the flag.
func TestWhatStaffTickShowsAtOnce(t *testing.T) {
	w := portaltest.Sample(t)
	for _, r := range w.More {
		switch r := r.(type) {
		case *records.OrderType:
			r.Fields = []records.OrderField{{Key: "margin", Label: "Discount", Shown: true},
				{Key: "serial", Label: "Serial number"}}
		case *records.Flag:
			r.Customer = !r.Customer
		case *records.FileType:
			r.Customer = !r.Customer
		}
	}
	text := open(t, w.Hosted("ada"), "orders/701").Text()
	for _, gone := range []string{"Serial number", "Express", "delivery.txt"} {
		if strings.Contains(text, gone) {
			t.Errorf("%q is still there: %s", gone, text)
		}
	}
	for _, now := range []string{"Discount SECRET 40 %", "SECRET: pays late", "SECRET-offer.txt"} {
		if !strings.Contains(text, now) {
			t.Errorf("%q is not there: %s", now, text)
		}
	}
}

// TestDeadlinesAreToldApart: N9, by words, by colour and by icon.
func TestDeadlinesAreToldApart(t *testing.T) {
	w := portaltest.Sample(t)
	for who, c := range map[string]struct{ way, look, text string }{
		"ada": {"orders/701", "overdue", "Overdue"},
		"bob": {"orders/702", "due-24", "Due within 24 hours"},
		"eve": {"orders/703", "due-48", "Due within 48 hours"},
		"fay": {"orders/704", "", ""},
	} {
		both := open(t, w.Hosted(who), "orders").Body + open(t, w.Hosted(who), c.way).Body
		for _, look := range []string{"overdue", "due-24", "due-48"} {
			n := strings.Count(both, `pill-`+look+`"><svg`)
			if n != map[bool]int{true: 2}[look == c.look] || !strings.Contains(both, c.text) {
				t.Errorf("%s sees %s %d times", who, look, n)
			}
		}
	}
	if body := open(t, w.Hosted("ada"), "orders/705").Body; strings.Contains(body, "pill-overdue") {
		t.Error("an order that is done is overdue")
	}
}

// TestAnOrderTaskIsForNobody: whatever the profile, and the explanation says that nothing repairs
// it (N6).
func TestAnOrderTaskIsForNobody(t *testing.T) {
	w := portaltest.Sample(t)
	task := &records.OrderTask{ID: 1, Order: 701, Account: 10, Name: "x"}
	s := w.Viewer("cleo").Subject
	d := access.Check(s, access.OrderView, task.Record(0), access.At(w.Now, w.Settings.Location()))
	why := access.Because(d, s)
	if d.Allowed() || d.Faults != access.OrderTask || len(why) == 0 {
		t.Errorf("%+v, %v", d, why)
	}
	found, err := w.Parts(t.Context(), records.KindOrderTask, "of_order", 701)
	if err != nil || len(found) > 0 {
		t.Errorf("%v, %v", found, err)
	}
}
