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

// The matrices of the system profiles: A1 to A26, and for what those do not name, our decision.
var (
	guest = Matrix{HelpGuideRead: Shared, MessageRead: Shared, BlogRead: Shared,
		ArticleRead: Shared, TicketCreate: Own}
	minimum = Matrix{HelpGuideRead: Shared, MessageRead: Shared, BlogRead: Shared, ChatUse: Own}
	basic   = minimum.With(Overrides{TicketView: Assigned, TicketReply: Assigned, TicketCreate: Own,
		QuotationView: Own, QuotationSign: Own, SalesOrderView: Own, SalesOrderSign: Own,
		OrderView: Own, DocumentView: Own, DocumentUpload: Own, ArticleRead: Shared,
		ForumRead: Shared, ForumPost: Shared, ModuleView: Account, DetailsView: Own,
		DetailsEdit: Own, CompanyView: Account}).With(project(Team))
	advanced = basic.With(project(Account)).With(Overrides{TicketView: Tree, TicketReply: Tree,
		OrderView: Account})
	manager = advanced.With(Overrides{PaymentView: Account, PaymentMake: Account,
		InvoiceView: Account, QuotationView: Account, SalesOrderView: Account, OrderView: Tree,
		ProjectCharges: Account, ProjectHours: Account, DocumentView: Account,
		DocumentationView: Account, DocumentationReveal: Account, ArticleDraft: Account,
		ModuleView: Tree, CompanyView: Tree, ModuleAdd: Account, ModuleRemove: Account,
		ReportView: Account, CompanyEdit: Account,
		LoginsManage: Tree, QueuesManage: Account, RequestTypesManage: Account,
		VendorsManage: Account, OutOfOfficeManage: Account, OffHoursManage: Account})
	contact = minimum.With(project(Team)).With(Overrides{TicketView: Own, TicketReply: Own,
		TicketCreate: Own, PaymentView: Account, PaymentMake: Account, InvoiceView: Account,
		QuotationView: Own, QuotationSign: Own, SalesOrderView: Own, SalesOrderSign: Own,
		OrderView: Own, DocumentView: Own, DocumentUpload: Own, ArticleRead: Shared,
		ForumRead: Shared, ForumPost: Shared, ModuleView: Account, DetailsView: Own,
		DetailsEdit: Own, CompanyView: Account})
	billing = basic.With(project(None)).With(Overrides{InvoiceView: Account,
		PaymentView: Account, PaymentMake: Account, ReportView: Account, OrderView: None,
		CompanyEdit: Account})
	orders = minimum.With(Overrides{OrderView: Account, DocumentView: Own, DocumentUpload: Own,
		ArticleRead: Shared, DetailsView: Own, DetailsEdit: Own})
)

// project gives a project and the parts of it that everyone on the team has (A2, A5, A9 to A15).
// Tasks stay those assigned to the person, however many projects they see (A14).
func project(s Scope) Overrides {
	return Overrides{ProjectView: s, ProjectSchedule: s, ProjectMail: s, ProjectNotes: s,
		ProjectFiles: s, ProjectCalendar: s, ProjectTasks: min(s, Assigned), ProjectIssues: s}
}

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
