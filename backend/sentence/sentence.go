// Package sentence says in a reader's language what the program says in English: problems, what
// became of an edit, explanations, and the names of what can be allowed. The English sentence
// stands where it is made, and is the key; words/ holds what it is in the other languages, and
// customers/ what customers read otherwise than staff do.
//
// It is no template engine: what was filled into a sentence is found again in it. It never touches
// a text that it does not know, such as a name that somebody wrote.
//
//	sentence.In("de", "Undone for Ada Abbott.") // "Für Ada Abbott rückgängig gemacht."
package sentence

import (
	"embed"
	"encoding/json"
	"regexp"
	"slices"
	"strings"
)

//go:embed words/*.json customers/*.json
var files embed.FS

// book is what sentences are in one language, for one kind of reader.
type book struct {
	lang     string
	whole    map[string]string // those into which nothing is filled
	patterns []pattern         // the others, the one with most words of its own first
	keys     map[string]bool
	before   *book // where else to look
}

var (
	toStaff = map[string]*book{"en": {lang: "en"}, "de": read("words", "de", nil),
		"es": read("words", "es", nil)}
	toCustomers = map[string]*book{"en": read("customers", "en", toStaff["en"]),
		"de": read("customers", "de", toStaff["de"]), "es": read("customers", "es", toStaff["es"])}
)

// Languages are those that a text can be said in: the first is the one that it is made in.
func Languages() []string { return []string{"en", "de", "es"} }

// In says a text in a language (en, de, es) as staff read it; as it is where there is none of it.
func In(lang, text string) string { return toStaff[known(lang)].say(text) }

// ToCustomer says a text in a language (en, de, es) as customers read it.
func ToCustomer(lang, text string) string { return toCustomers[known(lang)].say(text) }

// Name says a name in a language where the program gave it, because there is no other.
func Name(lang, text string) string { return toStaff[known(lang)].name(text) }

// Without gives a sentence with … for the names that were filled into it, so that those which say
// the same of several people are alike; any other text as it is.
func Without(text string) string {
	b := toStaff["de"] // any that has the patterns
	if _, whole := b.whole[text]; whole {
		return text
	}
	for _, p := range b.patterns {
		if said, ok := p.blank(text); ok {
			return said
		}
	}
	return text
}

// Profile says in a language the name of a security profile that comes with the program. Nobody
// else's profile can have such a name; any other is as it is.
func Profile(lang, name string) string { return toStaff[known(lang)].profile(name) }

// profile looks a name up under a key of its own: as a word it may mean something else.
func (b *book) profile(name string) string {
	if said, ok := b.whole["the profile "+name]; ok {
		return said
	}
	return b.name(name)
}

// nameless are what the program calls somebody or something that has no name.
var nameless = []string{"This person", "The visitor", "Someone with this profile", "A payment",
	"A profile that is gone", "a profile that is gone", "an account that is gone", "What you did"}

func (b *book) name(text string) string {
	if slices.Contains(nameless, text) {
		return b.say(text)
	}
	return text
}

func known(lang string) string {
	if slices.Contains(Languages(), lang) {
		return lang
	}
	return "en"
}

func read(folder, lang string, before *book) *book {
	name := folder + "/" + lang + ".json"
	text := map[string]string{}
	data, err := files.ReadFile(name)
	if err == nil {
		err = json.Unmarshal(data, &text)
	}
	if err != nil {
		panic(name + ": " + err.Error()) // embedded: seen by every test
	}
	b := &book{lang: lang, whole: map[string]string{}, keys: map[string]bool{}, before: before}
	for key, said := range text {
		b.keys[key] = true
		if hole.MatchString(key) {
			b.patterns = append(b.patterns, patternOf(key, said))
		} else {
			b.whole[key] = said
		}
	}
	slices.SortFunc(b.patterns, pattern.compare)
	return b
}

func (b *book) say(text string) string {
	if said, ok := b.find(text); ok {
		return said
	}
	return text
}

// find says a text that is a sentence, several of them, or lines of such.
func (b *book) find(text string) (string, bool) {
	if text == "" {
		return "", true
	}
	if lines := linesOf(text); len(lines) > 1 {
		for i, line := range lines {
			lines[i] = b.say(line)
		}
		return strings.Join(lines, "\n"), true
	}
	if said, ok := b.one(text); ok {
		return said, true
	}
	if said := written(b.lang, text, false); said != text {
		return said, true
	}
	for _, end := range ends.FindAllStringIndex(text, -1) {
		first, ok := b.one(text[:end[0]+1])
		if !ok {
			continue
		}
		if rest, ok := b.find(text[end[1]:]); ok {
			return first + " " + rest, true
		}
	}
	return "", false
}

// ends are where a sentence may end inside a text.
var ends = regexp.MustCompile(`[.!?] `)

// linesOf parts a text at the ends of its lines, but where somebody's own text in quotes has them.
func linesOf(text string) (lines []string) {
	open := false
	for _, line := range strings.Split(text, "\n") {
		if open {
			lines[len(lines)-1] += "\n" + line
		} else {
			lines = append(lines, line)
		}
		last := lines[len(lines)-1]
		open = strings.Count(last, "“") > strings.Count(last, "”")
	}
	return lines
}

func (b *book) one(text string) (string, bool) {
	if said, ok := b.whole[text]; ok {
		return said, true
	}
	for _, p := range b.patterns {
		if said, ok := p.say(b, text); ok {
			return said, true
		}
	}
	if b.before != nil {
		return b.before.one(text)
	}
	return "", false
}

// word says what was filled into a sentence and is itself the program's: a sentence, or a list.
func (b *book) word(text string) (string, bool) {
	list := strings.Split(text, ", ")
	for i, item := range list {
		said, ok := b.one(item)
		if !ok || len(list) == 1 {
			return b.find(text)
		}
		list[i] = said
	}
	return strings.Join(list, ", "), true
}
