package scenarios_test

import (
	"gatehouse/backend/access"
	"gatehouse/backend/access/scenarios"
)

// way says where a page shows that a permission can be used. %d stands for the record's id.
type way struct {
	list  string            // the page that lists the records that one may see; empty = none
	page  string            // the page that the permission opens
	from  string            // where a link or a button leads there; empty = nowhere in particular
	input string            // the input of a form that is there for those who may; empty = none
	says  string            // what the page says to those who may; empty = nothing
	fill  map[string]string // what they send from there; nil = nothing is sent
	post  string            // where to; empty = the page
}

// ways are of all permissions that pages ask for and stories tell of. A step about any other fails.
var ways = map[access.Permission]way{
	access.HelpGuideRead: {page: "help-guide"},
	access.BlogRead:      {page: "blog"},
	access.ArticleRead:   {page: "knowledgebase"},
	access.ForumRead:     {page: "forums"},
	access.ChatUse: {page: "live-chat", input: "text",
		fill: map[string]string{"text": "Hello."}},

	access.TicketView: {list: "tickets", page: "tickets/%d"},
	access.TicketReply: {page: "tickets/%d", input: "text",
		fill: map[string]string{"text": "It is slower today."}},
	access.PriorityView: {page: "tickets/%d", says: "Priority"},
	access.TicketCreate: {page: "new-ticket", input: "subject"}, // O8 opens them
	access.PrioritySet:  {page: "new-ticket", input: "priority"},

	access.InvoiceView: {list: "invoices", page: "invoices/%d"},
	access.PaymentView: {list: "payments", page: "receipts/%d"},
	access.PaymentMake: {page: "pay/%d", from: "invoices/%d", fill: map[string]string{}},

	access.QuotationView:  {list: "quotations", page: "quotations/%d"},
	access.QuotationSign:  {page: "quotations/%d", input: "pin", fill: withPIN},
	access.SalesOrderView: {list: "sales-orders", page: "sales-orders/%d"},
	access.SalesOrderSign: {page: "sales-orders/%d", input: "pin", fill: withPIN},

	access.OrderView:   {list: "orders", page: "orders/%d"},
	access.ProjectView: {list: "projects", page: "projects/%d"},

	access.ProjectSchedule: {page: "projects/%d?part=schedule"},
	access.ProjectTasks:    {page: "projects/%d?part=tasks"},
	access.ProjectFiles:    {page: "projects/%d?part=files"},
	access.ProjectCalendar: {page: "projects/%d?part=calendar"},
	access.ProjectCharges:  {page: "projects/%d?part=charges"},
	access.ProjectHours:    {page: "projects/%d?part=hours"},
	access.ProjectNotes: {page: "projects/%d?part=notes", input: "text",
		fill: map[string]string{"part": "notes", "text": "We are ready."}},
	access.ProjectMail: {page: "projects/%d?part=mail", input: "text",
		fill: map[string]string{"part": "mail", "text": "When do we start?"}},
	access.ProjectIssues: {page: "projects/%d?part=issues", input: "name",
		fill: map[string]string{"part": "issues", "name": "The door sticks"}},

	access.DocumentView: {list: "documents", page: "documents/%d"},
	access.DocumentUpload: {page: "upload-document", from: "documents", input: "files",
		fill: map[string]string{}},
	access.DocumentationView:   {list: "documentation", page: "documentation/%d"},
	access.DocumentationReveal: {page: "documentation/%d", input: "password"},
	access.ArticleDraft: {list: "suggestions", page: "suggestions/%d", post: "draft-article",
		fill: map[string]string{"heading": "The printer", "text": "Switch it on."}},

	access.ModuleView: {page: "software-modules/%d"},
	access.ModuleAdd: {page: "add-module/%d", from: "software-modules",
		fill: map[string]string{}},
	access.ModuleRemove: {page: "software-modules/%d", from: "software-modules", input: "day",
		fill: map[string]string{}},
	access.ReportView: {page: "reports"},

	access.LoginsManage:       {page: "logins"},
	access.QueuesManage:       {list: "queues", page: "queues/%d"},
	access.RequestTypesManage: {list: "request-types", page: "request-types/%d"},
	access.VendorsManage:      {list: "vendors", page: "vendors/%d"},
	access.OutOfOfficeManage:  {list: "out-of-office", page: "out-of-office/%d"},
	access.OffHoursManage:     {list: "off-hours", page: "off-hours/%d"},
}

var withPIN = map[string]string{"pin": scenarios.PIN}
