package scim

import (
	"maps"
	"slices"
	"strings"

	parser "github.com/scim2/filter-parser/v2"
)

// Operation is one step of a PATCH (RFC 7644, 3.5.2).
type Operation struct {
	Op    string // add, replace or remove
	Path  string // empty: the value names attributes
	Value any
}

// mostSteps is how many steps a PATCH has at most.
const mostSteps = 1000

// ReadPatch reads the steps of a PATCH.
func ReadPatch(body []byte) (steps []Operation, err error) {
	d, err := Read(body)
	if err != nil {
		return nil, err
	}
	var list []any
	for _, name := range slices.Sorted(maps.Keys(d)) {
		if strings.EqualFold(name, "Operations") {
			list, _ = d[name].([]any)
		}
	}
	if len(list) == 0 || len(list) > mostSteps {
		return nil, bad("invalidSyntax", "A PATCH has 1 to 1000 Operations.")
	}
	for _, raw := range list {
		o, err := operation(raw)
		if err != nil {
			return nil, err
		}
		steps = append(steps, o)
	}
	return steps, nil
}

func operation(raw any) (o Operation, err error) {
	d, _ := raw.(Doc)
	for _, name := range slices.Sorted(maps.Keys(d)) {
		v := d[name]
		text, isText := v.(string)
		switch strings.ToLower(name) {
		case "op":
			o.Op = strings.ToLower(text)
		case "path":
			if o.Path = strings.TrimSpace(text); !isText && v != nil {
				return o, bad("invalidPath", "A path is text.")
			}
		case "value":
			o.Value = v
		}
	}
	if o.Op != "add" && o.Op != "replace" && o.Op != "remove" {
		return o, bad("invalidSyntax", "An operation is add, replace or remove.")
	}
	return o, nil
}

// Patch gives what steps make of a resource, which stays as it is. All of them are done, or none.
func (s *Schema) Patch(d Doc, steps []Operation) (Doc, error) {
	n, _ := clone(d).(Doc)
	for _, o := range steps {
		if err := s.step(n, o); err != nil {
			return nil, err
		}
	}
	return n, s.complete(n)
}

// Merge gives what a POST or PUT makes of a resource, which stays as it is. An attribute that is
// not sent keeps its value, as RFC 7644, 3.5.1 allows; null, or an empty list, clears it.
func (s *Schema) Merge(d, body Doc) (Doc, error) {
	n, _ := clone(d).(Doc)
	seen := map[string]bool{}
	for name, v := range body {
		a := s.attribute(name)
		if a == nil || a.ReadOnly {
			continue
		}
		if seen[a.Name] {
			return nil, bad("invalidSyntax", a.Name+" is there twice.")
		}
		seen[a.Name] = true
		if err := (target{schema: s, attr: a}).apply("replace", n, v); err != nil {
			return nil, err
		}
	}
	return n, s.complete(n)
}

// complete refuses a resource that lacks what it needs.
func (s *Schema) complete(d Doc) error {
	for _, a := range s.Attributes {
		if a.Required && d[a.Name] == nil {
			return bad("invalidValue", a.Name+" is required.")
		}
	}
	return nil
}

func (s *Schema) step(d Doc, o Operation) error {
	if o.Path != "" && !strings.EqualFold(o.Path, s.ID) {
		return s.at(d, o)
	}
	many, ok := o.Value.(Doc)
	switch {
	case o.Op == "remove":
		return bad("noTarget", "A removal needs a path.")
	case !ok:
		return bad("invalidValue", "Without a path, the value is an object of attributes.")
	}
	for _, path := range slices.Sorted(maps.Keys(many)) { // the same way each time
		if a := s.attribute(path); a != nil && a.always || strings.EqualFold(path, "meta") {
			continue
		}
		if err := s.at(d, Operation{o.Op, path, many[path]}); err != nil {
			return err
		}
	}
	return nil
}

// at does a step at its path. A path that names an attribute that there is not is ignored: identity
// providers send their whole mapping, whatever /Schemas says, and would give up the person.
func (s *Schema) at(d Doc, o Operation) error {
	t, known, err := s.target(o.Path)
	if err != nil || !known {
		return err
	}
	if t.attr.ReadOnly || t.sub != nil && t.sub.ReadOnly {
		if want, err := t.attr.value(o.Value); err == nil && o.Op != "remove" && t.sub == nil &&
			t.attr.Kind != "complex" && want == d[t.attr.Name] {
			return nil
		}
		return bad("mutability", t.attr.Name+" cannot be changed here.")
	}
	return t.apply(o.Op, d, o.Value)
}

// target is what a path names: an attribute, a part of it, and of a list only some elements.
type target struct {
	schema *Schema
	attr   *Attribute
	sub    *Attribute
	where  parser.Expression
}

// target reads a path; known is false where it names nothing that there is.
func (s *Schema) target(path string) (t target, known bool, err error) {
	wrong := bad("invalidPath", "This path is not understood.")
	if len(path) > longest {
		return t, false, wrong
	}
	p, err := parser.ParsePath([]byte(path))
	if err != nil {
		return t, false, wrong
	}
	name := p.AttributePath
	if name.URIPrefix != nil && !strings.EqualFold(name.URI(), s.ID) {
		return t, false, nil
	}
	t = target{schema: s, attr: s.attribute(name.AttributeName), where: p.ValueExpression}
	if t.attr == nil {
		return t, false, nil
	}
	sub := name.SubAttributeName() + p.SubAttributeName() // a path has one or the other
	if sub != "" {
		if t.sub = find(t.attr.Sub, sub); t.sub == nil {
			return t, false, nil
		}
	}
	if t.where != nil && (!t.attr.Multi || !s.checks(t.where, t.attr)) {
		return t, false, wrong
	}
	return t, true, nil
}

// apply does a step at the target.
func (t target) apply(op string, d Doc, raw any) error {
	switch {
	case t.where != nil || t.sub != nil:
		return t.inside(op, d, raw)
	case op == "remove" && t.attr.Multi && raw != nil:
		return t.without(d, raw)
	case op == "remove":
		raw = nil
	}
	v, err := t.attr.value(raw)
	if err != nil {
		return err
	}
	switch {
	case v == nil && op == "add":
	case v == nil:
		delete(d, t.attr.Name)
	case op == "add" && t.attr.Multi:
		t.add(d, v.([]any))
	case t.attr.Kind == "complex" && !t.attr.Multi:
		maps.Copy(t.part(d), v.(Doc))
	default:
		d[t.attr.Name] = v
	}
	return nil
}

// add appends those elements that are not there yet.
func (t target) add(d Doc, more []any) {
	list, _ := d[t.attr.Name].([]any)
	has := map[any]bool{}
	for _, part := range list {
		has[valueOf(part)] = true
	}
	for _, part := range more {
		if v := valueOf(part); !has[v] {
			has[v] = true
			list = append(list, part)
		}
	}
	d[t.attr.Name] = list
}

// without removes the elements that a value lists, as some clients have it instead of a path.
func (t target) without(d Doc, raw any) error {
	v, err := t.attr.value(raw)
	if err != nil || v == nil {
		return err
	}
	gone := map[any]bool{}
	for _, part := range v.([]any) {
		gone[valueOf(part)] = true
	}
	list, _ := d[t.attr.Name].([]any)
	t.set(d, slices.DeleteFunc(list, func(part any) bool { return gone[valueOf(part)] }))
	return nil
}

func (t target) set(d Doc, list []any) {
	if d[t.attr.Name] = list; len(list) == 0 {
		delete(d, t.attr.Name)
	}
}

// valueOf tells elements of a list apart: two of the same value are one.
func valueOf(part any) any {
	d, _ := part.(Doc)
	return d["value"]
}

// inside does a step in a part of a complex attribute, or in some elements of a list.
func (t target) inside(op string, d Doc, raw any) error {
	if op == "remove" && t.sub == nil {
		list, _ := d[t.attr.Name].([]any)
		t.set(d, slices.DeleteFunc(list, func(part any) bool {
			one, ok := part.(Doc)
			return ok && t.schema.matches(t.where, one, t.attr)
		}))
		return nil
	}
	parts := t.parts(d)
	if len(parts) == 0 && op != "remove" {
		made, err := t.make(d)
		if err != nil {
			return err
		}
		parts = []Doc{made}
	}
	for _, part := range parts {
		if err := t.write(op, part, raw); err != nil {
			return err
		}
	}
	return nil
}

// parts gives the complex values that the target is about.
func (t target) parts(d Doc) (parts []Doc) {
	switch v := d[t.attr.Name].(type) {
	case Doc:
		parts = append(parts, v)
	case []any:
		for _, one := range v {
			if one, ok := one.(Doc); ok && (t.where == nil ||
				t.schema.matches(t.where, one, t.attr)) {
				parts = append(parts, one)
			}
		}
	}
	return parts
}

// make adds the element that a condition describes, such as [type eq "work"]: identity providers
// replace what is not there yet, and mean to add it.
func (t target) make(d Doc) (Doc, error) {
	if !t.attr.Multi {
		return t.part(d), nil
	}
	one := Doc{}
	if t.where != nil && !describe(t.where, t.attr, one) {
		return nil, bad("noTarget", "Nothing in "+t.attr.Name+" is so.")
	}
	list, _ := d[t.attr.Name].([]any)
	d[t.attr.Name] = append(list, one)
	return one, nil
}

// part gives a single complex value, made where there is none.
func (t target) part(d Doc) Doc {
	one, ok := d[t.attr.Name].(Doc)
	if !ok {
		one = Doc{}
		d[t.attr.Name] = one
	}
	return one
}

// describe fills an element so that a condition holds; false where that is not said by equalities.
func describe(e parser.Expression, a *Attribute, one Doc) bool {
	switch e := e.(type) {
	case *parser.LogicalExpression:
		return e.Operator == parser.AND && describe(e.Left, a, one) && describe(e.Right, a, one)
	case *parser.AttributeExpression:
		sub := find(a.Sub, e.AttributePath.AttributeName)
		if e.Operator != parser.EQ || sub == nil || sub.ReadOnly || e.CompareValue == nil {
			return false
		}
		v := e.CompareValue
		if text, ok := v.(string); ok {
			v, _ = unquoted(text)
		}
		read, err := sub.one(v)
		one[sub.Name] = read
		return err == nil && read != nil
	}
	return false
}

// write sets or clears what a step says in one complex value.
func (t target) write(op string, part Doc, raw any) error {
	if t.sub == nil {
		v, err := t.attr.one(raw)
		if v, ok := v.(Doc); ok {
			maps.Copy(part, v)
		}
		return err
	}
	if op == "remove" {
		raw = nil
	}
	v, err := t.sub.value(raw)
	switch {
	case err != nil:
		return err
	case v == nil:
		delete(part, t.sub.Name)
	default:
		part[t.sub.Name] = v
	}
	return nil
}
