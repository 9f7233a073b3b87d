package hosting_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"gatehouse/backend/access"
	"gatehouse/backend/edit"
	"gatehouse/backend/records"
	"gatehouse/backend/store/storetest"
)

const (
	usersWay = "/scim/v2/Users"
	basicWay = "/scim/v2/Groups/3"
	lia      = `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"externalId":"00u1",
		"userName":"lia@acme.example","name":{"givenName":"Lia","familyName":"Lee"},
		"emails":[{"primary":true,"value":"lia@acme.example","type":"work"}],
		"phoneNumbers":[{"value":"+49 1","type":"work"},{"value":"+49 2","type":"mobile"}],
		"title":"Buyer","active":true,"groups":[],"password":"not kept",
		"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"department":"X"}}`
)

// adds makes a user and gives their address.
func (p *program) adds(body string) (way, id string) {
	p.t.Helper()
	a := p.ask("POST", usersWay, body).is(http.StatusCreated)
	id, _ = a.at("id").(string)
	if where := a.header.Get("Location"); where != p.server.URL+usersWay+"/"+id {
		p.t.Errorf("it lies at %s", where)
	}
	return usersWay + "/" + id, id
}

func patch(operations string) string {
	return `{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[` +
		operations + `]}`
}

func member(op, id string) string {
	return patch(`{"op":"` + op + `","path":"members","value":[{"value":"` + id + `"}]}`)
}

func active(is bool) string {
	return patch(fmt.Sprintf(`{"op":"Replace","path":"active","value":"%v"}`, is))
}

// profileOf gives the profile that somebody has, 0 for the minimum.
func (s *site) profileOf(id string) records.ProfileID {
	s.t.Helper()
	user, err := records.ParseID[records.User](id)
	must(s.t, err)
	return s.ProfileOf(s.Server, user)
}

// TestAnIdentityProviderBringsSomebodyInAndOut (B20): from their first day to their last. Every
// step is an edit whose history line names the token.
func TestAnIdentityProviderBringsSomebodyInAndOut(t *testing.T) {
	s := open(t)
	p := s.okta()
	way, id := p.adds(lia)
	p.ask("GET", way, "").is(200).has("userName", "lia@acme.example", "externalId", "00u1",
		"name.familyName", "Lee", "emails.0.value", "lia@acme.example", "title", "Buyer",
		"phoneNumbers.1.value", "+49 2", "active", true, "groups", nil, "displayName", "Lia Lee")
	if got := s.profileOf(id); got != 0 {
		t.Errorf("she has profile %d without a group", got)
	}
	p.ask("PATCH", basicWay, member("add", id)).is(200)
	p.ask("GET", way, "").has("groups.0.value", "3", "groups.0.display", "Basic")
	p.ask("PATCH", "/scim/v2/Groups/5", member("Add", id)).says(200, `"`+id+`"`)
	p.ask("PATCH", basicWay, member("remove", id)).is(200) // she has left it already
	if got := s.profileOf(id); got != storetest.Manager {
		t.Errorf("she has profile %d", got)
	}
	p.ask("PATCH", way, patch(`{"op":"replace","value":{"name.familyName":"Long","title":null,
		"emails[type eq \"work\"].value":"lia.long@acme.example","externalId":"00u2"}}`)).is(200).
		has("name.familyName", "Long", "title", nil, "emails.0.value", "lia.long@acme.example",
			"externalId", "00u2", "userName", "lia@acme.example")
	p.ask("PUT", way, `{"userName":"lia.long@acme.example","active":true,"phoneNumbers":[]}`).is(200).
		has("userName", "lia.long@acme.example", "phoneNumbers", nil, "name.familyName", "Long")
	p.ask("PATCH", way, active(false)).is(200).has("active", false, "groups", nil)
	if got := s.profileOf(id); got != 0 {
		t.Errorf("deactivated with profile %d", got)
	}
	p.ask("PATCH", way, active(true)).is(200).has("active", true)
	p.ask("PUT", basicWay, `{"displayName":"Basic","members":[{"value":"`+id+`"}]}`).is(200)
	if s.profileOf(id) != storetest.Basic || s.profileOf("301") != 0 {
		t.Errorf("the group holds Lia with %d and Mia with %d", s.profileOf(id), s.profileOf("301"))
	}
	if a := p.ask("DELETE", way, "").is(http.StatusNoContent); a.body != "" {
		t.Error(a.body)
	}
	for _, m := range []string{"GET", "PUT", "PATCH", "DELETE"} {
		p.ask(m, way, active(true)).is(http.StatusNotFound)
	}
	p.ask("GET", usersWay+"?filter="+url.QueryEscape(`externalId eq "00u2"`), "").
		has("totalResults", 0.0)
	user, _ := records.ParseID[records.User](id)
	u, err := s.Server.User(ctx, user)
	if err != nil || u.PortalUser || s.profileOf(id) != 0 {
		t.Errorf("the office has %+v, %v", u, err)
	}
	again, sameID := p.adds(strings.ReplaceAll(lia, "lia@", "lia.long@"))
	if sameID != id || again != way {
		t.Error("she comes back as somebody else")
	}
	s.named(user)
}

// named fails unless every line of a login's history names the token.
func (s *site) named(user records.UserID) {
	t := s.t
	t.Helper()
	lines, err := s.Server.HistoryOf(ctx, user.Key(), 50)
	must(t, err)
	deeds := map[string]int{}
	for _, h := range lines {
		if deeds[h.Edit]++; h.Actor != "SCIM: Okta" || h.Machine != "SCIM" || h.Subject == "" {
			t.Errorf("%+v", h)
		}
	}
	for _, name := range []string{"CreatePerson", "AddAccess", "UpdateAccess", "RemoveAccess",
		"SetPortalUser", "UpdateDetails", "UpdatePortalPanel", "SaveProvision"} {
		if deeds[name] == 0 {
			t.Errorf("no line of %s: %v", name, deeds)
		}
	}
}

// TestADeactivatedCustomerIsOut: at the next page, and at the next sign-in.
func TestADeactivatedCustomerIsOut(t *testing.T) {
	for name, c := range map[string]struct{ method, body string }{
		"Okta": {"PATCH", patch(`{"op":"replace","value":{"active":false}}`)},
		"PUT":  {"PUT", `{"active":false}`}, "gone": {"DELETE", ""}} {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			v := s.signedIn()
			if a := s.okta().ask(c.method, usersWay+"/301", c.body); a.status/100 != 2 {
				t.Fatalf("%d %s", a.status, a.body)
			}
			if v.isIn() {
				t.Error("she is still in")
			}
			s.visitor().signIn(miaName, miaPass).wants(t, http.StatusForbidden,
				"This login cannot use the portal.")
		})
	}
}

// TestSomebodyElsesAreNotThere: ids of other accounts answer as unknown ones do, to the byte.
func TestSomebodyElsesAreNotThere(t *testing.T) {
	s := open(t)
	p := s.okta()
	s.put(&records.Profile{ID: 90, Name: "VIP", Matrix: access.MinimumMatrix()})
	for _, c := range []struct{ foreign, unknown, method, body string }{
		{"/Users/303", "/Users/999", "GET", ""}, {"/Users/303", "/Users/999", "DELETE", ""},
		{"/Users/303", "/Users/0", "PATCH", active(false)},
		{"/Users/303", "/Users/x", "PUT", `{"userName":"z"}`},
		{"/Users/303", "/Users/-1", "PUT", `{"userName":"z"}`},
		{"/Groups/90", "/Groups/999", "GET", ""}, {"/Groups/1", "/Groups/x", "PUT", "{}"},
		{"/Groups/90", "/Groups/999", "PATCH", member("add", "301")},
	} {
		foreign := p.ask(c.method, "/scim/v2"+c.foreign, c.body).is(http.StatusNotFound)
		unknown := p.ask(c.method, "/scim/v2"+c.unknown, c.body).is(http.StatusNotFound)
		if foreign.body != unknown.body {
			t.Errorf("%s: %s and %s", c.foreign, foreign.body, unknown.body)
		}
	}
	for _, op := range []string{"add", "replace"} {
		foreign := p.ask("PATCH", basicWay, member(op, "303")).is(http.StatusBadRequest)
		unknown := p.ask("PATCH", basicWay, member(op, "999")).is(http.StatusBadRequest)
		if strings.ReplaceAll(foreign.body, "303", "999") != unknown.body {
			t.Errorf("%s and %s", foreign.body, unknown.body)
		}
	}
	if all := p.ask("GET", usersWay, ""); strings.Contains(all.body, "Zoe") ||
		all.at("totalResults") != 2.0 {
		t.Errorf("%s", all.body)
	}
	if got := p.ask("GET", "/scim/v2/Groups", ""); strings.Contains(got.body, "VIP") ||
		strings.Contains(got.body, "Guest") {
		t.Errorf("%s", got.body)
	}
	if u, err := s.Server.User(ctx, storetest.ZoeUser); err != nil || !u.PortalUser ||
		s.profileOf("303") != 0 {
		t.Errorf("%+v, %v", u, err)
	}
	p.ask("POST", usersWay, `{"userName":"zoe@example.com"}`).says(http.StatusConflict, "uniqueness")
	p.ask("POST", usersWay, `{"userName":"MIA@example.com"}`).says(http.StatusConflict, "uniqueness")
	p.ask("PUT", usersWay+"/302", `{"userName":"mia@example.com"}`).says(http.StatusConflict,
		"uniqueness")
}

// TestDenyWinsOverTheNextSync (B12, B20): what staff have taken comes back by nobody's sync, and
// holds up nothing else.
func TestDenyWinsOverTheNextSync(t *testing.T) {
	s := open(t)
	p := s.okta()
	p.ask("PATCH", basicWay, member("add", "302")).is(200)
	s.At(storetest.Ben, &edit.RemoveAccess{User: storetest.TomUser})
	for range 2 { // as often as it is sent
		p.ask("PATCH", basicWay, member("add", "302")).says(http.StatusConflict, "The office has taken")
	}
	p.ask("PATCH", "/scim/v2/Groups/4", member("add", "302")).is(http.StatusConflict)
	_, id := p.adds(lia)
	p.ask("PATCH", basicWay, patch(`{"op":"add","path":"members","value":[{"value":"302"},
		{"value":"`+id+`"}]}`)).is(200).says(200, id)
	if s.profileOf("302") != 0 || s.profileOf(id) != storetest.Basic {
		t.Errorf("Tom has %d, Lia %d", s.profileOf("302"), s.profileOf(id))
	}

	s.At(storetest.Ben, &edit.SetPortalUser{User: storetest.MiaUser})
	p.ask("PATCH", usersWay+"/301", active(true)).is(http.StatusConflict)
	p.ask("PUT", usersWay+"/301", `{"active":true,"title":"Boss"}`).is(200).has("title", "Boss",
		"active", false)
	p.ask("DELETE", usersWay+"/301", "").is(http.StatusNoContent) // a removal always applies
	p.ask("POST", usersWay, `{"userName":"Mia@example.com","active":true}`).is(201).has("active",
		false, "id", "301")
	p.ask("POST", usersWay, `{"userName":"mia2","active":true,
		"emails":[{"value":"MIA@example.com"}]}`).is(201).has("active", false) // nor anew
	p.ask("PATCH", usersWay+"/302", patch(`{"op":"replace","path":"title","value":"X"}`)).is(200)
}

// TestWhoWasShutOutIsNotMadeAnew under another username with the same e-mail address.
func TestWhoWasShutOutIsNotMadeAnew(t *testing.T) {
	s := open(t)
	p := s.as("Okta", records.ForSCIM, func(t *records.Token) { t.Default = true })
	s.At(storetest.Ben, &edit.RemoveAccess{User: storetest.MiaUser})
	_, id := p.adds(`{"userName":"mia2","active":true,"emails":[{"value":"mia@EXAMPLE.com"}]}`)
	if p.ask("GET", usersWay+"/"+id, "").has("active", false); s.profileOf(id) != 0 {
		t.Errorf("she has profile %d", s.profileOf(id))
	}
	_, id = p.adds(lia) // somebody else gets the default
	if s.profileOf(id) != storetest.Basic {
		t.Errorf("Lia has profile %d", s.profileOf(id))
	}
	p.ask("PATCH", usersWay+"/"+id, active(false)).is(200)
	p.ask("PATCH", usersWay+"/"+id, active(true)).is(200)
	if s.profileOf(id) != storetest.Basic {
		t.Errorf("Lia comes back with profile %d", s.profileOf(id))
	}
}

// TestWhatTheOfficeGaveIsTheOffices: other profiles, other accounts, and what else an access holds.
func TestWhatTheOfficeGaveIsTheOffices(t *testing.T) {
	s := open(t)
	p := s.okta()
	s.put(&records.Profile{ID: 90, Name: "VIP", Matrix: access.MinimumMatrix()})
	signs := edit.Terms{Profile: storetest.Basic, CanSign: true, PinReset: true,
		Schedule: access.Window{To: access.DayOf(2999, 1, 1)}}
	s.At(storetest.Anna, &edit.UpdateAccess{ID: 1, User: storetest.MiaUser,
		Was: edit.Terms{Profile: storetest.Basic}, Want: signs},
		&edit.AddAccess{ID: 8, User: storetest.TomUser, Terms: edit.Terms{Profile: 90}},
		&edit.AddAccess{ID: 9, User: storetest.MiaUser, Account: storetest.Labs,
			Terms: edit.Terms{Profile: storetest.Manager}})
	p.ask("PATCH", "/scim/v2/Groups/4", member("add", "301")).is(200)
	a, err := s.Server.AccessesOf(ctx, storetest.MiaUser)
	if err != nil || len(a) != 2 || a[0].Profile != storetest.Advanced || !a[0].CanSign ||
		!a[0].PinReset || a[0].Schedule != signs.Schedule {
		t.Errorf("in another group Mia has %+v, %v", a, err)
	}
	p.ask("PATCH", basicWay, member("add", "302")).says(http.StatusForbidden, "The office has given")
	p.ask("PATCH", usersWay+"/301", active(false)).is(200)
	list, err := s.Server.AccessesOf(ctx, storetest.MiaUser)
	if err != nil || len(list) != 1 || list[0].Account != storetest.Labs {
		t.Errorf("Mia has %+v, %v", list, err)
	}
	p.ask("PATCH", usersWay+"/302", active(false)).is(200).has("active", false)
	if s.profileOf("302") != 0 {
		t.Error("a removal waits for the office")
	}
}

// TestListsAreFilteredAndPaged, in SCIM's own way of counting.
func TestListsAreFilteredAndPaged(t *testing.T) {
	s := open(t)
	p := s.okta()
	for i := range 5 {
		p.adds(fmt.Sprintf(`{"userName":"u%d","externalId":"X%d","active":%v,
			"emails":[{"value":"u%d@x.y"}]}`, i, i, i != 3, i))
	}
	for filter, want := range map[string]float64{
		`userName eq "U3"`: 1, `emails.value eq "u2@x.y"`: 1, `externalId eq "X4"`: 1,
		`active eq false`: 1, `active eq true`: 6, `userName sw "u" and active eq true`: 4,
		`emails[type eq "work" and value co "u1"] or userName eq "u0"`: 2, `title pr`: 0,
		`groups.value eq "3"`: 1, `userName eq "' OR '1'='1"`: 0, ``: 7,
	} {
		p.ask("GET", usersWay+"?count=1&filter="+url.QueryEscape(filter), "").is(200).
			has("totalResults", want)
	}
	for query, want := range map[string][3]float64{"": {7, 1, 7}, "count=2": {7, 1, 2},
		"count=0": {7, 1, 0}, "count=-1": {7, 1, 0}, "startIndex=7": {7, 7, 1},
		"startIndex=8": {7, 8, 0}, "startIndex=0&count=9999": {7, 1, 7},
		"startIndex=3&count=3": {7, 3, 3}} {
		a := p.ask("GET", usersWay+"?"+query, "").is(200).has("totalResults", want[0], "startIndex",
			want[1], "itemsPerPage", want[2])
		if list, _ := a.at("Resources").([]any); float64(len(list)) != want[2] {
			t.Errorf("%s: %d resources", query, len(list))
		}
	}
	for _, query := range []string{"count=x", "startIndex=1.5", "count=99999999999999999999",
		"filter=userName", "filter=" + url.QueryEscape(`password eq "x"`)} {
		p.ask("GET", usersWay+"?"+query, "").is(http.StatusBadRequest)
	}
	a := p.ask("GET", "/scim/v2/Groups?excludedAttributes=members&filter="+
		url.QueryEscape(`displayName eq "basic"`), "").has("totalResults", 1.0,
		"Resources.0.displayName", "Basic", "Resources.0.members", nil)
	if a.at("Resources.0.id") != "3" {
		t.Error(a.body)
	}
	p.ask("GET", usersWay+"?attributes=userName&filter="+url.QueryEscape(`id eq "301"`), "").
		has("Resources.0.userName", miaName, "Resources.0.id", "301", "Resources.0.emails", nil)
}

// TestAVersionIsKnown: by its entity tag.
func TestAVersionIsKnown(t *testing.T) {
	s := open(t)
	p := s.okta()
	way, _ := p.adds(lia)
	tag := p.ask("GET", way, "").header.Get("ETag")
	p.header.Set("If-None-Match", tag)
	if a := p.ask("GET", way, "").is(http.StatusNotModified); a.body != "" || tag == "" {
		t.Errorf("%q %s", tag, a.body)
	}
	p.header.Del("If-None-Match")
	p.header.Set("If-Match", `W/"other"`)
	for _, m := range []string{"PUT", "PATCH", "DELETE"} {
		p.ask(m, way, active(false)).is(http.StatusPreconditionFailed)
	}
	p.ask("PATCH", basicWay, member("add", "302")).is(http.StatusPreconditionFailed)
	p.header.Set("If-Match", `W/"other", `+tag)
	if a := p.ask("PATCH", way, active(false)).is(200); a.header.Get("ETag") == tag {
		t.Error("another version has the same tag")
	}
	p.ask("PATCH", way, active(true)).is(http.StatusPreconditionFailed)
	p.header.Set("If-Match", "*")
	p.ask("PATCH", way, active(true)).is(200)
}

// TestWhatIsServedIsSaid: what an identity provider reads first.
func TestWhatIsServedIsSaid(t *testing.T) {
	p := open(t).okta()
	p.ask("GET", "/scim/v2/ServiceProviderConfig", "").is(200).has("patch.supported", true,
		"etag.supported", true, "bulk.supported", false)
	p.ask("GET", "/scim/v2/ResourceTypes", "").is(200).has("totalResults", 2.0, "Resources.0.id",
		"User", "Resources.1.endpoint", "/Groups")
	p.ask("GET", "/scim/v2/ResourceTypes/Group", "").is(200).has("name", "Group")
	p.ask("GET", "/scim/v2/ResourceTypes/Other", "").is(404)
	p.ask("GET", "/scim/v2/Schemas", "").is(200).has("totalResults", 2.0)
	p.ask("GET", "/scim/v2/Schemas/urn:ietf:params:scim:schemas:core:2.0:User", "").is(200).
		has("name", "User", "attributes.0.name", "userName", "attributes.0.uniqueness", "global")
	p.ask("GET", "/scim/v2/Schemas/urn:other", "").is(404)
	p.ask("POST", "/scim/v2/Groups", `{"displayName":"Mine"}`).is(http.StatusMethodNotAllowed)
	p.ask("DELETE", basicWay, "").is(http.StatusMethodNotAllowed)
	p.ask("PATCH", basicWay, patch(`{"op":"replace","path":"displayName","value":"Mine"}`)).
		says(http.StatusBadRequest, "mutability")
}

// TestARevokedTokenStopsAtOnce: also for what it is doing at that moment.
func TestARevokedTokenStopsAtOnce(t *testing.T) {
	s := open(t)
	p := s.okta()
	p.ask("GET", usersWay, "").is(200)
	id := records.TokenID(records.TokenKey(records.HashOfToken("Okta")).ID)
	s.At(storetest.Anna, &edit.RevokeToken{ID: id})
	p.ask("GET", usersWay, "").is(http.StatusUnauthorized)
	p.ask("PATCH", usersWay+"/301", active(false)).is(http.StatusUnauthorized)
	if u, err := s.Server.User(ctx, storetest.MiaUser); err != nil || !u.PortalUser {
		t.Errorf("%+v, %v", u, err)
	}
}

// TestWhatIsWrongLeavesNothingBehind: all of a request is done, or nothing.
func TestWhatIsWrongLeavesNothingBehind(t *testing.T) {
	s := open(t)
	long := strings.Repeat("a", 500)
	p := s.okta()
	for body, status := range map[string]int{
		`{"userName":"two words"}`:                             400,
		`{"userName":"x","emails":[{"value":"nobody"}]}`:       400,
		`{"userName":"x","name":{"givenName":"` + long + `"}}`: 400,
		`{"userName":"x","externalId":"` + long + `"}`:         400,
		`{"name":{"givenName":"x"}}`:                           400,
		`{"userName":"only"}`:                                  201, // a login may be all there is
	} {
		if a := p.ask("POST", usersWay, body); a.status != status {
			t.Errorf("%.60s: %d %s", body, a.status, a.body)
		}
	}
	p.ask("PATCH", usersWay+"/301", patch(`{"op":"replace","path":"title","value":"X"},
		{"op":"replace","path":"userName","value":"two words"}`)).is(400)
	p.ask("PATCH", basicWay, patch(`{"op":"add","path":"members","value":[{"value":"302"},
		{"value":"999"}]}`)).is(400)
	p.ask("GET", usersWay+"/301", "").has("title", nil)
	if s.profileOf("302") != 0 {
		t.Error("half of a group was done")
	}
	if list, err := s.Server.Inbox(ctx, storetest.Anna); err != nil || len(list) != 0 {
		t.Errorf("%d conflicts, %v", len(list), err)
	}
}

// TestOneOfManyGetsTheName: a username is given once, whoever asks at the same time.
func TestOneOfManyGetsTheName(t *testing.T) {
	s := open(t)
	p := s.okta()
	var made, taken atomic.Int64
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			r, err := http.NewRequest("POST", s.server.URL+usersWay, strings.NewReader(lia))
			if err != nil {
				return
			}
			r.Header = http.Header{"Authorization": {"Bearer " + p.token},
				"Content-Type": {"application/scim+json"}}
			a, err := http.DefaultClient.Do(r)
			if err != nil {
				return
			}
			_ = a.Body.Close()
			switch a.StatusCode {
			case http.StatusCreated:
				made.Add(1)
			case http.StatusConflict:
				taken.Add(1)
			}
		})
	}
	all.Wait()
	if made.Load() != 1 || taken.Load() != 19 {
		t.Errorf("%d made, %d taken", made.Load(), taken.Load())
	}
}
