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
	"io"
	"net/url"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	_ "time/tzdata" // days begin and end in the portal's time zone, on every system

	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

const usage = `gatehouse-server: the hosted customer portal

  gatehouse-server serve   --data FOLDER [--store ADDRESS] [--listen ADDRESS]
                           [--cert FILE --key FILE | --proxy ADDRESS,...]
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
                            [--add NAME [--role ROLE] [--email ADDRESS] [--as NUMBER]]
      Lists who works here. Prints a one-time link with which somebody chooses the password for
      /staff/ at the server, good for a day; or takes a second factor off there; or adds somebody,
      as an administrator does: an administrator, an access manager or a reader.

  gatehouse-server token    --data FOLDER [--revoke NUMBER] [--as NUMBER]
                            [--add NAME --for scim|authzen [--account ACCOUNT]
                             [--expires DAY] [--default-access]]
      Lists the tokens with which other programs use the server, revokes one, or makes one and shows
      it, once: for an identity provider that manages the logins of an account by SCIM, or for a
      program that asks for decisions by AuthZEN, about one account or all of them.

  gatehouse-server machines --data FOLDER [--revoke ID]
      Lists the computers that are connected, or shuts one of them out for good.

  gatehouse-server quarantine --data FOLDER [--as NUMBER] [--take ID | --take-all | --drop ID]
      Lists the edits that computers sent after they were shut out, removals first. An administrator
      takes them, by their number among the staff, or drops them.

  gatehouse-server backup  --data FOLDER --to FILE
      Writes everything to one file, while the portal is served. Keep data.key with it.

  gatehouse-server restore --data FOLDER --from FILE
      Puts a backup in the place of the office, which must not be served. What was there is kept.
      The desks bring back what the backup does not have.

  gatehouse-server move    --data FOLDER --to ADDRESS
      Copies the office to an empty PostgreSQL, or with --to FOLDER from there to a folder, compares
      both, and leaves a note behind, so that the old one is served no more.

  gatehouse-server verify  --data FOLDER
      Reads the whole history and says whether it is as it was written, or from which line on not.

Every command takes --store ADDRESS, such as postgres://user@host/database, where the data lies at
PostgreSQL and not in the folder; GATEHOUSE_STORE says the same. The folder still holds data.key.
Every command lists all its options with --help.
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

// command defines its options and gives what it does once they are read.
type command func(f *flag.FlagSet, at *place) func(context.Context) error

var commands = map[string]command{
	"serve":      serving,
	"invite":     inviting,
	"machines":   listingMachines,
	"staff":      listingStaff,
	"token":      managingTokens,
	"quarantine": quarantining,
	"backup":     backingUp,
	"restore":    restoring,
	"move":       moving,
	"verify":     verifying,
}

func run(ctx context.Context, args []string) error {
	if len(args) == 0 || args[0] == "help" || args[0] == "-h" || args[0] == "--help" {
		fmt.Print(usage)
		return nil
	}
	define := commands[args[0]]
	if define == nil {
		return problem.Newf(problem.Invalid, "There is no command %q. Run gatehouse-server without "+
			"words to see them.", args[0])
	}
	f := flag.NewFlagSet(args[0], flag.ContinueOnError)
	f.SetOutput(io.Discard) // what is wrong is said below, once
	at := &place{}
	at.define(f)
	do := define(f, at)
	err := f.Parse(args[1:])
	switch {
	case errors.Is(err, flag.ErrHelp):
		help(f)
		return nil
	case err == nil && f.NArg() > 0:
		err = fmt.Errorf("%q is no option", f.Arg(0))
	}
	if err != nil {
		return problem.Newf(problem.Invalid, "gatehouse-server %s cannot be run like this: %v. Its "+
			"options are listed by --help.", f.Name(), err)
	}
	err = do(ctx)
	if err != nil && ctx.Err() != nil {
		return problem.New(problem.Unavailable, "It was stopped before it was done. Run it again.").
			By(err)
	}
	return err
}

// help prints what the usage says of a command, and its options. The address of a database or a
// mail server that comes from the environment may hold a password.
func help(f *flag.FlagSet) {
	for _, part := range strings.Split(usage, "\n\n") {
		if strings.HasPrefix(part, "  gatehouse-server "+f.Name()+" ") {
			fmt.Printf("%s\n\n", part)
		}
	}
	f.VisitAll(func(o *flag.Flag) {
		if strings.Contains(o.DefValue, ":/") {
			o.DefValue = ""
		}
	})
	f.SetOutput(os.Stdout)
	f.PrintDefaults()
}

func serving(f *flag.FlagSet, at *place) func(context.Context) error {
	o := options{}
	o.mail.define(f)
	o.pay.define(f)
	f.StringVar(&o.listen, "listen", "127.0.0.1:8420", "address and port")
	f.StringVar(&o.cert, "cert", "", "certificate for TLS (PEM)")
	f.Var(&o.proxies, "proxy", "`addresses` of the proxies that end TLS, with commas between")
	f.StringVar(&o.key, "key", "", "its private key (PEM)")
	f.StringVar(&o.office, "office", "Our office", "the office's name, at the first start")
	f.StringVar(&o.zone, "zone", "UTC", "the office's time zone, at the first start")
	f.StringVar(&o.admin, "admin", "Administrator", "who may do everything, at the first start")
	f.BoolVar(&o.sample, "sample", false, "make a sample office, at the first start")
	return func(ctx context.Context) error {
		o.place = *at
		return serve(ctx, o)
	}
}

func inviting(f *flag.FlagSet, at *place) func(context.Context) error {
	staff := f.Int64("staff", 1, "number of the member of staff")
	return func(ctx context.Context) error {
		return administration{*at}.print(ctx, "invite/"+strconv.FormatInt(*staff, 10))
	}
}

func listingMachines(f *flag.FlagSet, at *place) func(context.Context) error {
	id := f.String("revoke", "", "id of the computer to shut out")
	return func(ctx context.Context) error {
		if *id != "" {
			return administration{*at}.print(ctx, "revoke/"+url.PathEscape(*id))
		}
		return administration{*at}.print(ctx, "machines")
	}
}

func listingStaff(f *flag.FlagSet, at *place) func(context.Context) error {
	link := f.String("password-link", "", "number of whom to make a one-time link for")
	off := f.String("factor-off", "", "number of whom to take the second factor off")
	add := f.String("add", "", "name of whom to add")
	role := f.String("role", string(records.AccessManager), "of whom is added: administrator, "+
		"access manager or reader")
	email := f.String("email", "", "address of whom is added")
	as := f.String("as", "1", "number of the administrator who adds them")
	return func(ctx context.Context) error {
		command := staffCommand(*link, *off)
		if *add != "" {
			command = "staff/add?" + url.Values{"name": {*add}, "role": {*role}, "email": {*email},
				"as": {*as}}.Encode()
		}
		return administration{*at}.print(ctx, command)
	}
}

func quarantining(f *flag.FlagSet, at *place) func(context.Context) error {
	as := f.Int64("as", 1, "number of the administrator who decides")
	take := f.String("take", "", "id of the edit to carry out")
	all := f.Bool("take-all", false, "carry out all of them")
	drop := f.String("drop", "", "id of the edit to forget")
	return func(ctx context.Context) error {
		command := "quarantine"
		switch {
		case *all:
			command = fmt.Sprintf("quarantine/%d/take", *as)
		case *take != "":
			command = fmt.Sprintf("quarantine/%d/take/%s", *as, url.PathEscape(*take))
		case *drop != "":
			command = "drop/" + url.PathEscape(*drop)
		}
		return administration{*at}.print(ctx, command)
	}
}

func backingUp(f *flag.FlagSet, at *place) func(context.Context) error {
	to := f.String("to", "", "the file to write")
	return func(ctx context.Context) error {
		if *to == "" {
			return problem.New(problem.Invalid, "Say which file to write with --to.")
		}
		path, err := filepath.Abs(*to) // the server may run in another folder
		if err != nil {
			return err
		}
		return administration{*at}.print(ctx, "backup/"+url.PathEscape(path))
	}
}

func verifying(_ *flag.FlagSet, at *place) func(context.Context) error {
	return func(ctx context.Context) error { return administration{*at}.print(ctx, "verify") }
}
