package app_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"gatehouse/app"
)

// wordLine is a line of ../frontend/src/words/data-*.ts: a name of a map, or a key with its words.
var wordLine = regexp.MustCompile(`(?m)^  (?:(\w+): \{|  (?:'([^']+)'|(\w+)): '([^']+)',)$`)

// wordsOf reads the words of Portal data in a language: key by key, map by map.
func wordsOf(t *testing.T, language string) map[string]map[string]string {
	t.Helper()
	file := filepath.Join("..", "frontend", "src", "words", "data-"+language+".ts")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	words, at := map[string]map[string]string{}, ""
	for _, m := range wordLine.FindAllStringSubmatch(string(text), -1) {
		if m[1] != "" {
			at = m[1]
			words[at] = map[string]string{}
			continue
		}
		words[at][m[2]+m[3]] = m[4]
	}
	return words
}

// wantedWords are the keys that Portal data needs words for, map by map.
func wantedWords(nouns []app.NounView) map[string][]string {
	wanted := map[string][]string{}
	want := func(at, key string) {
		if !slices.Contains(wanted[at], key) {
			wanted[at] = append(wanted[at], key)
		}
	}
	var wantFields func([]app.DataField)
	wantFields = func(fields []app.DataField) {
		for _, f := range fields {
			want("fields", f.Key)
			for _, option := range f.Options {
				if option != "" {
					want("options", option)
				}
			}
			wantFields(f.Columns)
		}
	}
	for _, n := range nouns {
		want("kinds", n.Kind)
		want("one", n.Kind)
		want("groups", n.Group)
		wantFields(n.Columns)
		wantFields(n.Fields)
		for _, e := range n.Deeds {
			want("deeds", e.Key)
			wantFields(e.Fields)
		}
	}
	return wanted
}

func TestEveryKindFieldOptionAndDeedHasWords(t *testing.T) {
	d, _ := alone(t)
	wanted := wantedWords(must[[]app.NounView](t)(d.Nouns()))
	for _, language := range []string{"en", "de", "es"} {
		words := wordsOf(t, language)
		for at, keys := range wanted {
			checkWords(t, language+" "+at, words[at], keys)
		}
	}
}

func checkWords(t *testing.T, where string, words map[string]string, keys []string) {
	t.Helper()
	for _, key := range keys {
		if words[key] == "" {
			t.Errorf("%s has no words for %q", where, key)
		}
	}
}
