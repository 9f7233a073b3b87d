package scim

import (
	"encoding/json"
	"strings"

	parser "github.com/scim2/filter-parser/v2"
)

// Filter chooses resources. A nil one chooses all.
type Filter struct {
	schema *Schema
	expr   parser.Expression
}

// longest is how many bytes a filter or a path has at most; those of identity providers have about
// a hundred.
const longest = 1000

// Filter reads a filter (RFC 7644, 3.4.2.2). One that names an attribute that there is not, or
// compares what cannot be compared, is refused.
func (s *Schema) Filter(text string) (*Filter, error) {
	if strings.TrimSpace(text) == "" {
		return nil, nil
	}
	wrong := bad("invalidFilter", "This filter is not understood.")
	if len(text) > longest {
		return nil, wrong
	}
	e, err := parser.ParseFilter([]byte(text))
	if err != nil || !s.checks(e, nil) {
		return nil, wrong
	}
	return &Filter{s, e}, nil
}

// Matches reports whether the filter chooses a resource.
func (f *Filter) Matches(d Doc) bool { return f == nil || f.schema.matches(f.expr, d, nil) }

// Equals gives what an attribute has to equal in every resource that the filter chooses, as far as
// the filter says so: a way to look for few instead of all.
func (f *Filter) Equals(name string) (value string, ok bool) {
	if f == nil {
		return "", false
	}
	return f.schema.equals(f.expr, name)
}

func (s *Schema) equals(e parser.Expression, name string) (string, bool) {
	switch e := e.(type) {
	case *parser.LogicalExpression:
		if e.Operator != parser.AND {
			return "", false
		}
		if value, ok := s.equals(e.Left, name); ok {
			return value, true
		}
		return s.equals(e.Right, name)
	case *parser.AttributeExpression:
		a, leaf := s.leaf(e.AttributePath, nil)
		text, isText := e.CompareValue.(string)
		if e.Operator == parser.EQ && isText && a == leaf && a.Name == name {
			return unquoted(text)
		}
	}
	return "", false
}

// checks reports whether an expression makes sense, in the resource or in a complex attribute.
func (s *Schema) checks(e parser.Expression, in *Attribute) bool {
	switch e := e.(type) {
	case *parser.LogicalExpression:
		return s.checks(e.Left, in) && s.checks(e.Right, in)
	case *parser.NotExpression:
		return s.checks(e.Expression, in)
	case *parser.ValuePath:
		a, leaf := s.leaf(e.AttributePath, in)
		return in == nil && leaf != nil && a == leaf && a.Kind == "complex" && a.Multi &&
			s.checks(e.ValueFilter, a)
	case *parser.AttributeExpression:
		_, leaf := s.leaf(e.AttributePath, in)
		return leaf != nil && canCompare(leaf, e)
	}
	return false
}

// canCompare reports whether values of an attribute can be compared like this.
func canCompare(a *Attribute, e *parser.AttributeExpression) bool {
	if e.Operator == parser.PR {
		return true
	}
	a = plain(a)
	if a == nil {
		return false
	}
	isEqual := e.Operator == parser.EQ || e.Operator == parser.NE
	switch v := e.CompareValue.(type) {
	case nil:
		return isEqual
	case bool:
		return a.Kind == "boolean" && isEqual
	case string:
		if a.Kind == "boolean" {
			_, err := a.one(v)
			return isEqual && err == nil
		}
		_, ok := unquoted(v)
		return ok
	}
	return false
}

// plain is the attribute that is compared: of a complex one its value.
func plain(a *Attribute) *Attribute {
	if a.Kind == "complex" {
		return find(a.Sub, "value")
	}
	return a
}

// leaf finds the attribute that a path names, and that whose values are compared.
func (s *Schema) leaf(p parser.AttributePath, in *Attribute) (a, leaf *Attribute) {
	switch {
	case in != nil && p.URIPrefix == nil && p.SubAttribute == nil:
		a = find(in.Sub, p.AttributeName)
		return a, a
	case in != nil, p.URIPrefix != nil && !strings.EqualFold(p.URI(), s.ID):
		return nil, nil
	}
	if a = s.attribute(p.AttributeName); a != nil && a.Name == "meta" {
		return nil, nil // what is said of a resource is no part of it
	}
	if a == nil || p.SubAttribute == nil {
		return a, a
	}
	return a, find(a.Sub, p.SubAttributeName())
}

func (s *Schema) matches(e parser.Expression, d Doc, in *Attribute) bool {
	switch e := e.(type) {
	case *parser.LogicalExpression:
		if e.Operator == parser.AND {
			return s.matches(e.Left, d, in) && s.matches(e.Right, d, in)
		}
		return s.matches(e.Left, d, in) || s.matches(e.Right, d, in)
	case *parser.NotExpression:
		return !s.matches(e.Expression, d, in)
	case *parser.ValuePath:
		a, _ := s.leaf(e.AttributePath, in)
		list, _ := d[a.Name].([]any)
		for _, part := range list {
			if part, ok := part.(Doc); ok && s.matches(e.ValueFilter, part, a) {
				return true
			}
		}
		return false
	case *parser.AttributeExpression:
		return s.compares(e, d, in)
	}
	return false
}

// compares reports whether a value of the resource is as an expression says. No value equals
// nothing but null, and differs from everything else.
func (s *Schema) compares(e *parser.AttributeExpression, d Doc, in *Attribute) bool {
	a, leaf := s.leaf(e.AttributePath, in)
	found := d[a.Name]
	if a != leaf {
		found = inside(found, leaf.Name)
	}
	if e.Operator == parser.PR {
		return found != nil
	}
	if leaf = plain(leaf); leaf != nil && a.Kind == "complex" && e.AttributePath.SubAttribute == nil {
		found = inside(found, leaf.Name)
	}
	list, many := found.([]any)
	if !many && found != nil {
		list = []any{found}
	}
	if e.CompareValue == nil {
		return (len(list) == 0) == (e.Operator == parser.EQ)
	}
	for _, v := range list {
		if holds(leaf, v, parser.EQ, e.CompareValue) && e.Operator == parser.NE {
			return false
		}
		if e.Operator != parser.NE && holds(leaf, v, e.Operator, e.CompareValue) {
			return true
		}
	}
	return e.Operator == parser.NE
}

// inside gives a part of a complex value, or of each in a list; nil for none.
func inside(v any, name string) any {
	switch v := v.(type) {
	case Doc:
		return v[name]
	case []any:
		var parts []any
		for _, one := range v {
			if part := inside(one, name); part != nil {
				parts = append(parts, part)
			}
		}
		if parts != nil {
			return parts
		}
	}
	return nil
}

// holds compares one value with what a filter says.
func holds(a *Attribute, v any, op parser.CompareOperator, with any) bool {
	if is, ok := v.(bool); ok {
		want, err := a.one(with)
		return err == nil && want == is
	}
	have, _ := v.(string)
	text, _ := with.(string)
	want, ok := unquoted(text)
	if !ok {
		return false
	}
	if !a.Exact {
		have, want = strings.ToLower(have), strings.ToLower(want)
	}
	switch op {
	case parser.EQ:
		return have == want
	case parser.CO:
		return strings.Contains(have, want)
	case parser.SW:
		return strings.HasPrefix(have, want)
	case parser.EW:
		return strings.HasSuffix(have, want)
	case parser.GT:
		return have > want
	case parser.GE:
		return have >= want
	case parser.LT:
		return have < want
	case parser.LE:
		return have <= want
	}
	return false
}

// unquoted reads a text as the parser leaves it: without quotes, but still escaped.
func unquoted(text string) (plain string, ok bool) {
	err := json.Unmarshal([]byte(`"`+text+`"`), &plain)
	return plain, err == nil
}
