package portal_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"gatehouse/backend/access"
	"gatehouse/backend/portal/portaltest"
	"gatehouse/backend/records"
)

// TestForumsHaveTheirReaders: a switch shows or hides them at once; a forum is for all customers
// or for an account (Z5).
func TestForumsHaveTheirReaders(t *testing.T) {
	w := portaltest.Sample(t)
	basic := "ada ben cleo fay bob eve setter profile vic"
	wantOnly(t, "Ideas", sees(t, w, "forums", "Ideas"), basic)
	wantOnly(t, "Acme", sees(t, w, "forums", "Acme among"), "ada ben cleo bob setter profile vic")
	wantOnly(t, "its topic", sees(t, w, "topic/732", "Lunch"), "ada ben cleo bob setter profile vic")
	wantOnly(t, "its list", sees(t, w, "forums/722", "Lunch"), "ada ben cleo bob setter profile vic")
	missing := open(t, w.Hosted("ada"), "topic/999").Body
	for _, way := range []string{"topic/733", "topic/734", "forums/723", "new-topic/723"} {
		if page := open(t, w.Hosted("ada"), way); page.Status != 404 || page.Body != missing {
			t.Errorf("%s answers %d", way, page.Status)
		}
	}
	w.Settings.Closed = access.SetOf(access.Forums)
	if got := open(t, w.Hosted("ada"), "forums").Status; got != http.StatusForbidden {
		t.Errorf("closed forums answer %d", got)
	}
	w.Settings.Closed = 0
	if got := open(t, w.Hosted("ada"), "topic/731").Status; got != http.StatusOK {
		t.Errorf("open forums answer %d", got)
	}
}

// TestCustomersWriteInForums (Z5): topics and posts, once each.
func TestCustomersWriteInForums(t *testing.T) {
	w := portaltest.Sample(t)
	page := open(t, w.Hosted("fay"), "new-topic/721")
	bad := page.Submit(t, "new-topic/721", map[string]string{"subject": "Tape", "text": " "})
	if bad.Status != 422 || !strings.Contains(bad.Body, "Tape") {
		t.Errorf("an empty text: %d", bad.Status)
	}
	fill := map[string]string{"subject": "Tape", "text": "Which **tape**? <script>x</script>"}
	made := page.Submit(t, "new-topic/721", fill)
	page.Submit(t, "new-topic/721", fill) // sent twice
	if made.Title() != "Tape" || !strings.Contains(made.Body, "<strong>tape</strong>") ||
		strings.Contains(made.Body, "<script>x") {
		t.Errorf("%d %s", made.Status, made.Body)
	}
	if rows := open(t, w.Hosted("ada"), "forums/721").Rows(); len(rows) != 2 || rows[0] != "Tape" {
		t.Errorf("the topics are %v", rows)
	}
	topic := open(t, w.Hosted("bob"), strings.TrimPrefix(made.URL.Path, "/"))
	answer := topic.Submit(t, made.URL.Path, map[string]string{"text": "The brown one."})
	if !strings.Contains(answer.Text(), "The brown one.") ||
		!strings.Contains(answer.Text(), "is published") {
		t.Errorf("%d %s", answer.Status, answer.Text())
	}
	for way, who := range map[string]string{"topic/732": "fay", "topic/733": "ada",
		"new-topic/722": "fay", "new-topic/723": "ada"} {
		done := len(w.Done)
		got := portaltest.NewBrowser(w.Hosted(who), "/").Do(t, "POST", "/"+way, url.Values{
			"key": {"key-of-" + who}, "text": {"x"}, "subject": {"x"}})
		if got.Status != http.StatusNotFound || len(w.Done) != done {
			t.Errorf("%s writes to %s: %d", who, way, got.Status)
		}
	}
}

// TestALongTopicHasPages of 50 posts, each once.
func TestALongTopicHasPages(t *testing.T) {
	w := portaltest.Sample(t)
	for i := range 120 {
		w.More = append(w.More, &records.Post{ID: records.PostID(8000 + i), Topic: 732, Author: "Bob",
			Person: 1, Text: fmt.Sprintf("Number %03d.", i), Created: w.Now.Unix() + int64(i)})
	}
	all := ""
	page := open(t, w.Hosted("ada"), "topic/732")
	for {
		all += page.Text()
		next := ""
		for _, l := range page.Links() {
			if strings.Contains(l, "after=") {
				next = l
			}
		}
		if next == "" {
			break
		}
		page = page.Follow(t, next)
	}
	for i := range 120 {
		if n := strings.Count(all, fmt.Sprintf("Number %03d.", i)); n != 1 {
			t.Errorf("post %d stands there %d times", i, n)
		}
	}
}

// TestChatIsAConversation of one person with the office, without script (O11).
func TestChatIsAConversation(t *testing.T) {
	w := portaltest.Sample(t)
	page := open(t, w.Hosted("ada"), "live-chat")
	for _, want := range []string{"Good morning, Ada.", "Is <b>anybody</b> there?", "Rosa Reed"} {
		if !strings.Contains(page.Text(), want) {
			t.Errorf("the chat lacks %q", want)
		}
	}
	wantOnly(t, "Ada's chat", sees(t, w, "live-chat", "The printer again."), "ada")
	dan := open(t, w.Hosted("dan"), "live-chat") // the Minimum has it (O1)
	if empty := dan.Submit(t, "live-chat", map[string]string{"text": ""}); empty.Status != 422 {
		t.Errorf("nothing said: %d", empty.Status)
	}
	said := dan.Submit(t, "live-chat", map[string]string{"text": "Hello from Dan"})
	dan.Submit(t, "live-chat", map[string]string{"text": "Hello from Dan"}) // sent twice
	if strings.Count(said.Text(), "Hello from Dan") != 1 ||
		!strings.Contains(said.Text(), "will answer") {
		t.Error(said.Text())
	}
	m := w.Cast["dan"]
	list, err := w.Chat(t.Context(), records.ConversationOf(m.Person.ID, m.At))
	if err != nil || len(list) != 1 {
		t.Errorf("%v %v", list, err)
	}
	if got := open(t, w.Hosted("visitor"), "live-chat").Status; got != http.StatusUnauthorized {
		t.Errorf("a visitor: %d", got)
	}
	if body := open(t, w.Preview("ada"), "live-chat").Body; strings.Contains(body, "data-stream") {
		t.Error("the preview has a stream")
	}
	if body := open(t, w.Hosted("ada"), "live-chat").Body; !strings.Contains(body, "data-stream") {
		t.Error("the hosted page has no stream")
	}
}

// TestALongChatHasPages: the last 50 first, the older ones behind a link.
func TestALongChatHasPages(t *testing.T) {
	w := portaltest.Sample(t)
	b := w.Cast["bob"]
	in := records.ConversationOf(b.Person.ID, b.At)
	for i := range 70 {
		w.More = append(w.More, &records.ChatMessage{ID: records.ChatMessageID(9000 + i),
			Conversation: in, Account: b.At, Customer: b.Person.ID, Author: "Bob",
			Text: fmt.Sprintf("Line %02d.", i), Created: w.Now.Unix() + int64(i)})
	}
	page := open(t, w.Hosted("bob"), "live-chat")
	text := page.Text()
	if strings.Contains(text, "Line 19.") || !strings.Contains(text, "Line 20.") ||
		strings.Index(text, "Line 68.") > strings.Index(text, "Line 69.") {
		t.Error(text)
	}
	for _, l := range page.Links() {
		if strings.Contains(l, "before=") {
			text = page.Follow(t, l).Text()
		}
	}
	if strings.Contains(text, "Line 20.") || !strings.Contains(text, "Line 00.") ||
		!strings.Contains(text, "Line 19.") {
		t.Error(text)
	}
}

// TestOutsideOfItsHoursTheChatSaysSo and offers a request instead; what is written waits (O11, A24,
// A44).
func TestOutsideOfItsHoursTheChatSaysSo(t *testing.T) {
	w := portaltest.Sample(t)
	w.Now = w.Now.Add(3 * time.Hour) // after the company's lunch
	if page := open(t, w.Hosted("ada"), "live-chat"); strings.Contains(page.Text(), "not at work") ||
		!strings.Contains(page.Text(), "We read what you write here") {
		t.Errorf("within the hours: %s", page.Text())
	}
	w.More = append(w.More, &records.Closing{ID: 7510, Name: "Tuesday", Weekdays: 1 << 2})
	page := open(t, w.Hosted("ada"), "live-chat")
	if text := page.Text(); !strings.Contains(text, "(Tuesday). We answer from 13 May 2026, 00:00") ||
		!strings.Contains(text, "submit a request instead") ||
		!slices.Contains(page.Links(), "new-ticket") {
		t.Errorf("on a closed day: %s %v", text, page.Links())
	}
	said := page.Submit(t, "live-chat", map[string]string{"text": "Until tomorrow then."})
	if !strings.Contains(said.Text(), "Until tomorrow then.") {
		t.Errorf("what is written is lost: %d %s", said.Status, said.Text())
	}
	page = open(t, w.Hosted("dan"), "live-chat")
	if text := page.Text(); !strings.Contains(text, "What you write here waits for us.") ||
		strings.Contains(text, "submit a request instead") {
		t.Errorf("whoever may submit no requests: %s", text)
	}
}
