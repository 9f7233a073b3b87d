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
	putTogether(used)
	return used
}

// putTogether adds the keys that code puts together from what the records say.
func putTogether(used map[string]bool) {
	for _, c := range access.Components() {
		used["component."+c.String()], used["about."+c.String()] = true, true
	}
	for key := range allWords[0].text { // put together by lists, from what the records say
		if strings.Contains(key, ".state.") || strings.HasSuffix(key, ".none") {
			used[key] = true
		}
	}
	used["plain.pin"], used["plain.pin-locked"] = true, true
	used["my-details.saved-pin"] = true
	for _, key := range []string{"plain.code", "plain.passkey", "plain.setup-old", "factor.code",
		"factor.first-code", "security.saved-factor-off", "security.saved-passkey",
		"security.saved-passkey-gone", "security.saved-session",
		"security.saved-sessions", "staff.saved-claim", "staff.saved-revoke",
		"staff.saved-factor-off"} {
		used[key] = true
	}
	for key := range allWords[0].text { // on PDF files
		used[key] = used[key] || strings.HasPrefix(key, "paper.") || key == "document.subject"
	}
	for _, way := range records.PaymentWays {
		used["payments.way."+way] = true
	}
	for _, p := range append([]string{"none"}, Priorities...) {
		used["priority."+p] = true
	}
	for i := range 5 {
		used["feedback.stars."+string("12345"[i])] = true
	}
	for i := range 12 {
		used["month."+string("123456789"[i%9])] = true
	}
	for _, page := range []string{"queues", "request-types", "vendors", "out-of-office",
		"off-hours"} {
		used[page+".title"], used[page+".lead"], used[page+".new"] = true, true, true
	}
	for _, p := range access.Permissions() {
		used["may."+p.String()] = true
	}
	for s := access.Shared; s <= access.All; s++ {
		used["scope."+s.String()] = true
	}
	for i := range 7 {
		used["weekday."+string("0123456"[i])] = true
	}
	used["modules.per.month"], used["modules.per.year"] = true, true
	used["month.10"], used["month.11"], used["month.12"] = true, true, true
	used["notice.bad-link"], used["notice.bad-link.title"] = true, true
	used["my-details.saved-details"], used["my-details.saved-password"] = true, true
	for bit := range 64 {
		used["plain."+access.Plain(access.Decision{Faults: 1 << bit})] = true
	}
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

func TestWayToStaysInThePortal(t *testing.T) {
	for way, want := range map[string]string{"tickets": "tickets", "tickets/5": "tickets/5",
		"": "", "/tickets": "", "//evil.example": "", "https://evil.example/tickets": "",
		"sign-in": "", "sign-out": "", "forgot": "",
		"set-password/x": "", "nowhere": "", "tickets/": "", "tickets/a/b": "",
		"../tickets": "", "blog/a%0d%0ab": "blog/a%0D%0Ab", "javascript:alert(1)": "",
		"home?x=1": "home"} {
		if got := wayTo(way); got != want {
			t.Errorf("%q leads to %q, want %q", way, got, want)
		}
	}
}
