package main

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"flag"
	"fmt"
	"net/http"
	"net/url"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// managingTokens lists, makes and revokes the tokens of other programs.
func managingTokens(f *flag.FlagSet, at *place) func(context.Context) error {
	add := f.String("add", "", "name of the program to make a token for")
	use := f.String("for", "", "what the token opens: scim or authzen")
	account := f.String("account", "", "number or name of the account whose people it is about; "+
		"scim needs one")
	expires := f.String("expires", "", "last day on which the token is good, such as 2027-12-31")
	byDefault := f.Bool("default-access", false, "logins that it lets in get the default access "+
		"at once, without a group")
	revoke := f.String("revoke", "", "number of the token to revoke")
	as := f.String("as", "1", "number of the administrator who does it")
	return func(ctx context.Context) error {
		command := "token"
		switch {
		case *revoke != "":
			command += "/revoke?" + url.Values{"id": {*revoke}, "as": {*as}}.Encode()
		case *add != "":
			command += "/add?" + url.Values{"name": {*add}, "for": {*use}, "account": {*account},
				"expires": {*expires}, "default": {strconv.FormatBool(*byDefault)},
				"as": {*as}}.Encode()
		}
		return administration{*at}.print(ctx, command)
	}
}

// tokenCommands answers about tokens.
func tokenCommands(o *office,
	answer func(string, func(context.Context, *http.Request) (string, error))) {
	answer("token", func(ctx context.Context, _ *http.Request) (string, error) {
		return o.tokens(ctx)
	})
	answer("token/add", func(ctx context.Context, r *http.Request) (string, error) {
		return o.addToken(ctx, r.FormValue)
	})
	answer("token/revoke", func(ctx context.Context, r *http.Request) (string, error) {
		id, err := records.ParseID[records.Token](r.FormValue("id"))
		if err != nil {
			return "", problem.New(problem.NotFound, "There is no token with this number.")
		}
		return "This token is revoked.", o.decide(ctx, r.FormValue("as"),
			&edit.RevokeToken{ID: id})
	})
}

// addToken makes a token of 256 bits. It is in the answer and nowhere else.
func (o *office) addToken(ctx context.Context, form func(string) string) (string, error) {
	var secret [32]byte
	rand.Read(secret[:])
	plain := "gatehouse_" + base64.RawURLEncoding.EncodeToString(secret[:])
	hash := records.HashOfToken(plain)
	t := records.Token{ID: records.TokenID(records.TokenKey(hash).ID), Hash: hash,
		Name: strings.TrimSpace(form("name")), Use: records.TokenUse(form("for")),
		Default: form("default") == "true"}
	var err error
	if t.Account, err = o.accountNamed(ctx, form("account")); err != nil {
		return "", err
	}
	if t.Expires, err = o.endOf(ctx, form("expires")); err != nil {
		return "", err
	}
	if err := o.decide(ctx, form("as"), &edit.AddToken{Token: t}); err != nil {
		return "", err
	}
	return fmt.Sprintf("%s\nThis is the token of %s. It is shown only now: put it where the program "+
		"keeps its secrets.", plain, t.Name), nil
}

// endOf gives the end of a day in the office's zone; 0 for no day.
func (o *office) endOf(ctx context.Context, day string) (int64, error) {
	if day == "" {
		return 0, nil
	}
	portal, err := o.db.Portal(ctx)
	if err != nil {
		return 0, err
	}
	last, err := time.ParseInLocation(time.DateOnly, day, portal.Location())
	if end := last.AddDate(0, 0, 1); err == nil && end.After(time.Now()) {
		return end.Unix(), nil
	}
	return 0, problem.New(problem.Invalid, "Write the last day like 2027-12-31. It lies ahead.")
}

// accountNamed finds an account by its number or its name; 0 for neither.
func (o *office) accountNamed(ctx context.Context, text string) (records.AccountID, error) {
	if text == "" {
		return 0, nil
	}
	if id, err := records.ParseID[records.Account](text); err == nil {
		if _, err := o.db.Account(ctx, id); !problem.Is(err, problem.NotFound) {
			return id, err
		}
	}
	list, err := o.db.AccountsNamed(ctx, text)
	switch {
	case err != nil:
		return 0, err
	case len(list) != 1:
		return 0, problem.Newf(problem.NotFound, "%d accounts are called %s. Name one by its whole "+
			"name, or by its number.", len(list), text)
	}
	return list[0].ID, nil
}

// decide carries out an edit of an administrator's.
func (o *office) decide(ctx context.Context, as string, e edit.Edit) error {
	env, err := o.administrator(ctx, as)
	if err != nil {
		return err
	}
	args, err := json.Marshal(e)
	if err != nil {
		return err
	}
	in := edit.Envelope{UID: records.UID(uuid.NewString()), Name: reflect.TypeOf(e).Elem().Name(),
		NV: 1, Args: args, At: env.Now.Unix()}
	_, err = o.db.Write(ctx, func(tx edit.Tx) error { return edit.Run(tx, env, in).Err() })
	return err
}

// tokens lists the tokens, one a line.
func (o *office) tokens(ctx context.Context) (string, error) {
	list, err := o.db.Tokens(ctx)
	if err != nil || len(list) == 0 {
		return "No other program has a token.", err
	}
	portal, err := o.db.Portal(ctx)
	if err != nil {
		return "", err
	}
	var text strings.Builder
	for _, t := range list {
		whose := "every account"
		if t.Account != 0 {
			a, err := o.db.Account(ctx, t.Account)
			if err != nil {
				return "", err
			}
			whose = a.Name
		}
		state := "good"
		switch {
		case t.Revoked:
			state = "revoked"
		case t.Expires != 0 && t.Expires <= time.Now().Unix():
			state = "expired"
		case t.Expires != 0:
			state = "good until " + time.Unix(t.Expires-1, 0).In(portal.Location()).
				Format(time.DateOnly)
		}
		fmt.Fprintf(&text, "%s  %s  %s, %s, %s, %s\n", t.ID,
			time.Unix(t.Made, 0).Format(time.DateOnly), t.Name, t.Use, whose, state)
	}
	return strings.TrimSpace(text.String()), nil
}
