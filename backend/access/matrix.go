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

// UnmarshalText reads what MarshalText wrote; empty text is no overrides.
func (o *Overrides) UnmarshalText(text []byte) error {
	named := map[string]string{}
	if len(text) > 0 {
		if err := json.Unmarshal(text, &named); err != nil {
			return fmt.Errorf("overrides: %w", err)
		}
	}
	*o = Overrides{}
	for name, scope := range named {
		p, err := ParsePermission(name)
		if err != nil {
			return err
		}
		s, err := ParseScope(scope)
		if err != nil {
			return err
		}
		(*o)[p] = s
	}
	return nil
}
