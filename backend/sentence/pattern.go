package sentence

import (
	"cmp"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// hole is where a sentence is filled in: a verb of package fmt or, in an explanation, a $name. In
// a translation, %w and the names in words are filled with what is itself to be translated, and
// without which the sentence is another one; %v with what may be, %l with a list of such, %p with a
// profile; %[2]s takes what stood second.
var hole = regexp.MustCompile(`%(?:\[\d\])?(?:\.\d+)?[sdvqwlp]|\$[a-z]+`)

var words = map[string]bool{"$component": true, "$what": true, "$had": true, "$scope": true}

// pattern is a sentence with holes.
type pattern struct {
	key   string
	parts []string // of the key, between the holes
	holes []string
	said  []string // of the translation, between its holes
	fills []fill
}

// fill is a hole of a translation.
type fill struct {
	from int  // the hole of the key that fills it
	kind byte // of the verb: s, d, v, w
}

func patternOf(key, said string) pattern {
	p := pattern{key: key, parts: hole.Split(key, -1), holes: hole.FindAllString(key, -1),
		said: hole.Split(said, -1)}
	for i, h := range hole.FindAllString(said, -1) {
		p.fills = append(p.fills, p.fill(i, h))
	}
	return p
}

func (p *pattern) fill(i int, h string) fill {
	f := fill{from: i, kind: h[len(h)-1]}
	if strings.HasPrefix(h, "$") {
		f.kind = 's'
		if h == "$profile" {
			f.kind = 'p'
		}
		if words[h] {
			f.kind = 'w'
		}
	}
	if at := strings.Index(h, "["); at > 0 {
		n, _ := strconv.Atoi(h[at+1 : at+2])
		f.from = n - 1
	}
	for at, other := range p.holes {
		if h == other && strings.HasPrefix(h, "$") {
			f.from = at
			break
		}
	}
	if f.from >= len(p.holes) {
		panic(fmt.Sprintf("“%s” has no hole for %s", p.key, h)) // embedded: seen by every test
	}
	return f
}

// compare puts the pattern first that leaves less open.
func (p pattern) compare(q pattern) int {
	own := func(p pattern) int { return len(strings.Join(p.parts, "")) }
	return cmp.Or(own(q)-own(p), strings.Compare(p.key, q.key))
}

// say fills the translation with what was filled into a text that is of this pattern.
func (p pattern) say(b *book, text string) (string, bool) {
	filled, ok := p.match(text)
	if !ok {
		return "", false
	}
	var out strings.Builder
	out.WriteString(p.said[0])
	for i, f := range p.fills {
		value, ok := f.say(b, filled[f.from], p.holes[f.from] == "%d")
		if !ok {
			return "", false
		}
		out.WriteString(value)
		out.WriteString(p.said[i+1])
	}
	return out.String(), true
}

// say gives what stands in a hole of a translation.
func (f fill) say(b *book, value string, counts bool) (string, bool) {
	said, ok := b.word(value)
	switch {
	case f.kind == 'w':
		return said, ok
	case f.kind == 'v' && ok:
		return said, true
	case f.kind == 'p':
		return b.profile(value), true
	case f.kind == 'l':
		list := strings.Split(value, ", ")
		for i, item := range list {
			list[i] = b.say(item)
		}
		return strings.Join(list, ", "), true
	}
	return written(b.lang, b.name(value), counts), true
}

// blank gives a text of this pattern with … for the names that were filled in.
func (p pattern) blank(text string) (string, bool) {
	filled, ok := p.match(text)
	if !ok {
		return "", false
	}
	for _, f := range p.fills {
		if f.kind == 's' && p.holes[f.from] != "%d" {
			filled[f.from] = "…"
		}
	}
	var out strings.Builder
	for i, part := range p.parts {
		out.WriteString(part)
		if i < len(filled) {
			out.WriteString(filled[i])
		}
	}
	return out.String(), true
}

// match finds what was filled in.
func (p pattern) match(text string) (filled []string, ok bool) {
	last := len(p.parts) - 1
	rest, ok := strings.CutPrefix(text, p.parts[0])
	if !ok {
		return nil, false
	}
	rest, ok = strings.CutSuffix(rest, p.parts[last])
	if !ok {
		return nil, false
	}
	for _, part := range p.parts[1:last] {
		at := strings.Index(rest, part)
		if part == "" { // two holes meet: all is in the first
			at = len(rest)
		}
		if at < 0 {
			return nil, false
		}
		filled = append(filled, rest[:at])
		rest = rest[at+len(part):]
	}
	filled = append(filled, rest)
	for i, h := range p.holes {
		if h == "%d" && !number.MatchString(filled[i]) {
			return nil, false
		}
	}
	return filled, true
}

var (
	number = regexp.MustCompile(`^-?\d+$`)
	date   = regexp.MustCompile(`^(\d{4})-(\d\d)-(\d\d)$`)
	amount = regexp.MustCompile(`^(-?[\d,]+)\.(\d+)( [A-Z]{3})?$`)
)

// written is a number, a date or an amount as people write it; any other text as it is.
func written(lang, text string, counts bool) string {
	if counts {
		return grouped(lang, text)
	}
	if d := date.FindStringSubmatch(text); d != nil {
		sign := map[string]string{"de": ".", "es": "/"}[lang]
		if sign == "" {
			return text
		}
		return d[3] + sign + d[2] + sign + d[1]
	}
	if a := amount.FindStringSubmatch(text); a != nil && a[3] != "" && lang != "en" {
		return grouped(lang, strings.ReplaceAll(a[1], ",", "")) + "," + a[2] + a[3]
	}
	return text
}

// grouped is a whole number in groups of three; Spanish leaves one of four digits alone.
func grouped(lang, digits string) string {
	if lang == "en" || lang == "es" && len(digits) < 5 {
		return digits
	}
	for at := len(digits) - 3; at > 0 && digits[at-1] != '-'; at -= 3 {
		digits = digits[:at] + "." + digits[at:]
	}
	return digits
}
