package portal

import (
	"context"
	"net/http"
	"time"

	"gatehouse/backend/access"
	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// Viewer is who looks, as the host says: the session in the server, the desk's choice in a
// preview (B1, B2).
type Viewer struct {
	Subject *access.Subject  // never nil; a visitor has Subject.Visitor
	Person  *records.Person  // nil for a visitor and for a profile with no person
	User    *records.User    // likewise
	Account *records.Account // nil for a visitor
	Key     string           // the session's key, which every form carries; empty in a preview
	Once    string           // of the posted form: the same for a form that is sent twice
}

// Source reads what pages show. Rows come only through an access.Where, which access.Filter made.
type Source interface {
	Portal(ctx context.Context) (*records.Portal, error)

	// Page lists the records of a kind that a condition on records.ColumnsOf lets through, newest
	// first (by when they were made, then by id).
	Page(ctx context.Context, kind records.Kind, where access.Where, q records.Query) (
		[]records.Record, error)

	// One gives one record and the components closed at its account, for the decision. A record
	// that does not exist is problem.NotFound.
	One(ctx context.Context, key records.Key) (records.Guarded, access.ComponentSet, error)

	// Parts gives what customers may read of the records of a kind whose column is among some
	// ids, oldest first: of the notes of a ticket never internal ones (A42).
	Parts(ctx context.Context, kind records.Kind, column string, of ...int64) (
		[]records.Record, error)

	// Content gives the content of a file by its hash; problem.Unavailable when it is not here.
	Content(ctx context.Context, hash string) ([]byte, error)

	// People gives the names of people; an id that names nobody is left out.
	People(ctx context.Context, ids []records.PersonID) (map[records.PersonID]string, error)

	// Seats gives the accounts where a user has something, their own first (B17).
	Seats(ctx context.Context, id records.UserID) ([]*records.Account, error)

	// LoginLines lists the logins that a condition on records.LoginColumns lets through, by name.
	LoginLines(ctx context.Context, where access.Where, q records.LoginQuery) ([]records.Login, error)

	// LoginOf gives the login of a person; none is problem.NotFound.
	LoginOf(ctx context.Context, id records.PersonID) (records.UserID, error)

	// CastFor gives everything that access decides by about a user at an account; 0 is their own.
	CastFor(ctx context.Context, id records.UserID, at records.AccountID) (*records.Cast, error)

	// Hold gives a cast an access that it does not have yet, to tell what it would change.
	Hold(ctx context.Context, c *records.Cast, a *records.Access) error

	// Profiles gives all security profiles, system ones first.
	Profiles(ctx context.Context) ([]*records.Profile, error)

	// TicketCounts counts the tickets that a condition lets through, by the stretches of time that
	// begin at some instants and by state.
	TicketCounts(ctx context.Context, where access.Where, from []int64) (
		[]records.TicketCount, error)

	// Articles gives a page of the articles of a shelf.
	Articles(ctx context.Context, where access.Where, q records.ArticleQuery) (
		[]*records.Article, error)

	// Categories gives all categories of articles, by name.
	Categories(ctx context.Context) ([]*records.Category, error)

	// Staff gives somebody who works at the office; nobody is problem.NotFound.
	Staff(ctx context.Context, id records.StaffID) (*records.Staff, error)

	// Article gives one article by its address, published or not; none is problem.NotFound.
	Article(ctx context.Context, shelf records.Shelf, slug string) (*records.Article, error)
}

// Deeds is what pages need done; hosting satisfies it. The preview never reaches it. The sentence
// of a returned problem is shown to the customer, beside the input that its Field names.
type Deeds interface {
	Factors
	Passkeys
	Sessions

	// SignIn signs somebody in by setting the session's cookie (C3-C6). An unknown name and a
	// wrong password both return WrongPassword. Only when the password was right may it say why
	// somebody is refused: Refused(access.SignIn(...)).
	SignIn(w http.ResponseWriter, r *http.Request, username, password string) (Owed, error)
	SignOut(w http.ResponseWriter, r *http.Request) error

	// ChangePassword replaces the password. The old one is empty exactly when the viewer must
	// replace the initial password, with which they have just signed in (C6).
	ChangePassword(w http.ResponseWriter, r *http.Request, v Viewer, c PasswordChange) error

	// Do carries out edits of the viewer's, all or none. A form that is sent twice does them once.
	Do(ctx context.Context, v Viewer, list ...edit.Edit) error

	// Switch lets the viewer go on at another of their accounts (B17).
	Switch(w http.ResponseWriter, r *http.Request, v Viewer, to records.AccountID) error

	// InitialPassword makes an initial password for a login and its verifier, for the edits of a
	// form. A form that is sent twice gets the same password (C6).
	InitialPassword(v Viewer, of records.UserID) (password, verifier string, err error)

	// Reveal opens the password of a configuration item for somebody who may reveal it and gives
	// their own password again (A39). It leaves a line in the history. WrongPassword when the
	// viewer's own password is wrong.
	Reveal(r *http.Request, v Viewer, item *records.ConfigurationItem, own string) (string, error)
	// Pay begins the payment of what is due on an invoice, and gives the address at which the
	// customer makes it. The id names the payment: the same one begins it once.
	Pay(r *http.Request, v Viewer, id records.PaymentID, i *records.Invoice) (string, error)

	// Sign signs a document when the PIN is right: WrongPIN, or LockedPIN after five wrong ones
	// (C8, C12). ChangePIN sets a PIN when the password is right.
	Sign(r *http.Request, v Viewer, s Signing) error
	ChangePIN(r *http.Request, v Viewer, c PINChange) error

	// Keep keeps the content of a file under its hash, before an edit names it.
	Keep(ctx context.Context, hash string, data []byte) error

	// AskReset sends a one-time link to whoever has this username or e-mail address. It answers
	// the same for a name that nobody has, and as soon.
	AskReset(r *http.Request, name string) error

	// OpenLink reports whether a one-time link is good, by its token, without using it up: any
	// other returns BadLink. UseLink sets the password of whom the link was sent to.
	OpenLink(r *http.Request, token string) error
	UseLink(r *http.Request, token, password string) error

	// Ask seals the answer to a question that a visitor is asked, to tell people from programs.
	Ask(answer string) (token string)

	// Answered opens what Ask sealed, and gives an id that is the same whenever this one is opened;
	// NotHuman when the answer is another, or came too early or too late.
	Answered(r *http.Request, token, answer string) (int64, error)
}

// NotHuman is what Deeds.Answered returns for an answer that shows no person.
var NotHuman = problem.New(problem.Invalid,
	"This was not the word, or the question was too old. Here is a new one.").On("answer")

// PasswordChange is an old password and the new one.
type PasswordChange struct{ Old, New string }

// Env is what the host gives besides the data.
type Env struct {
	Now    func() time.Time
	NewID  func() int64                     // a fresh, random, positive 63-bit id; nil in a preview
	Deeds  Deeds                            // nil in a preview
	Lang   func(*http.Request) string       // nil: by the request (LangOf)
	Failed func(r *http.Request, err error) // told of defects, for the log; may be nil
}

// New makes the portal. viewerOf says who looks at a request; its error becomes a page.
func New(source Source, viewerOf func(*http.Request) (Viewer, error), env Env) http.Handler {
	if env.Lang == nil {
		env.Lang = LangOf
	}
	return &site{source: source, viewerOf: viewerOf, env: env}
}

type site struct {
	source   Source
	viewerOf func(*http.Request) (Viewer, error)
	env      Env
}
