package records

import (
	"bytes"
	"encoding/json"
	"strconv"

	"gatehouse/backend/problem"
)

// ID names a record of one kind: a random positive 63-bit number made by whoever makes the edit.
// It is a string in JSON, because JavaScript cannot hold it. 0 is no record.
type ID[T any] int64

// The ids, by the record that they name.
type (
	AccountID = ID[Account]
	PersonID  = ID[Person]
	UserID    = ID[User]
	AccessID  = ID[Access]
	ProfileID = ID[Profile]
	TicketID  = ID[Ticket]
	NoteID    = ID[Note]
	ArticleID = ID[Article]
	StaffID   = ID[Staff]
	FileID    = ID[File]

	CategoryID     = ID[Category]
	SuggestionID   = ID[Suggestion]
	FeedbackID     = ID[Feedback]
	ForumID        = ID[Forum]
	TopicID        = ID[Topic]
	PostID         = ID[Post]
	ConversationID = ID[Conversation]
	ChatMessageID  = ID[ChatMessage]
	MessageID      = ID[Message]
	QueueID        = ID[Queue]
	RequestTypeID  = ID[RequestType]
	VendorID       = ID[Vendor]
	AbsenceID      = ID[Absence]
	ClosingID      = ID[Closing]
	ReviewID       = ID[Review]
	ElevationID    = ID[Elevation]
	ModuleID       = ID[Module]
	SubscriptionID = ID[Subscription]
	AllowanceID    = ID[Allowance]
	DrawID         = ID[Draw]
	InvoiceID      = ID[Invoice]
	PaymentID      = ID[Payment]
	QuotationID    = ID[Quotation]
	SalesOrderID   = ID[SalesOrder]
	SignatureID    = ID[Signature]
	PasskeyID      = ID[Passkey]
	TokenID        = ID[Token]

	FileTypeID      = ID[FileType]
	ConsolidationID = ID[Consolidation]

	ProjectID     = ID[Project]
	TaskID        = ID[Task]
	PhaseID       = ID[Phase]
	ProjectNoteID = ID[ProjectNote]
	AppointmentID = ID[Appointment]
	IssueID       = ID[Issue]
	ChargeID      = ID[Charge]

	OrderID     = ID[Order]
	OrderTypeID = ID[OrderType]
	FlagID      = ID[Flag]
	OrderTaskID = ID[OrderTask]

	DocumentID          = ID[Document]
	ConfigurationItemID = ID[ConfigurationItem]
	LicenceID           = ID[Licence]
)

// String writes the id in decimal; no record is empty.
func (id ID[T]) String() string {
	if id == 0 {
		return ""
	}
	return strconv.FormatInt(int64(id), 10)
}

// Key names the record.
func (id ID[T]) Key() Key {
	r, _ := any(new(T)).(Record) // every record's pointer is one
	return Key{r.Key().Kind, int64(id)}
}

// ParseID reads what String wrote.
func ParseID[T any](text string) (ID[T], error) {
	if text == "" {
		return 0, nil
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n <= 0 {
		return 0, problem.New(problem.NotFound, "This record does not exist.")
	}
	return ID[T](n), nil
}

// MarshalJSON writes the id as a string.
func (id ID[T]) MarshalJSON() ([]byte, error) { return []byte(`"` + id.String() + `"`), nil }

// UnmarshalJSON reads the id from a string.
func (id *ID[T]) UnmarshalJSON(data []byte) error {
	var text string
	if n := len(data); n > 1 && data[0] == '"' && bytes.IndexByte(data, '\\') < 0 {
		text = string(data[1 : n-1])
	} else if err := json.Unmarshal(data, &text); err != nil {
		return err
	}
	parsed, err := ParseID[T](text)
	*id = parsed
	return err
}

// Kind names a kind of record, as in SQL, on the wire and in history.
type Kind string

// The kinds.
const (
	KindAccount    Kind = "account"
	KindPerson     Kind = "person"
	KindUser       Kind = "user"
	KindAccess     Kind = "access"
	KindProfile    Kind = "profile"
	KindTicket     Kind = "ticket"
	KindNote       Kind = "note"
	KindArticle    Kind = "article"
	KindPortal     Kind = "portal"
	KindStaff      Kind = "staff"
	KindComputer   Kind = "computer"
	KindCredential Kind = "credential"
	KindNarrowing  Kind = "narrowing"
	KindInbox      Kind = "inbox"
	KindHistory    Kind = "history"
	KindCheckpoint Kind = "checkpoint"
	KindFile       Kind = "file"
	KindFileType   Kind = "file type"
	KindMail       Kind = "mail"
	KindLink       Kind = "link"

	KindCategory     Kind = "category"
	KindSuggestion   Kind = "suggestion"
	KindFeedback     Kind = "feedback"
	KindForum        Kind = "forum"
	KindTopic        Kind = "topic"
	KindPost         Kind = "post"
	KindConversation Kind = "conversation"
	KindChatMessage  Kind = "chat message"
	KindMessage      Kind = "message"
	KindQueue        Kind = "queue"
	KindRequestType  Kind = "request type"
	KindVendor       Kind = "vendor"
	KindAbsence      Kind = "absence"
	KindClosing      Kind = "closing"
	KindReview       Kind = "review"
	KindElevation    Kind = "elevation"
	KindModule       Kind = "module"
	KindSubscription Kind = "subscription"
	KindAllowance    Kind = "allowance"
	KindDraw         Kind = "draw"
	KindInvoice      Kind = "invoice"
	KindPayment      Kind = "payment"
	KindQuotation    Kind = "quotation"
	KindSalesOrder   Kind = "sales order"
	KindSignature    Kind = "signature"
	KindPIN          Kind = "pin"
	KindSecondFactor Kind = "second factor"
	KindPasskey      Kind = "passkey"
	KindStaffLogin   Kind = "staff login"

	KindConsolidation Kind = "consolidation"

	KindProject     Kind = "project"
	KindTask        Kind = "task"
	KindPhase       Kind = "phase"
	KindProjectNote Kind = "project note"
	KindAppointment Kind = "appointment"
	KindIssue       Kind = "issue"
	KindCharge      Kind = "charge"

	KindOrder     Kind = "order"
	KindOrderType Kind = "order type"
	KindFlag      Kind = "flag"
	KindOrderTask Kind = "order task"

	KindDocument          Kind = "document"
	KindConfigurationItem Kind = "configuration item"
	KindLicence           Kind = "licence"

	KindToken     Kind = "token"
	KindProvision Kind = "provision"
)

// Key names one record of any kind.
type Key struct {
	Kind Kind  `json:"kind"`
	ID   int64 `json:"id,string"`
}

// Record is any of the records. Index gives the value of a column that edits look records up by,
// nil for a column that they do not.
type Record interface {
	Key() Key
	Index(column string) any
}
