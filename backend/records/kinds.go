package records

import (
	"maps"
	"slices"
)

// kinds makes an empty record of each kind.
var kinds = map[Kind]func() Record{
	KindAccount:           func() Record { return new(Account) },
	KindPerson:            func() Record { return new(Person) },
	KindUser:              func() Record { return new(User) },
	KindAccess:            func() Record { return new(Access) },
	KindProfile:           func() Record { return new(Profile) },
	KindTicket:            func() Record { return new(Ticket) },
	KindNote:              func() Record { return new(Note) },
	KindArticle:           func() Record { return new(Article) },
	KindPortal:            func() Record { return new(Portal) },
	KindStaff:             func() Record { return new(Staff) },
	KindComputer:          func() Record { return new(Computer) },
	KindCredential:        func() Record { return new(Credential) },
	KindNarrowing:         func() Record { return new(Narrowing) },
	KindInbox:             func() Record { return new(Inbox) },
	KindFile:              func() Record { return new(File) },
	KindFileType:          func() Record { return new(FileType) },
	KindCategory:          func() Record { return new(Category) },
	KindSuggestion:        func() Record { return new(Suggestion) },
	KindFeedback:          func() Record { return new(Feedback) },
	KindForum:             func() Record { return new(Forum) },
	KindTopic:             func() Record { return new(Topic) },
	KindPost:              func() Record { return new(Post) },
	KindConversation:      func() Record { return new(Conversation) },
	KindChatMessage:       func() Record { return new(ChatMessage) },
	KindMessage:           func() Record { return new(Message) },
	KindInvoice:           func() Record { return new(Invoice) },
	KindPayment:           func() Record { return new(Payment) },
	KindQuotation:         func() Record { return new(Quotation) },
	KindSalesOrder:        func() Record { return new(SalesOrder) },
	KindSignature:         func() Record { return new(Signature) },
	KindPIN:               func() Record { return new(PIN) },
	KindSecondFactor:      func() Record { return new(SecondFactor) },
	KindPasskey:           func() Record { return new(Passkey) },
	KindStaffLogin:        func() Record { return new(StaffLogin) },
	KindConsolidation:     func() Record { return new(Consolidation) },
	KindHistory:           func() Record { return new(History) },
	KindCheckpoint:        func() Record { return new(Checkpoint) },
	KindMail:              func() Record { return new(Mail) },
	KindLink:              func() Record { return new(Link) },
	KindQueue:             func() Record { return new(Queue) },
	KindRequestType:       func() Record { return new(RequestType) },
	KindVendor:            func() Record { return new(Vendor) },
	KindAbsence:           func() Record { return new(Absence) },
	KindClosing:           func() Record { return new(Closing) },
	KindReview:            func() Record { return new(Review) },
	KindElevation:         func() Record { return new(Elevation) },
	KindModule:            func() Record { return new(Module) },
	KindSubscription:      func() Record { return new(Subscription) },
	KindAllowance:         func() Record { return new(Allowance) },
	KindDraw:              func() Record { return new(Draw) },
	KindProject:           func() Record { return new(Project) },
	KindTask:              func() Record { return new(Task) },
	KindPhase:             func() Record { return new(Phase) },
	KindProjectNote:       func() Record { return new(ProjectNote) },
	KindAppointment:       func() Record { return new(Appointment) },
	KindIssue:             func() Record { return new(Issue) },
	KindCharge:            func() Record { return new(Charge) },
	KindOrder:             func() Record { return new(Order) },
	KindOrderType:         func() Record { return new(OrderType) },
	KindFlag:              func() Record { return new(Flag) },
	KindOrderTask:         func() Record { return new(OrderTask) },
	KindDocument:          func() Record { return new(Document) },
	KindConfigurationItem: func() Record { return new(ConfigurationItem) },
	KindLicence:           func() Record { return new(Licence) },
	KindToken:             func() Record { return new(Token) },
	KindProvision:         func() Record { return new(Provision) },
}

// Kinds gives every kind that this version knows, in the order of their names.
func Kinds() []Kind { return slices.Sorted(maps.Keys(kinds)) }

// New makes an empty record of a kind, nil for a kind that this version does not know.
func New(kind Kind) Record {
	if empty := kinds[kind]; empty != nil {
		return empty()
	}
	return nil
}

// StaysAtServer reports whether records of a kind are the server's own: they are handed out to no
// desk, and are in no history.
func (k Kind) StaysAtServer() bool {
	switch k {
	case KindCredential, KindPIN, KindMail, KindLink, KindSecondFactor, KindPasskey, KindStaffLogin,
		KindToken, KindProvision:
		return true
	}
	return false
}
