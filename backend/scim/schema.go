package scim

import (
	"encoding/json"
	"strings"
)

// Schema is the attributes of a kind of resource (RFC 7643, 7).
type Schema struct {
	ID         string
	Name       string
	About      string
	Attributes []Attribute
}

// Attribute is one of them, or a part of a complex one.
type Attribute struct {
	Name      string
	Kind      string // string, boolean, reference or complex
	About     string
	Multi     bool
	Required  bool
	Exact     bool // case counts
	ReadOnly  bool
	Unique    bool // in the whole office
	Canonical []string
	Sub       []Attribute

	always bool // returned whatever the client asks for
}

// common are the attributes of every resource (RFC 7643, 3.1). They are in no schema.
var common = []Attribute{
	{Name: "id", Kind: "string", Exact: true, ReadOnly: true, always: true},
	{Name: "externalId", Kind: "string", Exact: true},
	{Name: "schemas", Kind: "reference", Multi: true, Exact: true, ReadOnly: true, always: true},
	{Name: "meta", Kind: "complex", ReadOnly: true, Sub: []Attribute{
		{Name: "resourceType", Kind: "string", Exact: true, ReadOnly: true},
		{Name: "location", Kind: "reference", Exact: true, ReadOnly: true},
		{Name: "version", Kind: "string", Exact: true, ReadOnly: true},
	}},
}

// User is a login of the portal with the person that it belongs to.
var User = &Schema{ID: "urn:ietf:params:scim:schemas:core:2.0:User", Name: "User",
	About: "A login of the customer portal, and the person it belongs to.",
	Attributes: []Attribute{
		{Name: "userName", Kind: "string", Required: true, Unique: true,
			About: "With which they sign in; no two in the office are alike."},
		{Name: "name", Kind: "complex", About: "The person's name.", Sub: []Attribute{
			{Name: "formatted", Kind: "string",
				About: "The whole name; counts where neither part is given."},
			{Name: "familyName", Kind: "string", About: "The last name."},
			{Name: "givenName", Kind: "string", About: "The first name."},
		}},
		{Name: "displayName", Kind: "string",
			About: "The whole name; counts where no other name is given."},
		{Name: "title", Kind: "string", About: "The job title."},
		{Name: "active", Kind: "boolean", About: "Whether they may sign in. Setting it to false " +
			"takes their portal access at the account away as well."},
		{Name: "emails", Kind: "complex", Multi: true,
			About: "One address is kept: the primary one, or else the first.",
			Sub:   values("work")},
		{Name: "phoneNumbers", Kind: "complex", Multi: true, About: "One of each type is kept.",
			Sub: values("work", "mobile")},
		{Name: "groups", Kind: "complex", Multi: true, ReadOnly: true,
			About: "The security profile that they have at the account.", Sub: []Attribute{
				{Name: "value", Kind: "string", Exact: true, ReadOnly: true,
					About: "The id of the group."},
				{Name: "display", Kind: "string", ReadOnly: true, About: "Its name."},
				{Name: "$ref", Kind: "reference", Exact: true, ReadOnly: true,
					About: "Its address."},
			}},
	}}

// Group is a security profile with those who have it at the account.
var Group = &Schema{ID: "urn:ietf:params:scim:schemas:core:2.0:Group", Name: "Group",
	About: "A security profile that a client may give, and who has it at the account.",
	Attributes: []Attribute{
		{Name: "displayName", Kind: "string", ReadOnly: true, About: "The profile's name."},
		{Name: "members", Kind: "complex", Multi: true, About: "Who has the profile. Somebody has " +
			"one profile at an account: the group they were put into last.", Sub: []Attribute{
			{Name: "value", Kind: "string", Exact: true, About: "The id of a User."},
			{Name: "display", Kind: "string", About: "Their name; ignored when it is sent."},
			{Name: "$ref", Kind: "reference", Exact: true, About: "Likewise their address."},
			{Name: "type", Kind: "string", About: "Always User.", Canonical: []string{"User"}},
		}},
	}}

// values are the parts of an e-mail address or a phone number.
func values(types ...string) []Attribute {
	return []Attribute{
		{Name: "value", Kind: "string", About: "The address or number."},
		{Name: "type", Kind: "string", About: "What it is for.", Canonical: types},
		{Name: "primary", Kind: "boolean", About: "Whether it is the one to use."},
	}
}

func find(list []Attribute, name string) *Attribute {
	for i := range list {
		if strings.EqualFold(list[i].Name, name) {
			return &list[i]
		}
	}
	return nil
}

// attribute finds one by its name, in any case; nil where there is none.
func (s *Schema) attribute(name string) *Attribute {
	if a := find(s.Attributes, name); a != nil {
		return a
	}
	return find(common, name)
}

// MarshalJSON writes the schema as /Schemas shows it.
func (s *Schema) MarshalJSON() ([]byte, error) {
	return json.Marshal(Doc{"schemas": []string{"urn:ietf:params:scim:schemas:core:2.0:Schema"},
		"id": s.ID, "name": s.Name, "description": s.About, "attributes": s.Attributes})
}

// MarshalJSON writes the attribute as /Schemas shows it.
func (a Attribute) MarshalJSON() ([]byte, error) {
	d := Doc{"name": a.Name, "type": a.Kind, "multiValued": a.Multi, "description": a.About,
		"required": a.Required, "mutability": "readWrite", "returned": "default",
		"uniqueness": "none"}
	if a.ReadOnly {
		d["mutability"] = "readOnly"
	}
	if a.Unique {
		d["uniqueness"] = "global"
	}
	switch a.Kind {
	case "complex":
		d["subAttributes"] = a.Sub
	case "reference":
		d["referenceTypes"] = []string{"User", "Group"}
		d["caseExact"] = true
	case "string":
		d["caseExact"] = a.Exact
	}
	if a.Canonical != nil {
		d["canonicalValues"] = a.Canonical
	}
	return json.Marshal(d)
}

// value reads what somebody sent for the attribute; nil for nothing.
func (a *Attribute) value(raw any) (any, error) {
	list, many := raw.([]any)
	switch {
	case raw == nil || many && len(list) == 0:
		return nil, nil
	case !a.Multi && many:
		return nil, bad("invalidValue", a.Name+" is one value, not a list.")
	case !a.Multi:
		return a.one(raw)
	case !many:
		list = []any{raw}
	}
	read := make([]any, 0, len(list))
	for _, part := range list {
		v, err := a.one(part)
		if err != nil {
			return nil, err
		}
		if v != nil {
			read = append(read, v)
		}
	}
	return read, nil
}

// one reads a single value. Some clients send booleans as text, and the value of a list's element
// bare.
func (a *Attribute) one(raw any) (any, error) {
	text, isText := raw.(string)
	if isText && text == "" && a.Kind != "boolean" {
		return nil, nil
	}
	switch a.Kind {
	case "complex":
		if isText && find(a.Sub, "value") != nil {
			return Doc{"value": text}, nil
		}
		if d, ok := raw.(Doc); ok {
			return a.parts(d)
		}
	case "boolean":
		if b, ok := raw.(bool); ok {
			return b, nil
		}
		if strings.EqualFold(text, "true") || strings.EqualFold(text, "false") {
			return strings.EqualFold(text, "true"), nil
		}
	default:
		if isText {
			return text, nil
		}
	}
	return nil, bad("invalidValue", "The value of "+a.Name+" is not a "+a.Kind+".")
}

// parts reads a complex value.
func (a *Attribute) parts(raw Doc) (any, error) {
	d := Doc{}
	for name, v := range raw {
		sub := find(a.Sub, name)
		if sub == nil {
			continue
		}
		if _, twice := d[sub.Name]; twice {
			return nil, bad("invalidSyntax", a.Name+" has "+sub.Name+" twice.")
		}
		read, err := sub.value(v)
		if err != nil {
			return nil, err
		}
		if read != nil {
			d[sub.Name] = read
		}
	}
	if len(d) == 0 {
		return nil, nil
	}
	return d, nil
}
