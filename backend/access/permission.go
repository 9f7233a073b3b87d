package access

import "gatehouse/backend/problem"

// Permission is one action on one component, such as ticket.view.
type Permission uint8

// The permissions, with the rows that ask for them.
const (
	HelpGuideRead       Permission = iota // O1, O11
	MessageRead                           // B21
	BlogRead                              // O1, O11
	ChatUse                               // O1, O11
	TicketView                            // O8, A1, A4
	TicketReply                           // A6, A43
	TicketCreate                          // O8, A6
	PriorityView                          // A7
	PrioritySet                           // A8
	PaymentView                           // O9
	PaymentMake                           // O9, A40
	InvoiceView                           // A40, C10
	QuotationView                         // C10
	QuotationSign                         // C7
	SalesOrderView                        // C10
	SalesOrderSign                        // C7
	OrderView                             // N4, N6
	ProjectView                           // A2, A5
	ProjectSchedule                       // A9
	ProjectMail                           // A10
	ProjectNotes                          // A11
	ProjectFiles                          // A12
	ProjectCalendar                       // A13
	ProjectTasks                          // A14
	ProjectIssues                         // A15
	ProjectCharges                        // A16
	ProjectHours                          // A17
	DocumentView                          // C11
	DocumentUpload                        // C11
	DocumentationView                     // A26, A39
	DocumentationReveal                   // A26, A39
	ArticleRead                           // A3, A41
	ArticleDraft                          // A47
	ForumRead                             // Z5
	ForumPost                             // Z5
	ModuleView                            // O10
	ModuleAdd                             // O10
	ModuleRemove                          // O10
	ReportView                            // A25
	DetailsView                           // A18
	DetailsEdit                           // A18
	CompanyView                           // C9
	CompanyEdit                           // C9
	LoginsManage                          // A19, A35
	QueuesManage                          // A20
	RequestTypesManage                    // A21
	VendorsManage                         // A22
	OutOfOfficeManage                     // A23
	OffHoursManage                        // A24
	permissions
)

type permissionInfo struct {
	name      string
	component Component
	label     string
	traits    trait
}

// trait is what is special about a permission.
type trait uint8

const (
	cutOff   trait = 1 << iota // the portal's cut-off date applies to its records (A38)
	unscoped                   // about oneself, or nothing yet: its scope says nothing
	views                      // only looks, so that what an account consolidates counts (N4)
	signs                      // needs Can eSign (C7)
	atHome                     // on the home page, which no switch closes
	shared                     // what is published to an audience, or written where it is
	once                       // an account has it once, so that nobody has less of it
)

func (p Permission) is(t trait) bool { return permissionTable[p].traits&t != 0 }

var permissionTable = [permissions]permissionInfo{
	HelpGuideRead: {"help guide.read", HelpGuide, "Read the help guide", views | shared},
	MessageRead: {"message.read", HelpGuide, "Read messages on the home page",
		views | atHome | shared},
	BlogRead:            {"blog.read", Blog, "Read the blog", views | shared},
	ChatUse:             {"chat.use", LiveChat, "Chat with the office", unscoped},
	TicketView:          {"ticket.view", Tickets, "See tickets", views | cutOff},
	TicketReply:         {"ticket.reply", Tickets, "Answer on tickets", cutOff},
	TicketCreate:        {"ticket.create", Tickets, "Open new tickets", unscoped},
	PriorityView:        {"priority.view", Tickets, "See the office's priority", views | cutOff},
	PrioritySet:         {"priority.set", Tickets, "Set the priority of a new ticket", unscoped},
	PaymentView:         {"payment.view", Payments, "See payments", views},
	PaymentMake:         {"payment.make", Payments, "Pay invoices", 0},
	InvoiceView:         {"invoice.view", Invoices, "See invoices", views},
	QuotationView:       {"quotation.view", Quotations, "See quotations", views},
	QuotationSign:       {"quotation.sign", Quotations, "Sign quotations", signs},
	SalesOrderView:      {"sales order.view", SalesOrders, "See sales orders", views},
	SalesOrderSign:      {"sales order.sign", SalesOrders, "Sign sales orders", signs},
	OrderView:           {"order.view", Orders, "See orders", views},
	ProjectView:         {"project.view", Projects, "See projects", views},
	ProjectSchedule:     {"project.schedule", Projects, "See project schedules", views},
	ProjectMail:         {"project.mail", Projects, "Write to the project team", 0},
	ProjectNotes:        {"project.notes", Projects, "Read and add project notes", 0},
	ProjectFiles:        {"project.files", Projects, "See project attachments", views},
	ProjectCalendar:     {"project.calendar", Projects, "See project calendars", views},
	ProjectTasks:        {"project.tasks", Projects, "See project tasks", views},
	ProjectIssues:       {"project.issues", Projects, "Add project issues", 0},
	ProjectCharges:      {"project.charges", Projects, "See project charges", views},
	ProjectHours:        {"project.hours", Projects, "See estimated hours", views},
	DocumentView:        {"document.view", Documents, "See documents", views},
	DocumentUpload:      {"document.upload", Documents, "Upload documents", unscoped},
	DocumentationView:   {"documentation.view", Documentation, "See documentation", views},
	DocumentationReveal: {"documentation.reveal", Documentation, "Reveal passwords", 0},
	ArticleRead:         {"article.read", Knowledgebase, "Read the knowledgebase", views | shared},
	ArticleDraft:        {"article.draft", Knowledgebase, "Draft articles of their account", 0},
	ForumRead:           {"forum.read", Forums, "Read the forums", views | shared},
	ForumPost:           {"forum.post", Forums, "Write in the forums", shared},
	ModuleView:          {"module.view", SoftwareModules, "See software modules", views | once},
	ModuleAdd:           {"module.add", SoftwareModules, "Add software modules", once},
	ModuleRemove:        {"module.remove", SoftwareModules, "Remove software modules", once},
	ReportView:          {"report.view", Reports, "See reports", views},
	DetailsView:         {"details.view", MyDetails, "See their own details", unscoped},
	DetailsEdit:         {"details.edit", MyDetails, "Change their own details", unscoped},
	CompanyView:         {"company.view", MyDetails, "See the company's details", once},
	CompanyEdit:         {"company.edit", MyDetails, "Change the company's details", once},
	LoginsManage:        {"logins.manage", Administration, "Manage portal logins", 0},
	QueuesManage:        {"queues.manage", Administration, "Manage queues", 0},
	RequestTypesManage:  {"request types.manage", Administration, "Manage request types", 0},
	VendorsManage:       {"vendors.manage", Administration, "Manage vendors", 0},
	OutOfOfficeManage:   {"out of office.manage", Administration, "Manage out-of-office times", 0},
	OffHoursManage:      {"off hours.manage", Administration, "Manage off hours", 0},
}

// String gives the permission's name as it is stored, such as "ticket.view".
func (p Permission) String() string { return permissionTable[p].name }

// Component gives the component that the permission belongs to.
func (p Permission) Component() Component { return permissionTable[p].component }

// Label gives the permission in words for people.
func (p Permission) Label() string { return permissionTable[p].label }

// Scopes lists the scopes that differ for a permission, narrowest first: what is about oneself, or
// published, is given or not.
func (p Permission) Scopes() []Scope {
	switch {
	case p.is(unscoped):
		return []Scope{None, Own}
	case p.is(shared):
		return []Scope{None, Shared}
	}
	return []Scope{None, Own, Assigned, Team, Account, Tree, All}
}

// Permissions lists all permissions.
func Permissions() []Permission {
	list := make([]Permission, permissions)
	for i := range list {
		list[i] = Permission(i)
	}
	return list
}

// ParsePermission reads a permission's name. An unknown one, such as one from a newer desk, is
// refused.
func ParsePermission(name string) (Permission, error) {
	for i, info := range permissionTable {
		if info.name == name {
			return Permission(i), nil
		}
	}
	return 0, problem.Newf(problem.Invalid,
		"This version does not know the permission “%s”. Update Gatehouse and try again.", name)
}

// First gives the permission that a component's page is about; see Open.
func (c Component) First() Permission {
	for p, info := range permissionTable {
		if info.component == c {
			return Permission(p)
		}
	}
	return permissions
}
