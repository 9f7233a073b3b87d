package portaltest

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"gatehouse/backend/access"
)

// rowOf is a row as an access.Where sees it: its columns by their name in SQL.
type rowOf map[string]int64

// holds evaluates the small language that access.Filter writes: AND, OR, IN a set, bit tests and
// integer ≥. It panics on anything else, because then this reader has to learn it.
func (row rowOf) holds(w access.Where) bool {
	text := strings.NewReplacer("(", " ( ", ")", " ) ").Replace(w.SQL)
	p := &reader{words: strings.Fields(text), args: w.Args, row: row}
	ok := p.either()
	if len(p.words) > 0 {
		panic("portaltest: cannot read the end of " + w.SQL)
	}
	return ok
}

type reader struct {
	words []string
	args  []any
	row   rowOf
}

func (p *reader) next() string {
	word := p.words[0]
	p.words = p.words[1:]
	return word
}

func (p *reader) is(word string) bool {
	if len(p.words) == 0 || p.words[0] != word {
		return false
	}
	p.words = p.words[1:]
	return true
}

func (p *reader) arg() any {
	a := p.args[0]
	p.args = p.args[1:]
	return a
}

func (p *reader) either() bool {
	ok := p.both()
	for p.is("OR") {
		right := p.both()
		ok = ok || right
	}
	return ok
}

func (p *reader) both() bool {
	ok := p.one()
	for p.is("AND") {
		right := p.one()
		ok = ok && right
	}
	return ok
}

func (p *reader) one() bool {
	if p.words[0] == "(" && slices.Index(p.words, "&") != 2 {
		p.next()
		ok := p.either()
		p.next()
		return ok
	}
	left := p.value()
	switch op := p.next(); op {
	case "$":
		return slices.Contains(p.arg().(access.Set), left)
	case ">=":
		return left >= p.value()
	case "=":
		return left == p.value()
	default:
		panic("portaltest: cannot read " + op)
	}
}

func (p *reader) value() int64 {
	switch word := p.next(); {
	case word == "(": // a bit test
		left := p.value()
		p.next()
		right := p.value()
		p.next()
		return left & right
	case word == "?":
		return p.arg().(int64)
	case strings.HasPrefix(word, "t.") || strings.HasPrefix(word, "a."):
		n, ok := p.row[word]
		if !ok {
			panic("portaltest: there is no column " + word)
		}
		return n
	default:
		n, err := strconv.ParseInt(word, 10, 64)
		if err != nil {
			panic(fmt.Sprintf("portaltest: cannot read %q", word))
		}
		return n
	}
}
