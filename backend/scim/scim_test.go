package scim_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gatehouse/backend/scim"
)

// mia is a user as an identity provider sees her.
const mia = `{"id":"301","externalId":"X1","userName":"Mia@example.com","active":true,
	"name":{"givenName":"Mia","familyName":"Miller"},
	"emails":[{"value":"mia@example.com","type":"work","primary":true}],
	"phoneNumbers":[{"value":"1","type":"work"},{"value":"2","type":"mobile"}]}`

func doc(t testing.TB, text string) scim.Doc {
	t.Helper()
	d, err := scim.Read([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// typeOf gives the scimType of an error, "none" for none, and fails for an error of another kind.
func typeOf(t testing.TB, err error) string {
	t.Helper()
	var f *scim.Fault
	switch {
	case err == nil:
		return "none"
	case !errors.As(err, &f) || f.Status != 400 || f.Detail == "":
		t.Fatalf("%v is no fault of the client's", err)
	}
	return f.Type
}

func TestAFilterChooses(t *testing.T) {
	d := doc(t, mia)
	for text, want := range map[string]bool{
		``:                                          true,
		`userName eq "mia@EXAMPLE.com"`:             true, // case does not count
		`USERNAME Eq "mia@example.com"`:             true,
		`userName eq "mia@example.com "`:            false,
		`userName ne "tom"`:                         true,
		`externalId eq "X1"`:                        true,
		`externalId eq "x1"`:                        false, // here it does
		`id eq "301"`:                               true,
		`active eq true`:                            true,
		`active eq "True"`:                          true,
		`active ne true`:                            false,
		`emails.value eq "MIA@example.com"`:         true,
		`emails eq "mia@example.com"`:               true,
		`emails co "@example"`:                      true,
		`emails[type eq "work"]`:                    true,
		`emails[type eq "home"]`:                    false,
		`emails[type eq "work" and value sw "tom"]`: false,
		`phoneNumbers[type eq "mobile"] and active eq true`:          true,
		`name.familyName sw "mil" and not (name.givenName eq "Tom")`: true,
		`title pr`:                false,
		`title eq null`:           true,
		`title ne "Boss"`:         true,
		`name.givenName gt "Lia"`: true,
		`userName eq "tom" or userName ew ".com"`:                      true,
		`urn:ietf:params:scim:schemas:core:2.0:User:userName sw "mia"`: true,
		`userName eq "\u004D\u0069a@example.com"`:                      true,
		`userName eq "' OR 1=1 --"`:                                    false,
	} {
		f, err := scim.User.Filter(text)
		if err != nil || f.Matches(d) != want {
			t.Errorf("%s: want %v, %v", text, want, err)
		}
	}
}

// TestAFilterSaysWhatEveryOneOfThemHas, and only where that is so.
func TestAFilterSaysWhatEveryOneOfThemHas(t *testing.T) {
	for text, want := range map[string]string{`userName eq "Mia"`: "Mia",
		`active eq true and (title pr and USERNAME eq "a\"b")`: `a"b`,
		`userName eq "a" or active eq true`:                    "", `not (userName eq "a")`: "",
		`userName co "a"`: "", `title eq "a"`: "", `emails[value eq "a"]`: "", ``: ""} {
		f, err := scim.User.Filter(text)
		got, ok := f.Equals("userName")
		if err != nil || got != want || ok != (want != "") {
			t.Errorf("%s: %q %v %v", text, got, ok, err)
		}
	}
}

func TestAFilterThatMakesNoSenseIsRefused(t *testing.T) {
	for _, text := range []string{`userName`, `userName eq`, `userName eq Mia`, `password eq "x"`,
		`userName eq 5`, `active eq "perhaps"`, `active gt true`, `userName eq true`,
		`name eq "x"`, `meta.resourceType eq "User"`, `userName.x eq "y"`,
		`userName[type eq "x"]`, `emails[x eq "y"]`,
		`urn:other:userName eq "x"`, `emails[type eq "a"`,
		`userName eq "x"; DROP TABLE users`,
		`userName eq "x" and`, `userName eq "\x"`, strings.Repeat(`userName pr and `, 100) + `id pr`,
		strings.Repeat("(", 400) + `id pr` + strings.Repeat(")", 401)} {
		if _, err := scim.User.Filter(text); typeOf(t, err) != "invalidFilter" {
			t.Errorf("%s: %v", text, err)
		}
	}
}

// patched gives what the Operations of a PATCH make of a user or group.
func patched(s *scim.Schema, d scim.Doc, operations string) (scim.Doc, error) {
	steps, err := scim.ReadPatch([]byte(`{"schemas":["` + scim.PatchSchema + `"],"Operations":` +
		operations + `}`))
	if err != nil {
		return nil, err
	}
	return s.Patch(d, steps)
}

// TestAPatchChanges: the RFC's shapes, and those that Entra and Okta send.
func TestAPatchChanges(t *testing.T) {
	for name, c := range map[string]struct{ operations, filter string }{
		"Okta deactivates":  {`[{"op":"replace","value":{"active":false}}]`, `active eq false`},
		"Entra deactivates": {`[{"op":"Replace","path":"active","value":"False"}]`, `active eq false`},
		"a part": {`[{"op":"replace","path":"name.familyName","value":"Moore"}]`,
			`name.familyName eq "Moore" and name.givenName eq "Mia"`},
		"a complex value keeps its other parts": {`[{"op":"replace","path":"name","value":
			{"familyName":"Moore"}}]`, `name.familyName eq "Moore" and name.givenName eq "Mia"`},
		"dotted names without a path": {`[{"op":"Add","value":{"name.givenName":"M",
			"emails[type eq \"work\"].value":"m@x.y"}}]`,
			`name.givenName eq "M" and emails.value eq "m@x.y"`},
		"an element": {`[{"op":"Replace","path":"emails[type eq \"work\"].value","value":"m@x.y"}]`,
			`emails.value eq "m@x.y" and not (emails.value eq "mia@example.com")`},
		"an element that is not there": {`[{"op":"Replace","path":
			"emails[type eq \"home\"].value","value":"m@x.y"}]`,
			`emails[type eq "home" and value eq "m@x.y"] and emails.value eq "mia@example.com"`},
		"the whole list": {`[{"op":"replace","path":"emails","value":[{"value":"m@x.y"}]}]`,
			`not (emails.value eq "mia@example.com") and emails.value eq "m@x.y"`},
		"a list grows": {`[{"op":"add","path":"emails","value":[{"value":"m@x.y"}]}]`,
			`emails.value eq "mia@example.com" and emails.value eq "m@x.y"`},
		"removed":        {`[{"op":"remove","path":"externalId"}]`, `not (externalId pr)`},
		"a part removed": {`[{"op":"remove","path":"name.givenName"}]`, `not (name.givenName pr)`},
		"an element gone": {`[{"op":"remove","path":"phoneNumbers[type eq \"mobile\"]"}]`,
			`phoneNumbers.value eq "1" and not (phoneNumbers.value eq "2")`},
		"null clears": {`[{"op":"replace","path":"externalId","value":null}]`,
			`externalId eq null`},
		"by its whole name": {`[{"op":"replace","path":
			"urn:ietf:params:scim:schemas:core:2.0:User:title","value":"Boss"}]`, `title eq "Boss"`},
		"an extension is ignored": {`[{"op":"Add","path":
			"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department","value":"X"},
			{"op":"add","value":{"nickName":"M","id":"7","schemas":[],
			"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"a":1}}},
			{"op":"add","path":"title","value":"Boss"}]`, `title eq "Boss" and id eq "301"`},
		"one after the other": {`[{"op":"add","path":"title","value":"A"},
			{"op":"replace","path":"title","value":"B"}]`, `title eq "B"`},
	} {
		before := doc(t, mia)
		d, err := patched(scim.User, before, c.operations)
		f, wrong := scim.User.Filter(c.filter)
		if err != nil || wrong != nil || !f.Matches(d) {
			t.Errorf("%s: %v, %v, %v", name, d, err, wrong)
		}
		if diff := cmp.Diff(doc(t, mia), before); diff != "" {
			t.Errorf("%s changes what was there:\n%s", name, diff)
		}
	}
}

func TestAPatchOfMembers(t *testing.T) {
	for operations, want := range map[string]string{
		`[{"op":"add","path":"members","value":[{"value":"3"},{"value":"1"}]}]`:        "1 2 3",
		`[{"op":"Add","value":{"members":[{"value":"3","$ref":null,"display":"x"}]}}]`: "1 2 3",
		`[{"op":"replace","path":"members","value":[{"value":"3"}]}]`:                  "3",
		`[{"op":"remove","path":"members[value eq \"1\"]"}]`:                           "2",
		`[{"op":"Remove","path":"members","value":[{"value":"1"}]}]`:                   "2",
		`[{"op":"remove","path":"members"}]`:                                           "",
		`[{"op":"replace","value":{"id":"9","displayName":"Basic"}}]`:                  "1 2",
		`[{"op":"remove","path":"members[value eq \"1\" or value eq \"2\"]"}]`:         "",
		`[{"op":"remove","path":"members[value eq \"9\"]"}]`:                           "1 2",
	} {
		d, err := patched(scim.Group, doc(t, `{"displayName":"Basic","members":[{"value":"1",
			"type":"User"},{"value":"2","type":"User"}]}`), operations)
		var ids []string
		list, _ := d["members"].([]any)
		for _, m := range list {
			ids = append(ids, m.(scim.Doc)["value"].(string))
		}
		if got := strings.Join(ids, " "); err != nil || got != want {
			t.Errorf("%s: %q, %v", operations, got, err)
		}
	}
}

func TestAPatchThatMakesNoSenseIsRefused(t *testing.T) {
	for operations, want := range map[string]string{
		`[]`:                           "invalidSyntax",
		`{}`:                           "invalidSyntax",
		`[5]`:                          "invalidSyntax",
		`[{"op":"move"}]`:              "invalidSyntax",
		`[{"op":"remove"}]`:            "noTarget",
		`[{"op":"replace","value":5}]`: "invalidValue",
		`[{"op":"replace","path":5,"value":"x"}]`:                          "invalidPath",
		`[{"op":"replace","path":"a b","value":"x"}]`:                      "invalidPath",
		`[{"op":"replace","path":"emails[","value":"x"}]`:                  "invalidPath",
		`[{"op":"replace","path":"title[value eq \"x\"]","value":"x"}]`:    "invalidPath",
		`[{"op":"replace","path":"emails[x eq \"y\"].value","value":"x"}]`: "invalidPath",
		`[{"op":"replace","path":"emails[type ne \"work\"].value",
			"value":"x"}]`: "noTarget",
		`[{"op":"replace","path":"active","value":"perhaps"}]`:   "invalidValue",
		`[{"op":"replace","path":"userName","value":["a"]}]`:     "invalidValue",
		`[{"op":"replace","path":"userName","value":{"a":1}}]`:   "invalidValue",
		`[{"op":"replace","path":"name","value":"Mia"}]`:         "invalidValue",
		`[{"op":"replace","path":"id","value":"7"}]`:             "mutability",
		`[{"op":"add","path":"groups","value":[{"value":"5"}]}]`: "mutability",
		`[{"op":"remove","path":"userName"}]`:                    "invalidValue",
	} {
		if d, err := patched(scim.User, doc(t, mia), operations); typeOf(t, err) != want {
			t.Errorf("%s: %v, want %s; %v", operations, err, want, d)
		}
	}
	if _, err := patched(scim.Group, doc(t, `{"displayName":"Basic"}`),
		`[{"op":"replace","path":"displayName","value":"Mine"}]`); typeOf(t, err) != "mutability" {
		t.Errorf("a group is renamed: %v", err)
	}
}

// TestABodyIsReadStrictlyWhereItIsKnown: and else passed over.
func TestABodyIsReadStrictlyWhereItIsKnown(t *testing.T) {
	d, err := scim.User.Merge(doc(t, mia), doc(t, `{"schemas":[],"id":"9","groups":[{"value":"5"}],
		"USERNAME":"m","password":"x","emails":null,"phoneNumbers":"7","meta":{"x":[[[1]]]}}`))
	want := doc(t, `{"id":"301","externalId":"X1","userName":"m","active":true,
		"name":{"givenName":"Mia","familyName":"Miller"},"phoneNumbers":[{"value":"7"}]}`)
	if diff := cmp.Diff(want, d); diff != "" || err != nil {
		t.Errorf("%v\n%s", err, diff)
	}
	for body, want := range map[string]string{
		`{"userName":"a","USERNAME":"b"}`:                           "invalidSyntax",
		`{"name":{"givenName":"a","GIVENNAME":"b"},"userName":"a"}`: "invalidSyntax",
		`{"active":true}`:                "invalidValue",
		`{"userName":""}`:                "invalidValue",
		`{"userName":5}`:                 "invalidValue",
		`{"userName":"a","emails":[[]]}`: "invalidValue",
	} {
		if _, err := scim.User.Merge(scim.Doc{}, doc(t, body)); typeOf(t, err) != want {
			t.Errorf("%s: %v, want %s", body, err, want)
		}
	}
	for _, body := range []string{"", "5", "null", "[]", "{", `{"a":1}{}`, "{\"a\":\"\xff\"}",
		strings.Repeat(`{"a":`, 40) + "1" + strings.Repeat("}", 40),
		`{"a":` + strings.Repeat("[", 900_000)} {
		if _, err := scim.Read([]byte(body)); typeOf(t, err) != "invalidSyntax" {
			t.Errorf("%.40s: %v", body, err)
		}
	}
}

func TestAClientChoosesAttributes(t *testing.T) {
	d := doc(t, mia)
	for _, c := range []struct{ only, except, want string }{
		{"userName", "", `{"id":"301","schemas":null,"userName":"Mia@example.com"}`},
		{"name.givenName, emails.value,name.familyName,nonsense[", "", `{"id":"301","schemas":null,
			"name":{"givenName":"Mia","familyName":"Miller"},"emails":[{"value":"mia@example.com"}]}`},
		{"", "emails,phoneNumbers,name.familyName,id,externalId,active", `{"id":"301",
			"userName":"Mia@example.com","name":{"givenName":"Mia"}}`},
	} {
		if diff := cmp.Diff(doc(t, c.want), scim.User.Select(d, c.only, c.except)); diff != "" {
			t.Errorf("%s / %s:\n%s", c.only, c.except, diff)
		}
	}
	if diff := cmp.Diff(doc(t, mia), d); diff != "" {
		t.Errorf("what was there is changed:\n%s", diff)
	}
}

// FuzzFilter: whatever is sent, a filter is read or refused, soon, and reading it again after it
// was told to a resource changes nothing.
func FuzzFilter(f *testing.F) {
	for _, seed := range []string{`userName eq "mia"`, `emails[type eq "work" and value co "@"]`,
		`not (active eq true) or externalId pr`, `name.familyName sw "\u00fc"`, `a eq "` + "\x00" + `"`,
		`id eq null`, `((((((((id pr))))))))`, `urn:a:b:c.d eq 1.5e9`, `emails[`, `"`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		began := time.Now()
		filter, err := scim.User.Filter(text)
		if err == nil {
			d := doc(t, mia)
			filter.Matches(d)
			filter.Matches(scim.Doc{})
			if diff := cmp.Diff(doc(t, mia), d); diff != "" {
				t.Errorf("%q changes a resource:\n%s", text, diff)
			}
		} else {
			typeOf(t, err)
		}
		if took := time.Since(began); took > time.Second {
			t.Errorf("%q takes %v", text, took)
		}
	})
}

// FuzzPatch: whatever path and value are sent, the result is a resource of the schema, or the
// client's fault; what was there is not changed.
func FuzzPatch(f *testing.F) {
	for _, seed := range [][3]string{{"replace", "active", `"False"`},
		{"add", `emails[type eq "work"].value`, `"m@x.y"`}, {"remove", `members[value eq "1"]`, `null`},
		{"add", "", `{"name.givenName":"x","emails":[{"value":"a"}]}`}, {"remove", "emails", `["a"]`},
		{"replace", "urn:ietf:params:scim:schemas:core:2.0:User:name", `{"formatted":"x"}`},
		{"replace", "name.", `{}`}, {"add", `emails[primary eq true].type`, `[]`}} {
		f.Add(seed[0], seed[1], seed[2])
	}
	f.Fuzz(func(t *testing.T, op, path, value string) {
		body, err := json.Marshal(map[string]any{"Operations": []any{map[string]any{"op": op,
			"path": path, "value": json.RawMessage(value)}}})
		if err != nil {
			return // the value is no JSON
		}
		steps, err := scim.ReadPatch(body)
		if err != nil {
			typeOf(t, err)
			return
		}
		before := doc(t, mia)
		d, err := scim.User.Patch(before, steps)
		if diff := cmp.Diff(doc(t, mia), before); diff != "" {
			t.Errorf("what was there is changed:\n%s", diff)
		}
		if err != nil {
			typeOf(t, err)
			return
		}
		again, err := scim.User.Merge(scim.Doc{"id": d["id"]}, d)
		if diff := cmp.Diff(again, d); err != nil || diff != "" {
			t.Errorf("%s %s %s gives what is no user: %v\n%s", op, path, value, err, diff)
		}
	})
}
