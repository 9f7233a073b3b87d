package hosting

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/stripe/stripe-go/v85"

	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// Stripe takes payments by Stripe Checkout, and tells which of them have arrived by its webhook.
type Stripe struct {
	client *stripe.Client
	secret string // with which Stripe signs its messages
}

// NewStripe uses the account of a secret key. The base of Stripe's address is empty but in tests.
func NewStripe(key, webhookSecret, base string) *Stripe {
	settings := &stripe.BackendConfig{HTTPClient: &http.Client{Timeout: 20 * time.Second},
		MaxNetworkRetries: stripe.Int64(1), EnableTelemetry: stripe.Bool(false),
		LeveledLogger: &stripe.LeveledLogger{Level: stripe.LevelNull}} // errors are returned
	if base != "" {
		settings.URL = stripe.String(base)
	}
	return &Stripe{secret: webhookSecret, client: stripe.NewClient(key,
		stripe.WithBackends(stripe.NewBackendsWithConfig(settings)))}
}

// The names under which a charge travels to Stripe and back.
const (
	stripePayment = "payment"
	stripeInvoice = "invoice"
)

// Link starts a Checkout session for exactly what is due. The same payment starts it once.
func (s *Stripe) Link(ctx context.Context, c Charge) (string, error) {
	due, id := c.Invoice.Open(), c.Payment.String()
	p := &stripe.CheckoutSessionCreateParams{
		Mode:              stripe.String("payment"),
		ClientReferenceID: stripe.String(id),
		SuccessURL:        stripe.String(c.Back + "/payments"),
		CancelURL:         stripe.String(c.Back + "/payments"),
		LineItems: []*stripe.CheckoutSessionCreateLineItemParams{{Quantity: stripe.Int64(1),
			PriceData: &stripe.CheckoutSessionCreateLineItemPriceDataParams{
				Currency:   stripe.String(strings.ToLower(due.Currency)),
				UnitAmount: stripe.Int64(due.Minor),
				ProductData: &stripe.CheckoutSessionCreateLineItemPriceDataProductDataParams{
					Name: stripe.String(c.Invoice.Number)}}}},
		Metadata: map[string]string{stripePayment: id, stripeInvoice: c.Invoice.ID.String()},
	}
	if c.Email != "" {
		p.CustomerEmail = stripe.String(c.Email)
	}
	p.SetIdempotencyKey("gatehouse-" + id)
	session, err := s.client.V1CheckoutSessions.Create(ctx, p)
	if err != nil {
		return "", err
	}
	return session.URL, nil
}

// The limits of a message.
const (
	largestMessage = 256 << 10
	tolerance      = 5 * time.Minute
)

// verified reports whether Stripe has signed a message lately: HMAC-SHA256 over the time and the
// raw body, within the tolerance either way.
func (s *Stripe) verified(header string, body []byte, now time.Time) bool {
	var at string
	var signed []string
	for _, part := range strings.Split(header, ",") {
		switch name, value, _ := strings.Cut(strings.TrimSpace(part), "="); name {
		case "t":
			at = value
		case "v1":
			signed = append(signed, value)
		}
	}
	seconds, err := strconv.ParseInt(at, 10, 64)
	if err != nil || s.secret == "" || len(signed) > 10 ||
		now.Sub(time.Unix(seconds, 0)).Abs() > tolerance {
		return false
	}
	mac := hmac.New(sha256.New, []byte(s.secret))
	mac.Write([]byte(at + "."))
	mac.Write(body)
	want := mac.Sum(nil)
	for _, value := range signed {
		got, err := hex.DecodeString(value)
		if err == nil && hmac.Equal(got, want) {
			return true
		}
	}
	return false
}

// arrived reads from a message which payment it is about; nil when it is about none of ours that
// has been paid. Messages of other kinds, also those about the same payment, come in any order.
func (s *Stripe) arrived(body []byte) (*edit.PaymentArrived, error) {
	var e stripe.Event
	if err := json.Unmarshal(body, &e); err != nil || e.Data == nil {
		return nil, problem.New(problem.Invalid, "This message cannot be read.").By(err)
	}
	if e.Type != stripe.EventTypeCheckoutSessionCompleted &&
		e.Type != stripe.EventTypeCheckoutSessionAsyncPaymentSucceeded {
		return nil, nil
	}
	var c stripe.CheckoutSession
	if err := json.Unmarshal(e.Data.Raw, &c); err != nil {
		return nil, problem.New(problem.Invalid, "This message cannot be read.").By(err)
	}
	payment, err := records.ParseID[records.Payment](c.Metadata[stripePayment])
	invoice, err2 := records.ParseID[records.Invoice](c.Metadata[stripeInvoice])
	paid := c.PaymentStatus == stripe.CheckoutSessionPaymentStatusPaid
	if err != nil || err2 != nil || payment == 0 || invoice == 0 || !paid || e.ID == "" {
		return nil, nil
	}
	return &edit.PaymentArrived{ID: payment, Number: receiptNumber(payment), Invoice: invoice,
		Amount: c.AmountTotal, Currency: strings.ToUpper(string(c.Currency)), Reference: c.ID,
		Event: e.ID}, nil
}

// receiptNumber makes the number of a receipt from the payment's id.
func receiptNumber(id records.PaymentID) string {
	return "P-" + strings.ToUpper(strconv.FormatInt(int64(id)&(1<<35-1), 36))
}

// webhook takes Stripe's messages. What it does not know, it accepts and forgets, so that Stripe
// does not send it again.
func (h *Host) webhook(s *Stripe) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, largestMessage))
		if err != nil {
			http.Error(w, "This message is too large.", http.StatusRequestEntityTooLarge)
			return
		}
		if !s.verified(r.Header.Get("Stripe-Signature"), body, h.env.Now()) {
			http.Error(w, "This message is not signed.", http.StatusBadRequest)
			return
		}
		e, err := s.arrived(body)
		if err == nil && e != nil {
			err = h.writer().Itself(r.Context(), "Payment provider", e)
		}
		if err != nil {
			slog.Error("payment", "err", err)
			http.Error(w, "This message could not be taken.", statusOf(err))
		}
	})
}

// statusOf answers a message; Stripe sends one that was not taken again later.
func statusOf(err error) int {
	if problem.Is(err, problem.Invalid) {
		return http.StatusBadRequest
	}
	return http.StatusServiceUnavailable
}
