package portal

import (
	"io/fs"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"gatehouse/backend/access"
	"gatehouse/backend/records"
)

func TestWordsHaveTheSameKeysAndNames(t *testing.T) {
	names := regexp.MustCompile(`\{\w+\}`)
	for key, english := range allWords[0].text {
		want := names.FindAllString(english, -1)
		slices.Sort(want)
		for _, w := range allWords[1:] {
			text, ok := w.text[key]
			got := names.FindAllString(text, -1)
			slices.Sort(got)
			if !ok || text == "" || !slices.Equal(got, want) {
				t.Errorf("%s %q: %q, in English %q", w.lang, key, text, english)
			}
		}
	}
	for _, w := range allWords[1:] {
		for key := range w.text {
			if _, ok := allWords[0].text[key]; !ok {
				t.Errorf("%s has the key %q, which English has not", w.lang, key)
			}
		}
	}
}

// usedKeys gives the keys that templates and code name, with those that they put together.
func usedKeys(t *testing.T) map[string]bool {
	t.Helper()
	used := map[string]bool{"language": true}
	find := regexp.MustCompile(`(?:\.T |say\(|\badd\()"([\w.-]+)"` +
		`|notice\([\w.\[\]]+, "([\w.-]+)"|noticeOf\([^"\n]*, "([\w.-]+)"|\bin\("(\w+)"`)
	for _, pattern := range []string{"*.go", "look/*.html", "pages/*/*.html"} {
		files, err := fs.Glob(os.DirFS("."), pattern)
		if err != nil || len(files) == 0 {
			t.Fatal(pattern, err)
		}
		for _, name := range files {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range find.FindAllStringSubmatch(string(data), -1) {
				addUsed(used, name, m)
			}
		}
	}
	for _, c := range access.Components() {
		used["component."+c.String()], used["about."+c.String()] = true, true
	}
	for _, s := range []records.TicketStatus{"all", records.Open, records.Waiting,
		records.Resolved} {
		used["status."+string(s)] = true
	}
	for _, p := range append([]string{"none"}, Priorities...) {
		used["priority."+p] = true
	}
	for i := range 12 {
		used["month."+string("123456789"[i%9])] = true
	}
	used["month.10"], used["month.11"], used["month.12"] = true, true, true
	used["my-details.saved-details"], used["my-details.saved-password"] = true, true
	for bit := range 26 {
		used["plain."+access.Plain(access.Decision{Faults: 1 << bit})] = true
	}
	return used
}

func addUsed(used map[string]bool, name string, m []string) {
	key := m[1] + m[2] + m[3]
	switch {
	case m[4] != "":
		used["my-details."+m[4]] = true
	case strings.Contains(m[0], "noticeOf("):
		used["notice."+key+".title"] = true
	case strings.Contains(m[0], "notice("):
		used["notice."+key], used["notice."+key+".title"] = true, true
	case strings.HasPrefix(m[0], "add("):
		used["ticket."+key] = true
	case !strings.HasSuffix(key, ".") && !strings.HasSuffix(key, "-"):
		used[key] = true
	}
}

func TestEveryUsedKeyHasWordsAndEveryWordIsUsed(t *testing.T) {
	used := usedKeys(t)
	for _, key := range slices.Sorted(maps.Keys(used)) {
		if _, ok := allWords[0].text[key]; !ok {
			t.Errorf("nothing is written for %q", key)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(allWords[0].text)) {
		if !used[key] {
			t.Errorf("nobody uses %q", key)
		}
	}
}

func TestEveryComponentHasItsIcon(t *testing.T) {
	for _, c := range access.Components() {
		if icons[c.String()] == "" {
			t.Errorf("%s has no icon", c)
		}
	}
}

func TestEntranceIsTheTable(t *testing.T) {
	all, registered := records.Portal{}, records.Portal{RegisteredOnly: true}
	first := records.Portal{SignInToSubmit: true}
	with := func(p records.Portal, widget, tab bool) *records.Portal {
		p.Widget, p.Tab = widget, tab
		return &p
	}
	for _, row := range []struct {
		n        string
		portal   *records.Portal
		signedIn bool
		want     entrance
	}{
		{"1", with(all, true, true), false, entrance{Widget: true, Tab: true}},
		{"1 widget off", with(all, false, true), false, entrance{Tab: true}},
		{"1 tab off", with(all, true, false), false, entrance{Widget: true}},
		{"2", with(all, false, false), false, entrance{Refused: true}},
		{"3", with(first, true, true), false,
			entrance{Widget: true, Tab: true, SignInFirst: true}},
		{"3 both off", with(first, false, false), false, entrance{SignInFirst: true}},
		{"4", with(all, true, false), true, entrance{Widget: true}},
		{"4 sign-in first", with(first, true, true), true, entrance{Widget: true, Tab: true}},
		{"5", with(registered, true, true), false, entrance{OnArrival: true}},
		{"5 both off", with(registered, false, false), false, entrance{OnArrival: true}},
		{"6", with(registered, true, true), true, entrance{Widget: true, Tab: true}},
		{"6 both off", with(registered, false, false), true, entrance{}},
		{"7 all", with(all, true, true), false, entrance{Widget: true, Tab: true}},
		{"7 registered", with(registered, true, true), false, entrance{OnArrival: true}},
	} {
		if got := entranceOf(row.portal, row.signedIn); got != row.want {
			t.Errorf("row %s: %+v, want %+v", row.n, got, row.want)
		}
	}
}

func TestWayToStaysInThePortal(t *testing.T) {
	for way, want := range map[string]string{"tickets": "tickets", "tickets/5": "tickets/5",
		"": "", "/tickets": "", "//evil.example": "", "https://evil.example/tickets": "",
		"sign-in": "", "sign-out": "", "nowhere": "", "tickets/": "", "tickets/a/b": "",
		"../tickets": "", "blog/a%0d%0ab": "blog/a%0D%0Ab", "javascript:alert(1)": "",
		"home?x=1": "home"} {
		if got := wayTo(way); got != want {
			t.Errorf("%q leads to %q, want %q", way, got, want)
		}
	}
}
