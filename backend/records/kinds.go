package records

// kinds makes an empty record of each kind.
var kinds = map[Kind]func() Record{
	KindAccount:       func() Record { return new(Account) },
	KindPerson:        func() Record { return new(Person) },
	KindUser:          func() Record { return new(User) },
	KindAccess:        func() Record { return new(Access) },
	KindProfile:       func() Record { return new(Profile) },
	KindTicket:        func() Record { return new(Ticket) },
	KindNote:          func() Record { return new(Note) },
	KindArticle:       func() Record { return new(Article) },
	KindPortal:        func() Record { return new(Portal) },
	KindStaff:         func() Record { return new(Staff) },
	KindComputer:      func() Record { return new(Computer) },
	KindCredential:    func() Record { return new(Credential) },
	KindNarrowing:     func() Record { return new(Narrowing) },
	KindInbox:         func() Record { return new(Inbox) },
	KindFile:          func() Record { return new(File) },
	KindFileType:      func() Record { return new(FileType) },
	KindCategory:      func() Record { return new(Category) },
	KindSuggestion:    func() Record { return new(Suggestion) },
	KindFeedback:      func() Record { return new(Feedback) },
	KindForum:         func() Record { return new(Forum) },
	KindTopic:         func() Record { return new(Topic) },
	KindPost:          func() Record { return new(Post) },
	KindConversation:  func() Record { return new(Conversation) },
	KindChatMessage:   func() Record { return new(ChatMessage) },
	KindMessage:       func() Record { return new(Message) },
	KindInvoice:       func() Record { return new(Invoice) },
	KindPayment:       func() Record { return new(Payment) },
	KindQuotation:     func() Record { return new(Quotation) },
	KindSalesOrder:    func() Record { return new(SalesOrder) },
	KindSignature:     func() Record { return new(Signature) },
	KindPIN:           func() Record { return new(PIN) },
	KindSecondFactor:  func() Record { return new(SecondFactor) },
	KindPasskey:       func() Record { return new(Passkey) },
	KindStaffLogin:    func() Record { return new(StaffLogin) },
	KindConsolidation: func() Record { return new(Consolidation) },
	KindHistory:       func() Record { return new(History) },
	KindCheckpoint:    func() Record { return new(Checkpoint) },
	KindMail:          func() Record { return new(Mail) },
	KindLink:          func() Record { return new(Link) },
}

// New makes an empty record of a kind, nil for a kind that this version does not know.
func New(kind Kind) Record {
	if empty := kinds[kind]; empty != nil {
		return empty()
	}
	return newServed(kind)
}

// newServed makes an empty record of the service desk, of modules or of allowances.
func newServed(kind Kind) Record {
	switch kind {
	case KindQueue:
		return new(Queue)
	case KindRequestType:
		return new(RequestType)
	case KindVendor:
		return new(Vendor)
	case KindAbsence:
		return new(Absence)
	case KindClosing:
		return new(Closing)
	case KindElevation:
		return new(Elevation)
	case KindModule:
		return new(Module)
	case KindSubscription:
		return new(Subscription)
	case KindAllowance:
		return new(Allowance)
	case KindDraw:
		return new(Draw)
	}
	return newWork(kind)
}

// newWork makes an empty record of what the office does for its customers.
func newWork(kind Kind) Record {
	switch kind {
	case KindProject:
		return new(Project)
	case KindTask:
		return new(Task)
	case KindPhase:
		return new(Phase)
	case KindProjectNote:
		return new(ProjectNote)
	case KindAppointment:
		return new(Appointment)
	case KindIssue:
		return new(Issue)
	case KindCharge:
		return new(Charge)
	case KindOrder:
		return new(Order)
	case KindOrderType:
		return new(OrderType)
	case KindFlag:
		return new(Flag)
	case KindOrderTask:
		return new(OrderTask)
	case KindDocument:
		return new(Document)
	case KindConfigurationItem:
		return new(ConfigurationItem)
	case KindLicence:
		return new(Licence)
	}
	return nil
}

// StaysAtServer reports whether records of a kind are the server's own: they are handed out to no
// desk, and are in no history.
func (k Kind) StaysAtServer() bool {
	switch k {
	case KindCredential, KindPIN, KindMail, KindLink, KindSecondFactor, KindPasskey, KindStaffLogin:
		return true
	}
	return false
}
