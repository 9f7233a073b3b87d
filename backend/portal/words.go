package portal

import (
	"embed"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"

	"golang.org/x/text/language"

	"gatehouse/backend/access"
)

//go:embed words/*.json
var wordFiles embed.FS

// words holds all sentences of one language.
type words struct {
	lang string
	text map[string]string
}

// allWords are the languages, the first of which is taken when none fits.
var allWords = []*words{readWords("en"), readWords("de"), readWords("es")}

var matcher = language.NewMatcher([]language.Tag{
	language.English, language.German, language.Spanish})

func readWords(lang string) *words {
	w := &words{lang: lang, text: map[string]string{}}
	data, err := wordFiles.ReadFile("words/" + lang + ".json")
	if err == nil {
		err = json.Unmarshal(data, &w.text)
	}
	if err != nil {
		panic("words/" + lang + ".json: " + err.Error()) // embedded: seen by every test
	}
	return w
}

// wordsOf gives the words of a language tag, such as "de-AT".
func wordsOf(lang string) *words {
	_, i := language.MatchStrings(matcher, lang)
	return allWords[i]
}

// LangOf reads the language that a request asks for: ?lang= first, then the cookie that it left,
// then Accept-Language.
func LangOf(r *http.Request) string {
	if lang := r.URL.Query().Get("lang"); isLang(lang) {
		return lang
	}
	if c, err := r.Cookie("lang"); err == nil && isLang(c.Value) {
		return c.Value
	}
	return r.Header.Get("Accept-Language")
}

// Lang gives the language in which the portal answers a request: en, de or es.
func Lang(r *http.Request) string { return wordsOf(LangOf(r)).lang }

func isLang(lang string) bool {
	for _, w := range allWords {
		if w.lang == lang {
			return true
		}
	}
	return false
}

// remember keeps a language that was chosen on the home page or a page beside it, for all of them.
func (v *visit) remember() {
	lang := v.r.URL.Query().Get("lang")
	if strings.Contains(v.path, "/") || !isLang(lang) || !isReading(v.r) {
		return
	}
	http.SetCookie(v.w, &http.Cookie{Name: "lang", Value: lang, MaxAge: 365 * 24 * 3600,
		HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: v.r.TLS != nil})
}

// say gives the sentence of a key, with its {names} filled from pairs of name and value. A key
// without a sentence is shown itself; a test sees to it that there is none.
func (w *words) say(key string, pairs ...any) string {
	text, ok := w.text[key]
	if !ok {
		return key
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		text = strings.ReplaceAll(text, fmt.Sprint("{", pairs[i], "}"), fmt.Sprint(pairs[i+1]))
	}
	return text
}

// orElse gives the sentence of a key, or plain text for a key that the words do not have.
func (w *words) orElse(key, text string) string {
	if own, ok := w.text[key]; ok {
		return own
	}
	return text
}

// Plainly gives the one sentence that a customer reads when a decision denies, by the language;
// nothing when it allows.
func Plainly(d access.Decision) map[string]string {
	if d.Allowed() {
		return nil
	}
	said := map[string]string{}
	for _, w := range allWords {
		said[w.lang] = w.say("plain." + access.Plain(d))
	}
	return said
}

// day writes a date as people do.
func (w *words) day(t time.Time) string {
	return w.say("date", "day", t.Day(), "month", w.say(fmt.Sprint("month.", int(t.Month()))),
		"year", t.Year())
}

// month writes a month as people do.
func (w *words) month(t time.Time) string {
	return w.say(fmt.Sprint("month.", int(t.Month()))) + " " + fmt.Sprint(t.Year())
}
