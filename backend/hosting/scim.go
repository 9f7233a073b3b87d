package hosting

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
	"gatehouse/backend/scim"
)

// Pages of a list of resources.
const (
	usualPage   = 100
	largestPage = 500
)

// provider says what this server can do of SCIM.
func (c *call) provider() (*answer, error) {
	can := func(is bool) scim.Doc { return scim.Doc{"supported": is} }
	return &answer{body: scim.Doc{
		"schemas": []string{"urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"},
		"patch":   can(true),
		"bulk": scim.Doc{"supported": false, "maxOperations": 0,
			"maxPayloadSize": largestCall},
		"filter":         scim.Doc{"supported": true, "maxResults": largestPage},
		"changePassword": can(false),
		"sort":           can(false),
		"etag":           can(true),
		"authenticationSchemes": []scim.Doc{{"type": "oauthbearertoken", "name": "Token",
			"description": "A token that gatehouse-server token has made.", "primary": true}},
		"meta": scim.Doc{"resourceType": "ServiceProviderConfig",
			"location": c.base() + scimPath + "ServiceProviderConfig"},
	}}, nil
}

var resources = []*scim.Schema{scim.User, scim.Group}

func (c *call) typeOf(s *scim.Schema) scim.Doc {
	return scim.Doc{"schemas": []string{"urn:ietf:params:scim:schemas:core:2.0:ResourceType"},
		"id": s.Name, "name": s.Name, "description": s.About, "endpoint": "/" + s.Name + "s",
		"schema": s.ID, "meta": scim.Doc{"resourceType": "ResourceType",
			"location": c.base() + scimPath + "ResourceTypes/" + s.Name}}
}

func (c *call) resourceTypes() (*answer, error) {
	var list []scim.Doc
	for _, s := range resources {
		list = append(list, c.typeOf(s))
	}
	return whole(list), nil
}

func (c *call) resourceType() (*answer, error) {
	for _, s := range resources {
		if s.Name == c.r.PathValue("id") {
			return &answer{body: c.typeOf(s)}, nil
		}
	}
	return nil, nothingHere
}

func (c *call) schemas() (*answer, error) { return whole(resources), nil }

func (c *call) schema() (*answer, error) {
	for _, s := range resources {
		if s.ID == c.r.PathValue("id") {
			return &answer{body: s}, nil
		}
	}
	return nil, nothingHere
}

var nothingHere = problem.New(problem.NotFound, "This record does not exist.")

// whole answers with all of a list.
func whole[T any](list []T) *answer {
	return &answer{body: scim.Doc{"schemas": []string{scim.ListSchema}, "totalResults": len(list),
		"startIndex": 1, "itemsPerPage": len(list), "Resources": list}}
}

// filter reads the client's filter; nil chooses all.
func (c *call) filter(s *scim.Schema) (*scim.Filter, error) {
	return s.Filter(c.r.URL.Query().Get("filter"))
}

// list answers with those resources that the client's filter chooses, a page of them.
func (c *call) list(s *scim.Schema, filter *scim.Filter, all []scim.Doc) (*answer, error) {
	ask := c.r.URL.Query()
	from, err := number(ask.Get("startIndex"), 1)
	if err != nil {
		return nil, err
	}
	size, err := number(ask.Get("count"), usualPage)
	if err != nil {
		return nil, err
	}
	from, size = max(from, 1), min(max(size, 0), largestPage)
	all = slices.DeleteFunc(all, func(d scim.Doc) bool { return !filter.Matches(d) })
	page := []scim.Doc{}
	if from <= len(all) {
		page = all[from-1 : min(from-1+size, len(all))]
	}
	for i, d := range page {
		page[i] = c.chosen(s, c.stamp(s, d))
	}
	return &answer{body: scim.Doc{"schemas": []string{scim.ListSchema}, "totalResults": len(all),
		"startIndex": from, "itemsPerPage": len(page), "Resources": page}}, nil
}

func number(text string, otherwise int) (int, error) {
	if text == "" {
		return otherwise, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n > 1<<30 {
		return 0, &scim.Fault{Status: http.StatusBadRequest, Type: "invalidValue",
			Detail: "startIndex and count are whole numbers."}
	}
	return n, nil
}

// chosen gives what the client wants of a resource.
func (c *call) chosen(s *scim.Schema, d scim.Doc) scim.Doc {
	ask := c.r.URL.Query()
	return s.Select(d, ask.Get("attributes"), ask.Get("excludedAttributes"))
}

// one answers with a resource, or that the client has it already.
func (c *call) one(s *scim.Schema, d scim.Doc, status int) (*answer, error) {
	meta, _ := d["meta"].(scim.Doc)
	version, _ := meta["version"].(string)
	where, _ := meta["location"].(string)
	a := &answer{status: status, body: c.chosen(s, d), version: version}
	switch {
	case status == http.StatusCreated:
		a.location = where
	case c.r.Method == http.MethodGet && version != "" &&
		names(c.r.Header.Get("If-None-Match"), version):
		a.status, a.body = http.StatusNotModified, nil
	}
	return a, nil
}

// stamp adds to a resource where it is and which version of it this is.
func (c *call) stamp(s *scim.Schema, d scim.Doc) scim.Doc {
	text, err := json.Marshal(d)
	if err != nil {
		return d // texts, booleans and lists of them always marshal
	}
	sum := sha256.Sum256(text)
	id, _ := d["id"].(string)
	d["schemas"] = []string{s.ID}
	d["meta"] = scim.Doc{"resourceType": s.Name, "version": `W/"` +
		hex.EncodeToString(sum[:12]) + `"`, "location": c.at(s, id)}
	return d
}

// at is the address of a resource.
func (c *call) at(s *scim.Schema, id string) string {
	return c.base() + scimPath + s.Name + "s/" + id
}

// unchanged refuses a change of another version than the client says (RFC 7644, 3.14).
func (c *call) unchanged(d scim.Doc) error {
	want := c.r.Header.Get("If-Match")
	meta, _ := d["meta"].(scim.Doc)
	version, _ := meta["version"].(string)
	if want == "" || names(want, version) {
		return nil
	}
	return &scim.Fault{Status: http.StatusPreconditionFailed,
		Detail: "This has been changed meanwhile. Read it again."}
}

// names reports whether a list of entity tags names a version. All of them are weak.
func names(list, version string) bool {
	for _, tag := range strings.Split(list, ",") {
		tag = strings.TrimSpace(tag)
		if tag == "*" || strings.TrimPrefix(tag, "W/") == strings.TrimPrefix(version, "W/") {
			return true
		}
	}
	return false
}

// sent reads a resource or a PATCH and gives what it makes of d.
func (c *call) sent(s *scim.Schema, d scim.Doc) (scim.Doc, error) {
	text, err := c.body()
	if err != nil {
		return nil, err
	}
	if c.r.Method == http.MethodPatch {
		steps, err := scim.ReadPatch(text)
		if err != nil {
			return nil, err
		}
		return s.Patch(d, steps)
	}
	body, err := scim.Read(text)
	if err != nil {
		return nil, err
	}
	return s.Merge(d, body)
}

// plan is what an identity provider wants done, as the records are in the transaction. Barred says
// that some of it was left out, because people had taken it away.
type plan func(tx edit.Tx) (list []edit.Edit, barred bool, err error)

// provide carries out a plan in one transaction, all or none, in the name of the token.
//
// Deny wins over a sync that sends the same state again (edit.Barred), and holds up nothing else:
// what staff have taken from somebody is left out, and the answer shows the state as it is, with
// that person not active or not among the members. Where nothing is left to do the answer is 409
// with a sentence. So the identity provider's log shows it, and a group of a thousand is not stuck
// because of one.
func (c *call) provide(p plan) error {
	ctx := c.r.Context()
	office, err := c.store.Portal(ctx)
	if err != nil {
		return err
	}
	env := edit.Env{Actor: edit.Actor{Name: "SCIM: " + c.token.Name, Token: c.token.ID},
		Machine: edit.Provider, Now: c.env.Now(), Zone: office.Location(), Side: edit.Server}
	_, err = c.store.Write(ctx, func(tx edit.Tx) error {
		list, barred, err := p(tx)
		if err != nil {
			return err
		}
		if barred && len(list) == 0 {
			return &scim.Fault{Status: http.StatusConflict, Detail: "The office has taken this " +
				"away. Only the office gives it again."}
		}
		return c.carryOut(tx, env, list)
	})
	return err
}

func (c *call) carryOut(tx edit.Tx, env edit.Env, list []edit.Edit) error {
	var group records.UID
	if len(list) > 1 {
		group = records.UID(c.env.NewID())
	}
	for _, e := range list {
		in, err := envelope(records.UID(c.env.NewID()), e, env.Now)
		if err != nil {
			return err
		}
		in.Group = group
		if err := online(tx, env, in); err != nil {
			return err
		}
	}
	return nil
}
