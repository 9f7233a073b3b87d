package hosting

import (
	"embed"
	"encoding/json"
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/text/language"

	"gatehouse/backend/records"
)

//go:embed words
var wordFiles embed.FS

// languages are those that mails are written in; the first is taken when none fits.
var languages = []string{"en", "de", "es"}

var matcher = language.NewMatcher([]language.Tag{
	language.English, language.German, language.Spanish})

// letters holds the words of every mail, by language and key.
var letters = readLetters()

func readLetters() map[string]map[string]string {
	all := map[string]map[string]string{}
	for _, lang := range languages {
		words := map[string]string{}
		data, err := wordFiles.ReadFile("words/" + lang + ".json")
		if err == nil {
			err = json.Unmarshal(data, &words)
		}
		if err != nil {
			panic("words/" + lang + ".json: " + err.Error()) // embedded: seen by every test
		}
		all[lang] = words
	}
	return all
}

// letter is a mail in words: the same in plain text and in HTML.
type letter struct {
	Lang    string
	Subject string
	Text    []string // its paragraphs
	Link    string   // whole address, or empty
	Button  string   // what the link does
	Foot    string
}

// write puts a mail into words. Names in braces are filled once, so that no argument can bring
// others in; what is one line stays one, whatever they hold.
func write(m *records.Mail, lang, office, link string) letter {
	_, i := language.MatchStrings(matcher, m.Lang, lang)
	l := letter{Lang: languages[i], Link: link}
	words := letters[l.Lang]
	pairs := []string{"{office}", office}
	for name, value := range m.Args {
		if name != "text" { // the only one of several lines
			value = oneLine(value)
		}
		pairs = append(pairs, "{"+name+"}", value)
	}
	say := func(key string) string {
		return strings.NewReplacer(pairs...).Replace(words[key])
	}
	key := string(m.Template)
	l.Subject = oneLine(say(key + ".subject"))
	for _, part := range []string{"hello", key + ".text"} {
		l.Text = append(l.Text, strings.Split(readable(say(part)), "\n\n")...)
	}
	if link != "" {
		l.Button = words[key+".button"]
	}
	if m.Template.HasLink() && m.Staff() == 0 {
		l.Text = append(l.Text, words["link"])
	}
	l.Foot = say("foot")
	return l
}

// oneLine makes a header out of text: no control character is left, and it is not too long.
func oneLine(text string) string {
	text = strings.Join(strings.FieldsFunc(strings.ToValidUTF8(text, ""), func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r)
	}), " ")
	if letters := []rune(text); len(letters) > 200 {
		text = string(letters[:199]) + "…"
	}
	return text
}

// readable drops what no mail program shows, and writes every line's end alike.
func readable(text string) string {
	text = strings.ToValidUTF8(strings.ReplaceAll(text, "\r\n", "\n"), "")
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, text)
}

// plain writes the letter as text.
func (l letter) plain() string {
	var b strings.Builder
	for i, part := range l.Text {
		fmt.Fprintf(&b, "%s\n\n", part)
		if i == 1 && l.Link != "" {
			fmt.Fprintf(&b, "%s:\n%s\n\n", l.Button, l.Link)
		}
	}
	fmt.Fprintf(&b, "-- \n%s\n", l.Foot)
	return b.String()
}
