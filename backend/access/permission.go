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
	visitor   bool // may be used before signing in, where the portal lets visitors in
	cutOff    bool // the portal's cut-off date applies to its records (A38)
}

var permissionTable = [permissions]permissionInfo{
	HelpGuideRead:     {"help guide.read", HelpGuide, "Read the help guide", true, false},
	BlogRead:          {"blog.read", Blog, "Read the blog", true, false},
	ChatUse:           {"chat.use", LiveChat, "Chat with the office", false, false},
	TicketView:        {"ticket.view", Tickets, "See tickets", false, true},
	TicketReply:       {"ticket.reply", Tickets, "Answer on tickets", false, true},
	TicketCreate:      {"ticket.create", Tickets, "Open new tickets", true, false},
	PriorityView:      {"priority.view", Tickets, "See the office's priority", false, true},
	PrioritySet:       {"priority.set", Tickets, "Set the priority of a new ticket", false, false},
	PaymentView:       {"payment.view", Payments, "See payments", false, false},
	InvoiceView:       {"invoice.view", Invoices, "See invoices", false, false},
	QuotationView:     {"quotation.view", Quotations, "See quotations", false, false},
	SalesOrderView:    {"sales order.view", SalesOrders, "See sales orders", false, false},
	OrderView:         {"order.view", Orders, "See orders", false, false},
	ProjectView:       {"project.view", Projects, "See projects", false, false},
	DocumentView:      {"document.view", Documents, "See documents", false, false},
	DocumentationView: {"documentation.view", Documentation, "See documentation", false, false},
	ArticleRead:       {"article.read", Knowledgebase, "Read the knowledgebase", true, false},
	ForumRead:         {"forum.read", Forums, "Read the forums", false, false},
	ModuleView:        {"module.view", SoftwareModules, "See software modules", false, false},
	ReportView:        {"report.view", Reports, "See reports", false, false},
	DetailsView:       {"details.view", MyDetails, "See their own details", false, false},
	DetailsEdit:       {"details.edit", MyDetails, "Change their own details", false, false},
	LoginsManage:      {"logins.manage", Administration, "Manage portal logins", false, false},
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
