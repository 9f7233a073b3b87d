package app_test

import (
	"testing"

	"gatehouse/app"
	"gatehouse/backend/problem"
)

func TestAnArticleIsWrittenAndPublished(t *testing.T) {
	d := full(t)
	saved := must[app.SavedView](t)(d.SaveData("article", "", map[string]string{
		"Title": "Über die Drucker!", "Shelf": "blog", "Audience": "1", "Text": "Neu."}))
	r := record(t, d, "article", saved.ID)
	if r.Values["Slug"] != "über-die-drucker" || r.Values["Published"] != "false" ||
		r.Names["1"] != "everyone" || r.Title != "Über die Drucker!" {
		t.Errorf("%+v", r)
	}
	must[app.SavedView](t)(d.SaveData("article", r.Was, map[string]string{"Published": "true"}))
	if r := record(t, d, "article", saved.ID); r.Values["Published"] != "true" {
		t.Errorf("%+v", r.Values)
	}
}

func TestAnAudienceIsChosenByName(t *testing.T) {
	d := full(t)
	list := must[[]app.DataChoice](t)(d.FindData("audience", "acme"))
	if len(list) != 3 || list[0].ID != "1" || list[1].ID != "2" || list[2].Label != "Acme" {
		t.Errorf("%+v", list)
	}
	r := record(t, d, "message", "59")
	if len(r.Names) != 2 || r.Names["1"] != "everyone" {
		t.Errorf("%+v", r.Names)
	}
	for _, name := range r.Names {
		if name == "" {
			t.Errorf("a profile has no name: %+v", r.Names)
		}
	}
}

func TestAChatIsAnsweredAndClosed(t *testing.T) {
	d := full(t)
	page := must[app.Page[app.DataRow]](t)(d.DataRows("conversation", "", 0, 1))
	id := page.Rows[0].ID
	if _, err := d.DoData("conversation", id, "answer", nil); !problem.Is(err, problem.Invalid) {
		t.Errorf("an empty answer: %v", err)
	}
	answer := map[string]string{"text": "What can we do?"}
	must[app.SavedView](t)(d.DoData("conversation", id, "answer", answer))
	r := record(t, d, "conversation", id)
	if len(r.Parts[0].Rows) != 2 || r.Values["Waits"] != "false" {
		t.Errorf("%+v", r)
	}
	must[app.SavedView](t)(d.DoData("conversation", id, "close", nil))
	if r := record(t, d, "conversation", id); r.Values["Closed"] != "true" || len(r.Deeds) != 1 {
		t.Errorf("%+v", r)
	}
}

func TestASuggestionIsPublished(t *testing.T) {
	d := full(t)
	must[app.SavedView](t)(d.DoData("suggestion", "53", "publish",
		map[string]string{"answer": "Thank you."}))
	r := record(t, d, "suggestion", "53")
	if r.Values["State"] != "published" || r.Values["Answer"] != "Thank you." || len(r.Deeds) != 0 {
		t.Errorf("%+v", r)
	}
	page := must[app.Page[app.DataRow]](t)(d.DataRows("article", "how we print", 0, 5))
	if page.Total != 1 || page.Rows[0].Cells[3] != "true" || page.Rows[0].Cells[2] != "Acme" {
		t.Errorf("%+v", page)
	}
}

func TestForumsAreLedAtTheDesk(t *testing.T) {
	d := full(t)
	must[app.SavedView](t)(d.DoData("forum", "55", "topic",
		map[string]string{"Subject": "Opening hours", "text": "Which would you like?"}))
	if r := record(t, d, "forum", "55"); len(r.Parts[0].Rows) != 2 {
		t.Errorf("%+v", r.Parts)
	}
	must[app.SavedView](t)(d.DoData("topic", "56", "reply", map[string]string{"text": "Yes."}))
	must[app.SavedView](t)(d.DoData("post", "57", "hide", nil))
	must[app.SavedView](t)(d.DoData("topic", "56", "hide", nil))
	r := record(t, d, "topic", "56")
	if r.Values["Hidden"] != "true" || r.Values["Posts"] != "1" {
		t.Errorf("%+v", r.Values)
	}
	must[app.SavedView](t)(d.DoData("topic", "56", "show", nil))
	if r := record(t, d, "post", "57"); r.Values["Hidden"] != "true" {
		t.Errorf("%+v", r.Values)
	}
}
