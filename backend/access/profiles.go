package access

// System is a security profile that comes with the product: never deleted, its permissions fixed
// (A32). The store keeps a row for each, so that "may be assigned by a client user" can change.
type System struct {
	ID          int64
	Name        string
	Description string
	Assignable  bool // by a client user, at first (A34)
	Matrix      Matrix
}

// The ids of the system profiles. They are the same in every office.
const (
	GuestProfile int64 = iota + 1
	MinimumProfile
	BasicProfile
	AdvancedProfile
	ManagerProfile
	ContactProfile
	BillingProfile
	OrdersProfile
)

var (
	guest = Matrix{HelpGuideRead: Shared, BlogRead: Shared, ArticleRead: Shared,
		TicketCreate: Own}
	minimum = Matrix{HelpGuideRead: Shared, BlogRead: Shared, ChatUse: Own}
	basic   = minimum.With(Overrides{TicketView: Assigned, TicketReply: Assigned, TicketCreate: Own,
		QuotationView: Own, SalesOrderView: Own, OrderView: Own, ProjectView: Team,
		DocumentView: Own, ArticleRead: Shared, ForumRead: Shared, ModuleView: Account,
		DetailsView: Own, DetailsEdit: Own})
	advanced = basic.With(Overrides{TicketView: Tree, TicketReply: Tree, ProjectView: Account,
		OrderView: Account})
	manager = advanced.With(Overrides{PaymentView: Account, InvoiceView: Account,
		QuotationView: Account, SalesOrderView: Account, OrderView: Tree,
		DocumentView: Account, DocumentationView: Account, ReportView: Account,
		LoginsManage: Account})
	contact = minimum.With(Overrides{TicketView: Own, TicketReply: Own, TicketCreate: Own,
		PaymentView: Account, InvoiceView: Account, QuotationView: Own, SalesOrderView: Own,
		ProjectView: Team, OrderView: Own, DocumentView: Own, ArticleRead: Shared,
		ForumRead: Shared, ModuleView: Account, DetailsView: Own, DetailsEdit: Own})
	billing = basic.With(Overrides{InvoiceView: Account, PaymentView: Account,
		ReportView: Account, OrderView: None, ProjectView: None})
	orders = minimum.With(Overrides{OrderView: Account, DocumentView: Own, ArticleRead: Shared,
		DetailsView: Own, DetailsEdit: Own})
)

var systems = []System{
	{GuestProfile, "Guest", "What a visitor may do before signing in, where the portal is open " +
		"to all.", false, guest},
	{MinimumProfile, "Minimum", "Help Guide, Blog and Live Chat: what everyone has.", true,
		minimum},
	{BasicProfile, "Basic", "Their own tickets and the projects they work on, and the " +
		"knowledgebase.", true, basic},
	{AdvancedProfile, "Advanced", "Basic, and all tickets, projects and orders of their " +
		"organisation, with the tickets of its subsidiaries.", true, advanced},
	{ManagerProfile, "Manager", "Advanced, and invoices, payments, documentation, reports and " +
		"the portal logins of their organisation.", true, manager},
	{ContactProfile, "Contact", "Every component at its built-in reach, narrowed by the " +
		"person's component ticks.", true, contact},
	{BillingProfile, "Billing contact", "Basic, and the invoices, payments and reports of " +
		"their organisation.", true, billing},
	{OrdersProfile, "Orders only", "The orders of the customer, or of every customer that a " +
		"consolidated account stands for.", true, orders},
}

// Systems lists the system profiles in the order of their ids.
func Systems() []System { return append([]System(nil), systems...) }

// MinimumMatrix is what a user has who may sign in and was given nothing (O1).
func MinimumMatrix() Matrix { return minimum }

// DefaultProfile is what a new access starts with: Manager for an account's primary or billing
// contact, Basic otherwise (A30).
func DefaultProfile(primaryOrBilling bool) int64 {
	if primaryOrBilling {
		return ManagerProfile
	}
	return BasicProfile
}
