package edit

import (
	"encoding/json"
	"time"

	"gatehouse/backend/access"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// Tx is what an edit writes through. Rows are immutable. The first error sticks and fails the
// transaction, so Row and Find answer "nothing" after one.
type Tx interface {
	// Row gives a record, or nil when there is none.
	Row(records.Key) records.Record
	// Find gives the records of a kind whose column (see Record.Index) has this value.
	Find(kind records.Kind, column string, value any) []records.Record
	Put(records.Record)
	Delete(records.Key)
	// Fail makes the whole transaction fail.
	Fail(error)
}

// Side says where an edit runs.
type Side int

// The sides: a desk shows at once what the server will probably do; the server decides.
const (
	Desk Side = iota
	Server
)

// Actor is who makes an edit: a member of staff, a customer in the portal, or another program.
type Actor struct {
	Name    string
	Staff   *records.Staff
	User    records.UserID // a customer's login
	Person  records.PersonID
	Account records.AccountID
	Subject *access.Subject // of the customer, or of a visitor
	Server  bool            // the server itself, for what it has made sure of
	Token   records.TokenID // of an identity provider (B20); 0 for everybody else
}

// Env is everything about a run that the edit itself does not say.
type Env struct {
	Actor   Actor
	Machine string
	UID     records.UID // of the edit: set by Run from the envelope
	Reason  string      // why, in the author's words: likewise
	Saw     Glance      // what the author saw of the records that it touches: likewise
	Now     time.Time   // the server's clock at the server, the author's at a desk
	Zone    *time.Location
	Side    Side
}

// Envelope is an edit as it is stored and sent: a name with its version, arguments, and what its
// author knew.
type Envelope struct {
	UID    records.UID     `json:"uid"`
	Group  records.UID     `json:"group,omitempty"`
	Name   string          `json:"name"`
	NV     int             `json:"nv"`
	Args   json.RawMessage `json:"args"`
	Seen   []records.UID   `json:"seen,omitempty"`
	Saw    Glance          `json:"saw"` // null where it was made on the server's own records
	Reason string          `json:"reason,omitempty"`
	At     int64           `json:"at"` // the author's clock, seconds since 1970: a claim
}

// Edit is one intent with its arguments.
type Edit interface {
	// Validate refuses arguments that are wrong whatever the records say.
	Validate() error
	// Authorize refuses an actor who may not do this.
	Authorize(Tx, Env) error
	// Apply writes the change. A *Refusal or a problem means that nothing was changed.
	Apply(Tx, Env) (Result, error)
}

// Result is what an edit says of itself for the history.
type Result struct {
	Status  records.Status // "" = applied
	Subject string         // the name of whom or what it is about
	About   records.Key    // the user, ticket or account it is about
	Why     string
	Mine    string // for the inbox, when Status is Overrode
	Theirs  string
	Twin    records.Record // somebody else's that this one came too late for, or nil
}

// Withholder is an edit that can be done without the access it would give, when the same person
// was cut off meanwhile.
type Withholder interface{ Withhold() Edit }

// Outcome is what became of an edit.
type Outcome struct {
	Status records.Status
	Why    string           // a sentence; empty when applied
	Inbox  bool             // an inbox line holds both sides
	Narrow bool             // it takes access away: not in force until the server has it
	Saw    Glance           // at a desk: what the author sees of the records that it touches
	cause  *problem.Problem // of a refusal: its kind and the input it is about
}

// Err gives the outcome as a problem for the author at the desk, nil when it had effect or it was
// already so.
func (o Outcome) Err() error {
	switch {
	case o.Status.HasEffect(), o.Status == records.Merged:
		return nil
	case o.cause != nil:
		return o.cause
	case o.Inbox:
		return problem.New(problem.Conflict, o.Why)
	}
	return problem.New(problem.Invalid, o.Why)
}

// registry maps names to constructors. A test checks that every edit is in it.
var registry = map[string]func() Edit{
	"CreateAccount":      func() Edit { return new(CreateAccount) },
	"CreatePerson":       func() Edit { return new(CreatePerson) },
	"UpdatePortalPanel":  func() Edit { return new(UpdatePortalPanel) },
	"UpdateDetails":      func() Edit { return new(UpdateDetails) },
	"SetPassword":        func() Edit { return new(SetPassword) },
	"AddAccess":          func() Edit { return new(AddAccess) },
	"UpdateAccess":       func() Edit { return new(UpdateAccess) },
	"RemoveAccess":       func() Edit { return new(RemoveAccess) },
	"CreateTicket":       func() Edit { return new(CreateTicket) },
	"AddNote":            func() Edit { return new(AddNote) },
	"WriteArticle":       func() Edit { return new(WriteArticle) },
	"SaveCategory":       func() Edit { return new(SaveCategory) },
	"SuggestArticle":     func() Edit { return new(SuggestArticle) },
	"DecideSuggestion":   func() Edit { return new(DecideSuggestion) },
	"GiveFeedback":       func() Edit { return new(GiveFeedback) },
	"SaveForum":          func() Edit { return new(SaveForum) },
	"OpenTopic":          func() Edit { return new(OpenTopic) },
	"WritePost":          func() Edit { return new(WritePost) },
	"HidePost":           func() Edit { return new(HidePost) },
	"HideTopic":          func() Edit { return new(HideTopic) },
	"SayInChat":          func() Edit { return new(SayInChat) },
	"AnswerChat":         func() Edit { return new(AnswerChat) },
	"CloseChat":          func() Edit { return new(CloseChat) },
	"SaveMessage":        func() Edit { return new(SaveMessage) },
	"SetPortal":          func() Edit { return new(SetPortal) },
	"AddStaff":           func() Edit { return new(AddStaff) },
	"SaveStaff":          func() Edit { return new(SaveStaff) },
	"Undo":               func() Edit { return new(Undo) },
	"Settle":             func() Edit { return new(Settle) },
	"SignedIn":           func() Edit { return new(SignedIn) },
	"CreateProfile":      func() Edit { return new(CreateProfile) },
	"UpdateProfile":      func() Edit { return new(UpdateProfile) },
	"RemoveProfile":      func() Edit { return new(RemoveProfile) },
	"SetOverrides":       func() Edit { return new(SetOverrides) },
	"UpdateAccount":      func() Edit { return new(UpdateAccount) },
	"Consolidate":        func() Edit { return new(Consolidate) },
	"Separate":           func() Edit { return new(Separate) },
	"SetRequests":        func() Edit { return new(SetRequests) },
	"Discard":            func() Edit { return new(Discard) },
	"SaveInvoice":        func() Edit { return new(SaveInvoice) },
	"PayInvoice":         func() Edit { return new(PayInvoice) },
	"PaymentArrived":     func() Edit { return new(PaymentArrived) },
	"RecordPayment":      func() Edit { return new(RecordPayment) },
	"SaveQuotation":      func() Edit { return new(SaveQuotation) },
	"SaveSalesOrder":     func() Edit { return new(SaveSalesOrder) },
	"Sign":               func() Edit { return new(Sign) },
	"SetPIN":             func() Edit { return new(SetPIN) },
	"LockPIN":            func() Edit { return new(LockPIN) },
	"ResetPIN":           func() Edit { return new(ResetPIN) },
	"AddSecondFactor":    func() Edit { return new(AddSecondFactor) },
	"RemoveSecondFactor": func() Edit { return new(RemoveSecondFactor) },
	"SetStaffPassword":   func() Edit { return new(SetStaffPassword) },
	"SetStaffFactor":     func() Edit { return new(SetStaffFactor) },
	"AddPasskey":         func() Edit { return new(AddPasskey) },
	"RemovePasskey":      func() Edit { return new(RemovePasskey) },
	"AttachFile":         func() Edit { return new(AttachFile) },
	"SaveFileType":       func() Edit { return new(SaveFileType) },
	"Invite":             func() Edit { return new(Invite) },
	"StartReset":         func() Edit { return new(StartReset) },
	"AskReset":           func() Edit { return new(AskReset) },
	"UseMine":            func() Edit { return new(UseMine) },
	"RevokeMachine":      func() Edit { return new(RevokeMachine) },
	"AddToken":           func() Edit { return new(AddToken) },
	"RevokeToken":        func() Edit { return new(RevokeToken) },
	"SaveProvision":      func() Edit { return new(SaveProvision) },

	"SetPortalUser":        func() Edit { return new(SetPortalUser) },
	"SaveQueue":            func() Edit { return new(SaveQueue) },
	"SaveRequestType":      func() Edit { return new(SaveRequestType) },
	"SaveVendor":           func() Edit { return new(SaveVendor) },
	"SaveAbsence":          func() Edit { return new(SaveAbsence) },
	"SaveClosing":          func() Edit { return new(SaveClosing) },
	"SaveReview":           func() Edit { return new(SaveReview) },
	"BeginRound":           func() Edit { return new(BeginRound) },
	"RemindEnding":         func() Edit { return new(RemindEnding) },
	"EndRound":             func() Edit { return new(EndRound) },
	"ConfirmAccess":        func() Edit { return new(ConfirmAccess) },
	"EndUnanswered":        func() Edit { return new(EndUnanswered) },
	"SaveAllowance":        func() Edit { return new(SaveAllowance) },
	"SaveDraw":             func() Edit { return new(SaveDraw) },
	"SaveModule":           func() Edit { return new(SaveModule) },
	"AddModule":            func() Edit { return new(AddModule) },
	"RemoveModule":         func() Edit { return new(RemoveModule) },
	"WithdrawModuleChange": func() Edit { return new(WithdrawModuleChange) },
	"RequestElevation":     func() Edit { return new(RequestElevation) },
	"RequestAccess":        func() Edit { return new(RequestAccess) },
	"DecideElevation":      func() Edit { return new(DecideElevation) },
	"UpdateCompany":        func() Edit { return new(UpdateCompany) },
	"DecideApproval":       func() Edit { return new(DecideApproval) },
	"UpdateTicket":         func() Edit { return new(UpdateTicket) },
	"CloseTicket":          func() Edit { return new(CloseTicket) },
	"SaveProject":          func() Edit { return new(SaveProject) },
	"SaveTask":             func() Edit { return new(SaveTask) },
	"SavePhase":            func() Edit { return new(SavePhase) },
	"SaveAppointment":      func() Edit { return new(SaveAppointment) },
	"SaveIssue":            func() Edit { return new(SaveIssue) },
	"SaveCharge":           func() Edit { return new(SaveCharge) },
	"AddProjectNote":       func() Edit { return new(AddProjectNote) },
	"MailProjectTeam":      func() Edit { return new(MailProjectTeam) },
	"AddIssue":             func() Edit { return new(AddIssue) },

	"SaveOrder":     func() Edit { return new(SaveOrder) },
	"SaveOrderType": func() Edit { return new(SaveOrderType) },
	"SaveFlag":      func() Edit { return new(SaveFlag) },
	"SaveOrderTask": func() Edit { return new(SaveOrderTask) },

	"SaveDocument":          func() Edit { return new(SaveDocument) },
	"UploadDocument":        func() Edit { return new(UploadDocument) },
	"SaveConfigurationItem": func() Edit { return new(SaveConfigurationItem) },
	"SaveLicence":           func() Edit { return new(SaveLicence) },
	"RevealPassword":        func() Edit { return new(RevealPassword) },
}

// Decode reads the edit of an envelope. Unknown names and arguments are refused.
func Decode(env Envelope) (Edit, error) {
	make := registry[env.Name]
	if make == nil || env.NV < 1 || env.NV > newest(env.Name) {
		return nil, problem.Newf(problem.Invalid,
			"This version does not know the edit “%.40s”. Update Gatehouse.", env.Name)
	}
	e := make()
	args, err := raised(env)
	if err == nil {
		err = strict(args, e)
	}
	if err != nil {
		return nil, problem.Newf(problem.Invalid, "The edit %s cannot be read.", env.Name).By(err)
	}
	return e, nil
}

// get reads a record of a known type.
func get[T records.Record](tx Tx, key records.Key) (T, bool) {
	r, ok := tx.Row(key).(T)
	return r, ok
}

// find reads records of a known type.
func find[T records.Record](tx Tx, kind records.Kind, column string, value any) (list []T) {
	for _, r := range tx.Find(kind, column, value) {
		if t, ok := r.(T); ok {
			list = append(list, t)
		}
	}
	return list
}
