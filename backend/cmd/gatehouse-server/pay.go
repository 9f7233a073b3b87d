package main

import (
	"flag"
	"os"
	"strings"

	"gatehouse/backend/hosting"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// payOptions say how customers pay online. Each may also come from the environment.
type payOptions struct{ link, keyFile, secretFile, base string }

func (o *payOptions) define(f *flag.FlagSet) {
	f.StringVar(&o.link, "payment-link", os.Getenv("GATEHOUSE_PAYMENT_LINK"),
		"where an invoice is paid, instead of what the portal's settings say")
	f.StringVar(&o.keyFile, "stripe-key-file", os.Getenv("GATEHOUSE_STRIPE_KEY_FILE"),
		"file with Stripe's secret key")
	f.StringVar(&o.secretFile, "stripe-webhook-secret-file",
		os.Getenv("GATEHOUSE_STRIPE_WEBHOOK_SECRET_FILE"),
		"file with the secret of Stripe's webhook")
	f.StringVar(&o.base, "stripe-api", os.Getenv("GATEHOUSE_STRIPE_API"),
		"address of Stripe's interface, for tests")
}

// read gives the way to pay, nil where the portal's own settings say it.
func (o *payOptions) read(address string) (hosting.Payer, error) {
	switch {
	case o.keyFile == "" && o.secretFile == "":
		if o.link == "" {
			return nil, nil
		}
		return hosting.Link(o.link), records.CheckPayLink(o.link)
	case o.link != "":
		return nil, problem.New(problem.Invalid, "Give --payment-link or Stripe's files, not both.")
	case o.keyFile == "" || o.secretFile == "":
		return nil, problem.New(problem.Invalid, "Stripe needs --stripe-key-file and "+
			"--stripe-webhook-secret-file.")
	}
	if err := hosting.CheckAddress(address); err != nil {
		return nil, err // Stripe leads customers back to it
	}
	key, err := secretIn(o.keyFile)
	if err != nil {
		return nil, err
	}
	secret, err := secretIn(o.secretFile)
	if err != nil {
		return nil, err
	}
	return hosting.NewStripe(key, secret, o.base), nil
}

// secretIn reads a secret from the only line of a file.
func secretIn(name string) (string, error) {
	text, err := os.ReadFile(name)
	secret := strings.TrimSpace(string(text))
	if err == nil && secret == "" {
		return "", problem.Newf(problem.Invalid, "The file %s is empty.", name)
	}
	if err != nil {
		return "", problem.Newf(problem.Unavailable, "The file %s cannot be read.", name).By(err)
	}
	return secret, nil
}
