package wire

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"reflect"
	"strings"
	"testing"
)

// messages are all shapes that travel.
var messages = []any{Pair{}, Paired{}, Push{}, Pushed{}, Pull{}, Opening{}, Row{}, Mark{},
	Closing{}, Tally{}, Failure{}, PairBegin{}, PairBegun{}, PairWait{}, PairWaited{}, Machines{},
	Leave{}, Left{}}

// shape writes a type as it appears on the wire: names in JSON, kinds, and nested shapes.
func shape(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Struct:
		var fields []string
		for i := range t.NumField() {
			f := t.Field(i)
			fields = append(fields, f.Tag.Get("json")+" "+shape(f.Type))
		}
		return "{" + strings.Join(fields, "; ") + "}"
	case reflect.Slice:
		return "[]" + shape(t.Elem())
	}
	return t.Kind().String()
}

func fingerprint() string {
	var all strings.Builder
	for _, m := range messages {
		fmt.Fprintf(&all, "%T %s\n", m, shape(reflect.TypeOf(m)))
	}
	sum := sha256.Sum256([]byte(all.String()))
	return hex.EncodeToString(sum[:6])
}

func TestEveryChangeOfAShapeHasItsLineInTheHistory(t *testing.T) {
	last := History[len(History)-1]
	if last.Schema != Schema {
		t.Fatalf("Schema is %d, and the last line of History is of %d. Add a line.", Schema,
			last.Schema)
	}
	if got := fingerprint(); got != last.Fingerprint {
		t.Errorf("A message has changed its shape. Raise Schema to %d, and add this line to "+
			"History, with what changed:\n\t{%d, \"...\",\n\t\t%q, ...},\n(Before the first release, "+
			"only replace the fingerprint of the last line.)", Schema+1, Schema+1, got)
	}
	for i, h := range History {
		if h.Schema != i+1 || h.What == "" {
			t.Errorf("line %d of History is of schema %d", i, h.Schema)
		}
	}
}
