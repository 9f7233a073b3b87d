package access

import (
	"math/bits"

	"gatehouse/backend/problem"
)

// Component is one module of the portal, with its tile on the home page.
type Component uint8

// The components, in the order of their tiles.
const (
	HelpGuide Component = iota
	Blog
	LiveChat
	Tickets
	Payments
	Invoices
	Quotations
	SalesOrders
	Orders
	Projects
	Documents
	Documentation
	Knowledgebase
	Forums
	SoftwareModules
	Reports
	MyDetails
	Administration
	components
)

var componentNames = [components]struct{ key, label string }{
	HelpGuide:       {"help-guide", "Help Guide"},
	Blog:            {"blog", "Blog"},
	LiveChat:        {"live-chat", "Live Chat"},
	Tickets:         {"tickets", "Tickets"},
	Payments:        {"payments", "Payments"},
	Invoices:        {"invoices", "Invoices"},
	Quotations:      {"quotations", "Quotations"},
	SalesOrders:     {"sales-orders", "Sales Orders"},
	Orders:          {"orders", "Orders"},
	Projects:        {"projects", "Projects"},
	Documents:       {"documents", "Documents"},
	Documentation:   {"documentation", "Documentation"},
	Knowledgebase:   {"knowledgebase", "Knowledgebase"},
	Forums:          {"forums", "Forums"},
	SoftwareModules: {"software-modules", "Software Modules"},
	Reports:         {"reports", "Reports"},
	MyDetails:       {"my-details", "My Details"},
	Administration:  {"administration", "Administration"},
}

// String gives the component's key as it is stored and used in addresses.
func (c Component) String() string { return componentNames[c].key }

// Label gives the component's name for people, in English.
func (c Component) Label() string { return componentNames[c].label }

// Components lists all components in the order of their tiles.
func Components() []Component {
	list := make([]Component, components)
	for i := range list {
		list[i] = Component(i)
	}
	return list
}

// ParseComponent reads a component's key.
func ParseComponent(key string) (Component, error) {
	for i, n := range componentNames {
		if n.key == key {
			return Component(i), nil
		}
	}
	return 0, problem.Newf(problem.Invalid, "There is no portal component called “%s”.", key)
}

// ComponentSet is a set of components. The product stores the closed ones, so that the zero value
// means "everything inherits".
type ComponentSet uint32

// SetOf makes a set.
func SetOf(list ...Component) (s ComponentSet) {
	for _, c := range list {
		s |= 1 << c
	}
	return s
}

// Every is the set of all components.
const Every ComponentSet = 1<<components - 1

// Has reports whether c is in the set.
func (s ComponentSet) Has(c Component) bool { return s>>c&1 == 1 }

// Within reports whether every member of s is also in t.
func (s ComponentSet) Within(t ComponentSet) bool { return s&^t == 0 }

// Len counts the members.
func (s ComponentSet) Len() int { return bits.OnesCount32(uint32(s)) }

// List gives the members in the order of their tiles.
func (s ComponentSet) List() (list []Component) {
	for _, c := range Components() {
		if s.Has(c) {
			list = append(list, c)
		}
	}
	return list
}
