package access

// Fault is a set of ways in which gates fail; one bit each.
type Fault uint64

// The faults, in the order in which they are explained.
const (
	RegisteredOnly Fault = 1 << iota
	NotSignedIn
	Deactivated
	NoEmail
	NotPortalUser
	Locked
	NoRoleGroup
	MustChange
	NoSecondFactor
	NotStarted
	Ended
	AccessNotStarted
	AccessEnded
	NoAccount
	AccountInactive
	AccountPortalOff
	AboveOff
	AccountCircle
	RecordAccountOff
	ClosedByPortal
	ClosedAbove
	ClosedByAccount
	ClosedByPerson
	ClosedAtRecord
	ProfileGone
	NotGranted
	Internal
	Unpublished
	NotShown
	NotCustomerFile
	NotCustomerFlag
	OrderTask
	BeforeCutOff
	NotReached
	HoldsMore
	CannotSign
	NoPIN
	NotForSigning
	Signed
	TicketClosed
	InvoicePaid
	faults
)

// Gate is one requirement, as it is named in an explanation.
type Gate string

// The gates, in the order in which they are explained.
const (
	PortalGate    Gate = "portal"
	SignInGate    Gate = "sign-in"
	PeriodGate    Gate = "period"
	AccountGate   Gate = "account"
	ComponentGate Gate = "component"
	GrantedGate   Gate = "granted"
	ExposedGate   Gate = "exposed"
	ReachedGate   Gate = "reached"
	DemandGate    Gate = "demand"
)

var gates = []struct {
	gate   Gate
	faults Fault
	holds  string // what to say when it holds
}{
	{PortalGate, RegisteredOnly, "The portal lets them in."},
	{SignInGate, NotSignedIn | Deactivated | NoEmail | NotPortalUser | Locked | NoRoleGroup |
		MustChange | NoSecondFactor, "They can sign in."},
	{PeriodGate, NotStarted | Ended | AccessNotStarted | AccessEnded,
		"The support period and the access are running."},
	{AccountGate, NoAccount | AccountInactive | AccountPortalOff | AboveOff | AccountCircle |
		RecordAccountOff,
		"The account's portal is on."},
	{ComponentGate, ClosedByPortal | ClosedAbove | ClosedByAccount | ClosedByPerson |
		ClosedAtRecord,
		"The component is open for them."},
	{GrantedGate, ProfileGone | NotGranted, ""},
	{ExposedGate, Internal | Unpublished | NotShown | NotCustomerFile | NotCustomerFlag | OrderTask |
		BeforeCutOff, "The record is meant for customers."},
	{ReachedGate, NotReached | HoldsMore, ""},
	{DemandGate, CannotSign | NoPIN | NotForSigning | Signed | TicketClosed | InvoicePaid, ""},
}

// sentence says a fault and its one repair; an empty repair means that nothing repairs it. In the
// texts, $who is the person, $account their account, $profile their profile, $component the
// component, $what the permission, $had the scope they have and $scope the one that is needed.
type sentence struct{ text, repair string }

var sentences = map[Fault]sentence{
	RegisteredOnly: {"Only registered customers may enter the portal.",
		"Open the portal to all customers, or sign in."},
	NotSignedIn:   {"Nobody has signed in.", "Sign in."},
	Deactivated:   {"$who's login is deactivated.", "Activate the login."},
	NoEmail:       {"$who has no e-mail address.", "Enter an e-mail address on the record."},
	NotPortalUser: {"Portal User is not ticked for $who.", "Tick Portal User."},
	Locked:        {"$who's sign-in is locked after wrong passwords.", "Unlock the sign-in."},
	NoRoleGroup: {"$who is not in the role group “Customer portal (for customers)”.",
		"Add $who to the role group."},
	MustChange: {"$who has not yet replaced the initial password.",
		"$who chooses a password of their own at the first sign-in."},
	NoSecondFactor: {"$who has not yet given the second factor.",
		"$who completes the sign-in."},
	NotStarted: {"$who's support period has not started.", "Choose an earlier support start."},
	Ended:      {"$who's support period has ended.", "Choose a later support end."},
	AccessNotStarted: {"$who's portal access has not started.",
		"Choose an earlier start of the access."},
	AccessEnded:     {"$who's portal access has ended.", "Choose a later end of the access."},
	NoAccount:       {"$who belongs to no account.", "Choose an account on the record."},
	AccountInactive: {"The account $account is not active.", "Activate the account."},
	AccountPortalOff: {"The portal is switched off for $account.",
		"Switch the portal on for the account."},
	AboveOff: {"The portal is switched off for $above, which $account belongs to.",
		"Switch the portal on for $above."},
	AccountCircle: {"The accounts above $account run in a circle.",
		"Choose another parent for one of them."},
	RecordAccountOff: {"The portal is switched off for the account that this belongs to.",
		"Switch the portal on for that account."},
	ClosedByPortal: {"$component is switched off for the whole portal.",
		"Switch $component on in the portal settings."},
	ClosedAbove: {"$component is switched off for $closer, which $account belongs to.",
		"Switch $component on for $closer."},
	ClosedByAccount: {"$component is switched off for $account.",
		"Switch $component on for the account."},
	ClosedByPerson: {"$component is not ticked for $who.",
		"Tick $component in their portal components."},
	ClosedAtRecord: {"$component is switched off for the account that this belongs to.",
		"Switch $component on for that account."},
	ProfileGone: {"The security profile of this access is no longer there.",
		"Choose another profile."},
	NotGranted: {"The security profile $profile does not include “$what”.",
		"Choose a profile that includes “$what”$scope."},
	Internal:    {"This is internal. It never reaches a customer.", ""},
	Unpublished: {"This is not published.", "Publish it."},
	NotShown:    {"This is not shown on the portal.", "Tick “Shown on portal”."},
	NotCustomerFile: {"Files of this type are not for customers.",
		"Tick “Customer file” at the file type."},
	NotCustomerFlag: {"This flag is not for customers.",
		"Switch “Is a customer flag” on at the flag."},
	OrderTask: {"This is a task inside an order. It never reaches a customer.", ""},
	BeforeCutOff: {"This is older than the portal's cut-off date.",
		"Choose an earlier cut-off date in the portal settings."},
	NotReached: {"“$what” covers $had, and this is not among them.",
		"Choose a profile that includes “$what”$scope."},
	HoldsMore:     {"They have more rights than $who.", ""},
	CannotSign:    {"$who may not sign electronically.", "Tick Can eSign."},
	NoPIN:         {"The PIN has not been given.", "$who enters the PIN."},
	NotForSigning: {"This is not open for signing.", "Open it for signing."},
	Signed:        {"This is signed already.", ""},
	InvoicePaid:   {"This invoice is paid already.", ""},
	TicketClosed:  {"The ticket is closed.", "Open the ticket again."},
}
