package records

// New makes an empty record of a kind, nil for a kind that this version does not know.
func New(kind Kind) Record {
	switch kind {
	case KindAccount:
		return new(Account)
	case KindPerson:
		return new(Person)
	case KindUser:
		return new(User)
	case KindAccess:
		return new(Access)
	case KindProfile:
		return new(Profile)
	case KindTicket:
		return new(Ticket)
	case KindNote:
		return new(Note)
	case KindArticle:
		return new(Article)
	case KindPortal:
		return new(Portal)
	case KindStaff:
		return new(Staff)
	case KindCredential:
		return new(Credential)
	case KindNarrowing:
		return new(Narrowing)
	case KindInbox:
		return new(Inbox)
	case KindFile:
		return new(File)
	case KindFileType:
		return new(FileType)
	case KindConsolidation:
		return new(Consolidation)
	case KindHistory:
		return new(History)
	case KindMail:
		return new(Mail)
	case KindLink:
		return new(Link)
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
	return k == KindCredential || k == KindMail || k == KindLink
}
