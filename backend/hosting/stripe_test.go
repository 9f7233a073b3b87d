package hosting_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stripe/stripe-go/v85/webhook"
	"github.com/stripe/stripe-mock/embedded"
	mock "github.com/stripe/stripe-mock/server"

	"gatehouse/backend/access"
	"gatehouse/backend/hosting"
	"gatehouse/backend/records"
	"gatehouse/backend/store/storetest"
)

const webhookSecret = "whsec_of_this_test"

// stripeHere is Stripe's own test server on this computer; what it was asked is kept.
func stripeHere(t *testing.T) (address string, asked func() []url.Values) {
	t.Helper()
	spec, err := mock.LoadSpec(embedded.OpenAPISpec, "")
	must(t, err)
	fixtures, err := mock.LoadFixtures(embedded.OpenAPIFixtures, "")
	must(t, err)
	stub, err := mock.NewStubServer(fixtures, spec, false, false)
	must(t, err)
	var mu sync.Mutex
	var forms []url.Values
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err == nil {
			form, _ := url.ParseQuery(string(body))
			form.Set("path", r.URL.Path)
			form.Set("idempotency", r.Header.Get("Idempotency-Key"))
			mu.Lock()
			forms = append(forms, form)
			mu.Unlock()
		}
		r.Body = io.NopCloser(strings.NewReader(string(body)))
		stub.HandleRequest(w, r)
	}))
	t.Cleanup(server.Close)
	return server.URL, func() []url.Values {
		mu.Lock()
		defer mu.Unlock()
		return forms
	}
}

// shop is a site that takes payments by Stripe, with invoices over 119.00 EUR. Mia is a manager.
func shop(t *testing.T, address string, invoices int) *site {
	t.Helper()
	s := openWith(t, hosting.Env{Address: "https://portal.example",
		Payer: hosting.NewStripe("sk_test_123", webhookSecret, address)})
	s.put(&records.Access{ID: 1, User: storetest.MiaUser, Account: storetest.Acme,
		Profile: storetest.Manager})
	for id := range invoices {
		s.put(bill(records.InvoiceID(600 + id)))
	}
	return s
}

func bill(id records.InvoiceID) *records.Invoice {
	return &records.Invoice{ID: id, Number: "R-" + id.String(), Account: storetest.Acme,
		Currency: "EUR", Due: access.DayOf(2999, 1, 1), Published: true, Created: 1,
		Lines: records.Lines{{Text: "Work", Quantity: 1000, Price: 10_000, Tax: 1900}}}
}

func (s *site) invoice(id records.InvoiceID) *records.Invoice {
	s.t.Helper()
	r, _, err := s.Server.One(ctx, bill(id).Key())
	must(s.t, err)
	return r.(*records.Invoice)
}

// TestCheckoutIsAskedForExactlyWhatIsDue (O9, A40): of Stripe's own test server, which checks the
// request against Stripe's specification.
func TestCheckoutIsAskedForExactlyWhatIsDue(t *testing.T) {
	address, asked := stripeHere(t)
	s := shop(t, address, 1)
	v := s.signedIn()
	form := v.form("pay/600")
	p := v.send("POST", "pay/600", form)
	p.wants(t, http.StatusOK, `href="https://`)
	v.send("POST", "pay/600", form).wants(t, http.StatusOK, `href="https://`)
	all := asked()
	if len(all) != 2 || all[0].Get("idempotency") != all[1].Get("idempotency") {
		t.Fatalf("asked %v", all)
	}
	for name, want := range map[string]string{"path": "/v1/checkout/sessions", "mode": "payment",
		"line_items[0][price_data][unit_amount]": "11900",
		"line_items[0][price_data][currency]":    "eur", "line_items[0][quantity]": "1",
		"metadata[invoice]": "600", "customer_email": miaName,
		"success_url": "https://portal.example/payments"} {
		if got := all[0].Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	if s.invoice(600).Paid != 0 {
		t.Error("going to pay has paid it")
	}
	broken := shop(t, "http://127.0.0.1:1", 1)
	broken.signedIn().fill("pay/600").wants(t, http.StatusServiceUnavailable,
		"payment provider does not answer")
}

// message is what Stripe tells.
type message struct {
	event, kind, session, payment, invoice, currency, status string
	amount                                                   int64
}

func exact(n int, invoice records.InvoiceID) message {
	return message{event: fmt.Sprintf("evt_%d", n), kind: "checkout.session.completed",
		session: fmt.Sprintf("cs_%d", n), payment: fmt.Sprint(10_000 + n),
		invoice: invoice.String(), currency: "eur", status: "paid", amount: 11_900}
}

func (m message) body() string {
	return fmt.Sprintf(`{"id":%q,"object":"event","type":%q,"data":{"object":{"id":%q,`+
		`"object":"checkout.session","amount_total":%d,"currency":%q,"payment_status":%q,`+
		`"metadata":{"payment":%q,"invoice":%q}}}}`, m.event, m.kind, m.session, m.amount,
		m.currency, m.status, m.payment, m.invoice)
}

// sign makes the header of a message as Stripe does.
func sign(body, secret string, at time.Time) string {
	mac := hmac.New(sha256.New, []byte(secret))
	fmt.Fprintf(mac, "%d.%s", at.Unix(), body)
	return fmt.Sprintf("t=%d,v1=%s", at.Unix(), hex.EncodeToString(mac.Sum(nil)))
}

// told sends a message and gives the answer's status.
func (s *site) told(body, header string) int {
	r := httptest.NewRequest("POST", "/webhooks/stripe", strings.NewReader(body))
	r.Header.Set("Stripe-Signature", header)
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, r)
	return w.Code
}

func TestOurSignerSignsAsStripeDoes(t *testing.T) {
	body, now := exact(1, 600).body(), time.Now()
	if err := webhook.ValidatePayload([]byte(body), sign(body, webhookSecret, now),
		webhookSecret); err != nil {
		t.Error(err)
	}
}

func TestOnlyASignedMessagePays(t *testing.T) {
	s := shop(t, "", 1)
	body := exact(1, 600).body()
	good := sign(body, webhookSecret, s.Now)
	for name, header := range map[string]string{"none": "", "another secret": sign(body, "x", s.Now),
		"too old":      sign(body, webhookSecret, s.Now.Add(-301*time.Second)),
		"too early":    sign(body, webhookSecret, s.Now.Add(301*time.Second)),
		"another time": strings.Replace(good, "t=", "t=1", 1), "no time": good[13:],
		"another body": sign(body+" ", webhookSecret, s.Now),
		"old scheme":   strings.Replace(good, "v1=", "v0=", 1),
		"rubbish":      "t=t,v1=zz,,=,", "empty": "v1=,t="} {
		if got := s.told(body, header); got != http.StatusBadRequest || s.invoice(600).Paid != 0 {
			t.Errorf("%s: %d, paid %d", name, got, s.invoice(600).Paid)
		}
	}
	if got := s.told(body, "v1=00,"+good); got != http.StatusOK || s.invoice(600).Paid != 11_900 {
		t.Errorf("a good one beside another: %d, paid %d", got, s.invoice(600).Paid)
	}
	if got := s.told(strings.Repeat(" ", 1<<20), good); got != http.StatusRequestEntityTooLarge {
		t.Errorf("a huge one: %d", got)
	}
	for _, body := range []string{"", "{", "[]", "null", `{"data":null}`, `{"data":{"object":7}}`,
		`{"type":"checkout.session.completed","data":{"object":7}}`} {
		if got := s.told(body, sign(body, webhookSecret, s.Now)); got >= 500 {
			t.Errorf("%q: %d", body, got)
		}
	}
}

// sent is a message as it arrives: by whom, when, and whether somebody has changed it on the way.
type sent struct {
	message
	secret  string
	at      time.Time
	altered bool
}

// spoil makes one of many things wrong with a message, or nothing.
func (m *sent) spoil(r *rand.Rand) {
	other := []string{"checkout.session.expired", "charge.refunded",
		"checkout.session.async_payment_failed"}
	switch r.IntN(14) {
	case 0:
		m.secret = "whsec_of_another"
	case 1:
		m.at = m.at.Add(-time.Duration(301+r.IntN(9999)) * time.Second)
	case 2:
		m.at = m.at.Add(time.Duration(301+r.IntN(9999)) * time.Second)
	case 3:
		m.altered = true
	case 4:
		m.status = "unpaid"
	case 5:
		m.kind = other[r.IntN(3)]
	case 6:
		m.amount += int64(r.IntN(2000) - 1000)
	case 7:
		m.currency = "usd"
	case 8:
		m.invoice = "424242"
	case 9:
		m.payment = "" // another shop of the same account
	case 10:
		m.kind = "checkout.session.async_payment_succeeded"
	}
}

// tells reports whether the message is about a payment of ours that was made.
func (m *sent) tells() bool {
	return m.status == "paid" && m.payment != "" && (m.kind == "checkout.session.completed" ||
		m.kind == "checkout.session.async_payment_succeeded")
}

// TestNoMessageMakesAWrongState: of thousands that are forged, replayed, reordered, late or over
// another amount, only those that are right pay, and each payment counts once.
func TestNoMessageMakesAWrongState(t *testing.T) {
	const invoices, messages = 60, 6000
	s := shop(t, "", invoices)
	r := rand.New(rand.NewPCG(7, 11))
	paid, held := map[records.InvoiceID]bool{}, 0
	done := map[string]bool{} // payments and messages that have been told
	var all []message
	for n := range messages {
		m := sent{exact(n, records.InvoiceID(600+r.IntN(invoices))), webhookSecret, s.Now, false}
		if len(all) > 0 && r.IntN(3) == 0 {
			m.message = all[r.IntN(len(all))] // again, and later than others
		}
		m.spoil(r)
		all = append(all, m.message)
		body := m.body()
		header := sign(body, m.secret, m.at)
		if m.altered {
			body = strings.Replace(body, `"amount_total":`, `"amount_total":1`, 1)
		}
		genuine := m.secret == webhookSecret && m.at.Equal(s.Now) && !m.altered
		if status := s.told(body, header); genuine != (status == http.StatusOK) {
			t.Fatalf("message %d answers %d: %s", n, status, body)
		}
		if !genuine || !m.tells() || done[m.payment] || done[m.event] {
			continue
		}
		done[m.payment], done[m.event] = true, true
		id, _ := records.ParseID[records.Invoice](m.invoice)
		if m.amount == 11_900 && m.currency == "eur" && m.invoice != "424242" && !paid[id] {
			paid[id] = true
		} else {
			held++
		}
	}
	s.wants(t, paid, held)
	if len(paid) < invoices/2 || held < 500 {
		t.Errorf("only %d paid and %d held: this proves little", len(paid), held)
	}
}

// wants fails unless exactly these invoices are paid, each by one payment, and so many are held.
func (s *site) wants(t *testing.T, paid map[records.InvoiceID]bool, held int) {
	t.Helper()
	raw := s.Place.Look(t)
	rows, err := raw.Query("SELECT i.id, i.paid, (SELECT coalesce(sum(p.amount), 0) FROM payments p " +
		"WHERE p.invoice = i.id AND p.state = 'received') FROM invoices i")
	must(t, err)
	defer rows.Close()
	for rows.Next() {
		var id records.InvoiceID
		var is, sum int64
		must(t, rows.Scan(&id, &is, &sum))
		if (is == 11_900) != paid[id] || is != sum || is != 0 && is != 11_900 {
			t.Errorf("invoice %s has %d paid and %d received, want paid: %v", id, is, sum, paid[id])
		}
	}
	must(t, rows.Err())
	var n, told int
	must(t, raw.QueryRow("SELECT (SELECT count(*) FROM payments WHERE state = 'held'), "+
		"(SELECT count(*) FROM inbox WHERE edit = 'PaymentArrived')").Scan(&n, &told))
	if n != held || told != held {
		t.Errorf("%d payments are held and %d told, want %d", n, told, held)
	}
}

// TestManyMessagesAtOnce: the same payment, told by many at the same time, counts once.
func TestManyMessagesAtOnce(t *testing.T) {
	s := shop(t, "", 5)
	var group sync.WaitGroup
	for n := range 40 {
		group.Go(func() {
			m := exact(n/4, records.InvoiceID(600+n%5))
			m.payment, m.event = fmt.Sprint(10_000+n%5), fmt.Sprintf("evt_%d", n%7)
			body := m.body()
			if got := s.told(body, sign(body, webhookSecret, s.Now)); got != http.StatusOK {
				t.Errorf("%d", got)
			}
		})
	}
	group.Wait()
	for id := range 5 {
		if i := s.invoice(records.InvoiceID(600 + id)); i.Paid != 0 && i.Paid != 11_900 {
			t.Errorf("%+v", i)
		}
	}
}

// TestTheWebhookIsThereOnlyWithStripe: and for messages only.
func TestTheWebhookIsThereOnlyWithStripe(t *testing.T) {
	body := exact(1, 600).body()
	if got := open(t).told(body, sign(body, "", time.Now())); got == http.StatusOK {
		t.Errorf("without Stripe it answers %d", got)
	}
	p := shop(t, "", 1).visitor().get("webhooks/stripe")
	if p.status < 400 || !strings.Contains(p.header.Get("Content-Security-Policy"), "'none'") {
		t.Errorf("looked at, it answers %d", p.status)
	}
}
