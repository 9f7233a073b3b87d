package records

import "gatehouse/backend/access"

// Guarded is a record about which access decides.
type Guarded interface {
	Record
	Title() string // what people call it

	// At gives the account that the record belongs to, 0 for one of the office's own.
	At() AccountID

	// Record gives what a decision needs to know, with what is closed at the record's account.
	// ColumnsOf says the same to SQL.
	Record(closed access.ComponentSet) *access.Record
}

// demanding is a record of which an action demands something: that a ticket is open, an invoice
// unpaid, a document open for signing.
type demanding interface {
	Demand(p access.Permission) access.Fault
}

// Guard gives what a decision about a permission needs to know of a record, with what the action
// demands of it.
func Guard(r Guarded, p access.Permission, closed access.ComponentSet) *access.Record {
	g := r.Record(closed)
	if d, ok := r.(demanding); ok {
		g.Refused |= d.Demand(p)
	}
	return g
}

// dated is a record of which an action demands something that a day changes: that a document has
// not expired.
type dated interface {
	DemandOn(p access.Permission, today access.Day) access.Fault
}

// GuardOn is Guard on a day.
func GuardOn(r Guarded, p access.Permission, closed access.ComponentSet,
	today access.Day) *access.Record {
	g := Guard(r, p, closed)
	if d, ok := r.(dated); ok {
		g.Refused |= d.DemandOn(p, today)
	}
	return g
}

// columns says to SQL what Record says of each kind that is listed: the kind's table as t, accounts
// as a.
var columns = map[Kind]access.Columns{
	KindTicket:      TicketColumns,
	KindSuggestion:  SuggestionColumns,
	KindTopic:       TopicColumns,
	KindForum:       ForumColumns,
	KindChatMessage: ChatMessageColumns,
	KindMessage:     MessageColumns,

	KindQueue:        accountColumns,
	KindRequestType:  accountColumns,
	KindVendor:       accountColumns,
	KindAbsence:      accountColumns,
	KindClosing:      accountColumns,
	KindElevation:    accountColumns,
	KindSubscription: accountColumns,
	KindAllowance:    accountColumns,

	KindProject: ProjectColumns,
	KindTask:    TaskColumns,
	KindOrder:   OrderColumns,

	KindDocument:          DocumentColumns,
	KindConfigurationItem: accountColumns,
	KindLicence:           accountColumns,

	KindInvoice:    InvoiceColumns,
	KindPayment:    PaymentColumns,
	KindQuotation:  AgreementColumns,
	KindSalesOrder: AgreementColumns,
}

// ColumnsOf gives the columns by which a kind is listed.
func ColumnsOf(kind Kind) access.Columns { return columns[kind] }

// IsListed reports whether a kind is listed by its columns.
func IsListed(kind Kind) bool {
	_, is := columns[kind]
	return is
}

// aboutOf is the kind of record that a permission is about, where the permission's component has
// one.
var aboutOf = map[access.Component]Kind{
	access.Tickets:         KindTicket,
	access.Forums:          KindTopic,
	access.LiveChat:        KindConversation,
	access.SoftwareModules: KindSubscription,
	access.Reports:         KindAllowance,
	access.Projects:        KindProject,
	access.Orders:          KindOrder,
	access.Documents:       KindDocument,
	access.Documentation:   KindConfigurationItem,
	access.Invoices:        KindInvoice,
	access.Payments:        KindPayment,
	access.Quotations:      KindQuotation,
	access.SalesOrders:     KindSalesOrder,
}

// apart are the permissions that are about another kind than their component.
var apart = map[access.Permission]Kind{
	access.ArticleDraft:       KindSuggestion,
	access.MessageRead:        KindMessage,
	access.LoginsManage:       KindPerson,
	access.QueuesManage:       KindQueue,
	access.RequestTypesManage: KindRequestType,
	access.VendorsManage:      KindVendor,
	access.OutOfOfficeManage:  KindAbsence,
	access.OffHoursManage:     KindClosing,
	access.CompanyView:        KindAccount,
	access.CompanyEdit:        KindAccount,
	access.ProjectTasks:       KindTask,    // A14: each task by itself
	access.PaymentMake:        KindInvoice, // what is paid
}

// About gives the kind of record that a permission is about; empty when it is about none, or about
// articles, which are found by their address.
func About(p access.Permission) Kind {
	if kind, ok := apart[p]; ok {
		return kind
	}
	return aboutOf[p.Component()]
}

// Holder gives the kind of record that holds those of a kind and that a permission may be about as
// well, such as the forum of a topic; empty when there is none.
func Holder(kind Kind) Kind {
	if kind == KindTopic {
		return KindForum
	}
	return ""
}

// accountKeys makes the keys of a record that belongs to an account, beside those that it has of
// its own.
func accountKeys(own access.Sets, id AccountID) access.Keys {
	own[access.Account] = []int64{int64(id)}
	own[access.Tree] = own[access.Account]
	return access.KeysOf(own)
}

// keys gathers ids; 0 names nobody.
func keys[T any](ids ...ID[T]) (list []int64) {
	for _, id := range ids {
		list = append(list, int64(id))
	}
	return list
}
