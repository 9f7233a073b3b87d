// Command gatehouse-server is the hosted portal of one office: customers sign in here, and the
// office's desks exchange their edits with it. It needs no window and no webkit.
//
//	gatehouse-server serve --data office --listen 127.0.0.1:8420
//	gatehouse-server invite --data office
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net/url"
	"os"
	"os/signal"
	"strconv"
	"syscall"
	_ "time/tzdata" // days begin and end in the portal's time zone, on every system

	"gatehouse/backend/problem"
)

const usage = `gatehouse-server: the hosted customer portal

  gatehouse-server serve   --data FOLDER [--listen ADDRESS] [--cert FILE --key FILE]
                           [--office NAME] [--zone ZONE] [--admin NAME] [--sample]
                           [--smtp URL --mail-from SENDER --address URL]
                           [--smtp-password-file FILE] [--language LANGUAGE]
                           [--payment-link URL]
                           [--stripe-key-file FILE --stripe-webhook-secret-file FILE]
      Serves the portal and the desks. The first start makes the office. Mail is sent by the mail
      server that --smtp names, such as smtp://user@mail.office.example:587. Invoices are paid at
      --payment-link, such as https://pay.example/{number}?amount={amount}&currency={currency}, or
      by Stripe Checkout, whose webhook is /webhooks/stripe below --address.

  gatehouse-server invite  --data FOLDER [--staff NUMBER]
      Prints a one-time code that connects a desk. It is good for 15 minutes.

  gatehouse-server staff    --data FOLDER [--password-link NUMBER | --factor-off NUMBER]
      Lists who works here. Prints a one-time link with which somebody chooses the password for
      /staff/ at the server, good for a day; or takes a second factor off there.

  gatehouse-server machines --data FOLDER [--revoke ID]
      Lists the computers that are connected, or shuts one of them out for good.
`

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "gatehouse-server:", problem.TextOf(err))
		var p *problem.Problem
		if !errors.As(err, &p) || p.Kind == problem.Internal {
			fmt.Fprintln(os.Stderr, err)
		}
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	if len(args) == 0 {
		fmt.Print(usage)
		return nil
	}
	f := flag.NewFlagSet(args[0], flag.ContinueOnError)
	data := f.String("data", "office", "the folder of the office's data")
	switch args[0] {
	case "serve":
		o := options{}
		o.mail.define(f)
		o.pay.define(f)
		f.StringVar(&o.listen, "listen", "127.0.0.1:8420", "address and port")
		f.StringVar(&o.cert, "cert", "", "certificate for TLS (PEM)")
		f.StringVar(&o.key, "key", "", "its private key (PEM)")
		f.StringVar(&o.office, "office", "Our office", "the office's name, at the first start")
		f.StringVar(&o.zone, "zone", "UTC", "the office's time zone, at the first start")
		f.StringVar(&o.admin, "admin", "Administrator", "who may do everything, at the first start")
		f.BoolVar(&o.sample, "sample", false, "make a sample office, at the first start")
		if err := f.Parse(args[1:]); err != nil {
			return problem.New(problem.Invalid, "Run gatehouse-server without words to see how.")
		}
		o.data = *data
		return serve(ctx, o)
	case "invite":
		staff := f.Int64("staff", 1, "number of the member of staff")
		if err := f.Parse(args[1:]); err != nil {
			return problem.New(problem.Invalid, "Run gatehouse-server without words to see how.")
		}
		return administration{*data}.print(ctx, "invite/"+strconv.FormatInt(*staff, 10))
	case "staff":
		link := f.String("password-link", "", "number of whom to make a one-time link for")
		off := f.String("factor-off", "", "number of whom to take the second factor off")
		if err := f.Parse(args[1:]); err != nil {
			return problem.New(problem.Invalid, "Run gatehouse-server without words to see how.")
		}
		return administration{*data}.print(ctx, staffCommand(*link, *off))
	case "machines":
		id := f.String("revoke", "", "id of the computer to shut out")
		if err := f.Parse(args[1:]); err != nil {
			return problem.New(problem.Invalid, "Run gatehouse-server without words to see how.")
		}
		if *id != "" {
			return administration{*data}.print(ctx, "revoke/"+url.PathEscape(*id))
		}
		return administration{*data}.print(ctx, "machines")
	case "help", "-h", "--help":
		fmt.Print(usage)
		return nil
	}
	return problem.Newf(problem.Invalid, "There is no command %q. Run gatehouse-server without "+
		"words to see them.", args[0])
}
