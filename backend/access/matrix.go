package access

import (
	"encoding/json"
	"fmt"
	"maps"
)

// Matrix gives each permission its scope. The zero matrix grants nothing.
type Matrix [permissions]Scope

// Covers reports whether m gives at least what n gives, for every permission.
func (m Matrix) Covers(n Matrix) bool {
	for p := range m {
		if n[p] > m[p] {
			return false
		}
	}
	return true
}

// With gives m with o laid over it: a permission that o names takes o's scope.
func (m Matrix) With(o Overrides) Matrix {
	for p, s := range o {
		m[p] = s
	}
	return m
}

// IsWide reports whether m reaches beyond the person's own work: whether some permission that can
// be held for less has the scope of the whole account, or more (B18).
func (m Matrix) IsWide() bool {
	for p, s := range m {
		if s >= Account && !Permission(p).is(unscoped|shared|once) {
			return true
		}
	}
	return false
}

// MarshalText writes the matrix as a JSON object of the permissions above none.
func (m Matrix) MarshalText() ([]byte, error) {
	named := map[string]string{}
	for p, s := range m {
		if s > None {
			named[Permission(p).String()] = s.String()
		}
	}
	return json.Marshal(named)
}

// UnmarshalText reads what MarshalText wrote. An unknown permission or scope is an error.
func (m *Matrix) UnmarshalText(text []byte) error {
	*m = Matrix{}
	o := Overrides{}
	if err := o.UnmarshalText(text); err != nil {
		return err
	}
	*m = m.With(o)
	return nil
}

// Scan reads what MarshalText wrote from a database. What this version does not know is left out:
// whatever it gives, it gives nothing here.
func (m *Matrix) Scan(stored any) error {
	var o Overrides
	if err := o.Scan(stored); err != nil {
		return err
	}
	*m = Matrix{}.With(o)
	return nil
}

// Overrides are the permissions in which one access differs from its profile, scope None included.
type Overrides map[Permission]Scope

// Equal reports whether both name the same permissions with the same scopes.
func (o Overrides) Equal(other Overrides) bool { return maps.Equal(o, other) }

// MarshalText writes the overrides as a JSON object.
func (o Overrides) MarshalText() ([]byte, error) {
	named := map[string]string{}
	for p, s := range o {
		named[p.String()] = s.String()
	}
	return json.Marshal(named)
}

// UnmarshalText reads what MarshalText wrote; empty text is no overrides. An unknown permission or
// scope is an error, so that no edit writes what this version does not understand.
func (o *Overrides) UnmarshalText(text []byte) error {
	return o.read(text, func(err error) error { return err })
}

// Scan reads what MarshalText wrote from a database. A permission that this version does not know
// is left out; a scope that it does not know is none.
func (o *Overrides) Scan(stored any) error {
	text, ok := stored.(string)
	if raw, is := stored.([]byte); is {
		text, ok = string(raw), true
	}
	if !ok {
		return fmt.Errorf("overrides: text expected, found %T", stored)
	}
	return o.read([]byte(text), func(error) error { return nil })
}

func (o *Overrides) read(text []byte, unknown func(error) error) error {
	*o = Overrides{}
	if len(text) == 0 || string(text) == "{}" { // as nearly every access has it
		return nil
	}
	named := map[string]string{}
	if err := json.Unmarshal(text, &named); err != nil {
		return fmt.Errorf("overrides: %w", err)
	}
	for name, scope := range named {
		p, err := ParsePermission(name)
		if err == nil {
			(*o)[p], err = ParseScope(scope) // an unknown one is none
		}
		if err != nil && unknown(err) != nil {
			return err
		}
	}
	return nil
}
