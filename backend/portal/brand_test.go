package portal

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestEveryColourStaysLegible, on light pages and on dark ones.
func TestEveryColourStaysLegible(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Uint32Range(0, 0xffffff).Draw(t, "colour")
		accent := fmt.Sprintf("#%06x", n)
		set := map[string][]colour{}
		for _, line := range strings.Split(brand(accent), "\n") {
			name, value, ok := strings.Cut(strings.TrimSpace(line), ": ")
			if !ok {
				continue
			}
			value = strings.TrimSuffix(strings.TrimPrefix(value, "light-dark("), ";")
			for _, one := range strings.Split(strings.TrimSuffix(value, ")"), ", ") {
				c, ok := parseColour(one)
				if !ok {
					t.Fatalf("%s has %q", name, one)
				}
				set[name] = append(set[name], c)
			}
		}
		check := func(what string, text, ground colour) {
			if got := contrast(text, ground); got < legible {
				t.Fatalf("%s of %s: %s on %s has %.2f", what, accent, text, ground, got)
			}
		}
		check("text on it", set["--c-on-accent"][0], set["--c-accent"][0])
		pages := [][]string{{"#ffffff", "#f7f8f9"}, {"#1b1c1e", "#222326", "#26282b"}}
		for i, grounds := range pages {
			for _, ground := range grounds {
				g, _ := parseColour(ground)
				check("text in it", set["--c-accent-text"][i], g)
			}
			check("text in it", set["--c-accent-text"][i], set["--c-current"][i])
			check("text in it", set["--c-accent-text"][i], set["--c-ticked"][i])
		}
		check("text", ink, set["--c-current"][0])
		pale, _ := parseColour("#e6e7e9")
		check("text", pale, set["--c-current"][1])
	})
	for _, none := range []string{"", "red", "#12", "#12345g", "1234567"} {
		if got := brand(none); got != "" {
			t.Errorf("%q gives %q", none, got)
		}
	}
}
