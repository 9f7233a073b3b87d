package portal

import (
	"embed"
	"encoding/json"
	"regexp"
	"strings"
)

//go:embed sentences/*.json
var sentenceFiles embed.FS

// sentencesIn holds, by language, what the sentences of problems are there. A key is a sentence as
// it is made, with %s where something is filled in; a translation may leave out what was. English
// has those only that customers read otherwise than staff do.
var sentencesIn = map[string]map[string]string{"en": readSentences("en"),
	"de": readSentences("de"), "es": readSentences("es")}

func readSentences(lang string) map[string]string {
	text := map[string]string{}
	data, err := sentenceFiles.ReadFile("sentences/" + lang + ".json")
	if err == nil {
		err = json.Unmarshal(data, &text)
	}
	if err != nil {
		panic("sentences/" + lang + ".json: " + err.Error()) // embedded: seen by every test
	}
	return text
}

// patterns are the sentences into which something is filled, each with what finds it again.
var patterns = func() map[string]*regexp.Regexp {
	list := map[string]*regexp.Regexp{}
	for _, all := range sentencesIn {
		for key := range all {
			if parts := verb.Split(key, -1); len(parts) > 1 {
				for i := range parts {
					parts[i] = regexp.QuoteMeta(parts[i])
				}
				list[key] = regexp.MustCompile("(?s)^" + strings.Join(parts, "(.*)") + "$")
			}
		}
	}
	return list
}()

// verb is where a sentence is filled in.
var verb = regexp.MustCompile(`%[.0-9]*[sd]`)

// translated gives the sentence of a problem in this language; as it is where there is none, which
// a test sees to.
func (w *words) translated(text string) string {
	own := sentencesIn[w.lang]
	if done, ok := own[text]; ok {
		return done
	}
	for key, is := range patterns {
		found := is.FindStringSubmatch(text)
		if found == nil || own[key] == "" {
			continue
		}
		i := 0
		return verb.ReplaceAllStringFunc(own[key], func(string) string {
			i++
			return found[i]
		})
	}
	return text
}
