package records

import (
	"strconv"
	"strings"

	"gatehouse/backend/problem"
)

// List is a set of ids or keys in the order in which they were chosen. As text, in JSON and in SQL,
// it is their numbers with spaces between: a number of 63 bits is safe in a text only.
type List[E ~int64] []E

// MarshalText writes the numbers.
func (l List[E]) MarshalText() ([]byte, error) {
	var b []byte
	for i, e := range l {
		if i > 0 {
			b = append(b, ' ')
		}
		b = strconv.AppendInt(b, int64(e), 10)
	}
	return b, nil
}

// UnmarshalText reads what MarshalText wrote.
func (l *List[E]) UnmarshalText(text []byte) error {
	*l = nil
	for _, word := range strings.Fields(string(text)) {
		n, err := strconv.ParseInt(word, 10, 64)
		if err != nil {
			return problem.New(problem.Invalid, "A list of records cannot be read.").By(err)
		}
		*l = append(*l, E(n))
	}
	return nil
}
