package access

import "gatehouse/backend/problem"

// Permission is one action on one component, such as ticket.view.
type Permission uint8

// The permissions.
const (
	HelpGuideRead     Permission = iota // O1, O11
	BlogRead                            // O1, O11
	ChatUse                             // O1, O11
	TicketView                          // O8, A1, A4
	TicketReply                         // A6
	TicketCreate                        // O8, A6
	PriorityView                        // A7
	PrioritySet                         // A8
	PaymentView                         // O9
	InvoiceView                         // A40, C10
	QuotationView                       // C10
	SalesOrderView                      // C10
	OrderView                           // N6
	ProjectView                         // A2, A5
	DocumentView                        // C11
	DocumentationView                   // A26, A39
	ArticleRead                         // A3, A41
	ForumRead                           // Z5
	ModuleView                          // O10
	ReportView                          // A25
	DetailsView                         // A18
	DetailsEdit                         // A18
	LoginsManage                        // A19
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
	forVisitors trait = 1 << iota // before signing in, where the portal lets visitors in
	cutOff                        // the portal's cut-off date applies to its records (A38)
	unscoped                      // about oneself, or nothing yet: its scope says nothing
)

func (p Permission) is(t trait) bool { return permissionTable[p].traits&t != 0 }

var permissionTable = [permissions]permissionInfo{
	HelpGuideRead:     {"help guide.read", HelpGuide, "Read the help guide", forVisitors},
	BlogRead:          {"blog.read", Blog, "Read the blog", forVisitors},
	ChatUse:           {"chat.use", LiveChat, "Chat with the office", unscoped},
	TicketView:        {"ticket.view", Tickets, "See tickets", cutOff},
	TicketReply:       {"ticket.reply", Tickets, "Answer on tickets", cutOff},
	TicketCreate:      {"ticket.create", Tickets, "Open new tickets", forVisitors | unscoped},
	PriorityView:      {"priority.view", Tickets, "See the office's priority", cutOff},
	PrioritySet:       {"priority.set", Tickets, "Set the priority of a new ticket", unscoped},
	PaymentView:       {"payment.view", Payments, "See payments", 0},
	InvoiceView:       {"invoice.view", Invoices, "See invoices", 0},
	QuotationView:     {"quotation.view", Quotations, "See quotations", 0},
	SalesOrderView:    {"sales order.view", SalesOrders, "See sales orders", 0},
	OrderView:         {"order.view", Orders, "See orders", 0},
	ProjectView:       {"project.view", Projects, "See projects", 0},
	DocumentView:      {"document.view", Documents, "See documents", 0},
	DocumentationView: {"documentation.view", Documentation, "See documentation", 0},
	ArticleRead:       {"article.read", Knowledgebase, "Read the knowledgebase", forVisitors},
	ForumRead:         {"forum.read", Forums, "Read the forums", 0},
	ModuleView:        {"module.view", SoftwareModules, "See software modules", 0},
	ReportView:        {"report.view", Reports, "See reports", 0},
	DetailsView:       {"details.view", MyDetails, "See their own details", unscoped},
	DetailsEdit:       {"details.edit", MyDetails, "Change their own details", unscoped},
	LoginsManage:      {"logins.manage", Administration, "Manage portal logins", 0},
}

// String gives the permission's name as it is stored, such as "ticket.view".
func (p Permission) String() string { return permissionTable[p].name }

// Component gives the component that the permission belongs to.
func (p Permission) Component() Component { return permissionTable[p].component }

// Label gives the permission in words for people.
func (p Permission) Label() string { return permissionTable[p].label }

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

// First gives the permission that opens a component's page; its tile follows it (O2).
func (c Component) First() Permission {
	for p, info := range permissionTable {
		if info.component == c {
			return Permission(p)
		}
	}
	return permissions
}
