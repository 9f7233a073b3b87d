package access_test

import (
	"database/sql"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/cedar-policy/cedar-go"
	"pgregory.net/rapid"

	"gatehouse/backend/access"
	"gatehouse/backend/records"
)

// policies says the portal's law a second time, for another engine: one permit for each way to
// reach a record, one forbid for each gate. It was written from the law, not from the core. What
// begins with $ stands for a condition of terms; the hierarchy says what is cumulative: a scope is
// in every narrower one, an account is in its parents, and what is switched off is in Off.
const policies = `
@name("minimum use") permit (principal is User, action in $minimum, resource is Portal);
@name("minimum read") permit (principal is User, action in $minimum, resource)
	when { $published };
@name("guest use") permit (principal is Visitor, action in $guest, resource is Portal);
@name("guest read") permit (principal is Visitor, action in $guest, resource)
	when { resource has everyone && resource.everyone };

@name("use") permit (principal is User, action, resource is Portal)
	when { $granted && ($scope in Scope::"shared" || $together) };
@name("shared") permit (principal is User, action, resource)
	when { $granted && ($scope in Scope::"shared" || $together) && $published };
@name("own") permit (principal is User, action, resource)
	when { $granted && ($scope in Scope::"own" || $together) && $mine };
@name("assigned") permit (principal is User, action, resource)
	when { $granted && ($scope in Scope::"assigned" || $together) &&
		resource has assigned && resource.assigned == principal.person };
@name("team") permit (principal is User, action, resource)
	when { $granted && ($scope in Scope::"team" || $together) &&
		resource has team && resource.team.contains(principal.person) };
@name("account") permit (principal is User, action, resource)
	when { $granted && ($scope in Scope::"account" || $together) && $ours &&
		(resource.account == principal.account ||
		$looks && principal.account.members.contains(resource.account)) };
@name("tree") permit (principal is User, action, resource)
	when { $granted && $scope in Scope::"tree" && $ours &&
		(resource.account in principal.account ||
		$looks && resource.account in principal.account.members) };
@name("all") permit (principal is User, action, resource)
	when { $granted && $scope in Scope::"all" };

@name("registered only") forbid (principal is Visitor, action, resource)
	when { Portal::"1".registeredOnly };
@name("deactivated") forbid (principal is User, action, resource) unless { principal.active };
@name("no e-mail") forbid (principal is User, action, resource) when { principal.email == "" };
@name("portal user") forbid (principal is User, action, resource)
	unless { principal.portalUser };
@name("locked") forbid (principal is User, action, resource) when { principal.locked };
@name("role group") forbid (principal is User, action, resource) unless { principal.roleGroup };
@name("must change") forbid (principal is User, action, resource)
	when { principal.mustChange };
@name("second factor") forbid (principal is User, action, resource)
	when { principal.owesSecondFactor };
@name("not started") forbid (principal is User, action, resource)
	when { principal has from && context.today < principal.from };
@name("ended") forbid (principal is User, action, resource)
	when { principal has to && principal.to < context.today };
@name("access not started") forbid (principal is User, action, resource)
	when { principal has access && !(action in $minimum) && $early };
@name("access ended") forbid (principal is User, action, resource)
	when { principal has access && !(action in $minimum) && $late };
@name("no account") forbid (principal is User, action, resource)
	unless { principal has account };
@name("account off") forbid (principal is User, action, resource)
	when { principal has account && principal.account in Off::"off" };
@name("parent gone") forbid (principal is User, action, resource)
	when { principal has account && principal.orphan };
@name("circle") forbid (principal is User, action, resource)
	when { principal has account && principal.circle };
@name("record's account off") forbid (principal, action, resource)
	when { resource has account && resource.account in Off::"off" };
@name("closed by portal") forbid (principal, action, resource)
	when { Portal::"1" in context.shut };
@name("closed by account") forbid (principal is User, action, resource)
	when { principal has account && principal.account in context.shut };
@name("closed by person") forbid (principal is User, action, resource)
	when { principal has access && principal.access in context.shut };
@name("closed at record") forbid (principal, action, resource)
	when { resource has account && resource.account in context.shut };

@name("internal") forbid (principal, action, resource)
	when { resource has internal && resource.internal };
@name("unpublished") forbid (principal, action, resource)
	when { resource has published && !resource.published };
@name("not shown") forbid (principal, action, resource)
	when { resource has shown && !resource.shown };
@name("file type") forbid (principal, action, resource)
	when { resource has customerFile && !resource.customerFile };
@name("flag") forbid (principal, action, resource)
	when { resource has customerFlag && !resource.customerFlag };
@name("order's task") forbid (principal, action, resource)
	when { resource has orderTask && resource.orderTask };
@name("cut-off") forbid (principal,
	action in [Action::"ticket.view", Action::"ticket.reply", Action::"priority.view"], resource)
	when { resource has created && resource.created < Portal::"1".cutOff };

@name("can sign") forbid (principal,
	action in [Action::"quotation.sign", Action::"sales order.sign"], resource)
	unless { principal has access && principal.access.canSign };
@name("PIN") forbid (principal, action == Action::"quotation.sign", resource)
	when { resource has pin && !resource.pin };
@name("for signing") forbid (principal, action == Action::"quotation.sign", resource)
	when { resource has forSigning && !resource.forSigning };
@name("signed") forbid (principal, action == Action::"quotation.sign", resource)
	when { resource has signed && resource.signed };
@name("ticket closed") forbid (principal, action == Action::"ticket.reply", resource)
	when { resource has status && resource.status == "closed" };
@name("invoice paid") forbid (principal, action == Action::"payment.make", resource)
	when { resource has paid && resource.paid };
`

// terms are what $ stands for in policies; one may use those after it.
var terms = []string{
	"$granted", `(principal has profile && (!(action in $minimum) || !$early && !$late))`,
	"$together", `(action in [Action::"ticket.view", Action::"ticket.reply"] && $tickets &&
		(principal.requests == "all" || principal.requests == "as above" &&
		principal has account && (principal.account.requests == "all" ||
		principal.account.requests == "as above" && Portal::"1".accountTickets)))`,
	"$tickets", `((if principal.access.hasTag("ticket.view")
		then principal.access.getTag("ticket.view")
		else principal.profile.getTag("ticket.view")) != Scope::"none")`,
	"$scope", `(if principal.access.hasTag(context.permission)
		then principal.access.getTag(context.permission)
		else principal.profile.getTag(context.permission))`,
	"$published", `(resource has everyone && (resource.everyone ||
		resource has audience && principal has account &&
		(resource.audience == principal.account ||
		$looks && principal.account.members.contains(resource.audience))))`,
	"$mine", `(resource has creator && resource.creator == principal.person ||
		resource has contact && resource.contact == principal.person ||
		resource has approver && resource.approver == principal.person)`,
	"$ours", `resource has account && principal has account`,
	"$looks", `(principal.consolidated && action in [Action::"help guide.read",
		Action::"message.read", Action::"blog.read", Action::"article.read", Action::"ticket.view",
		Action::"priority.view", Action::"project.view", Action::"quotation.view",
		Action::"document.view", Action::"invoice.view", Action::"order.view"])`,
	"$early", `(principal.access has from && context.today < principal.access.from)`,
	"$late", `(principal.access has to && principal.access.to < context.today)`,
	"$minimum", `[Action::"help guide.read", Action::"message.read", Action::"blog.read",
		Action::"chat.use"]`,
	"$guest", `[Action::"help guide.read", Action::"message.read", Action::"blog.read",
		Action::"article.read", Action::"ticket.create"]`,
}

// read parses the law with one text in it replaced, which is how a wrong law is planted.
func read(t testing.TB, text, with string) *cedar.PolicySet {
	t.Helper()
	law := strings.Replace(policies, text, with, 1)
	for i := 0; i < len(terms); i += 2 {
		law = strings.ReplaceAll(law, terms[i], terms[i+1])
	}
	set, err := cedar.NewPolicySetFromBytes("law", []byte(law))
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// modules says which component a permission belongs to, by the first part of its name.
var modules = map[string]string{"help guide": "help-guide", "message": "home",
	"blog": "blog", "chat": "live-chat",
	"ticket": "tickets", "priority": "tickets", "payment": "payments", "invoice": "invoices",
	"quotation": "quotations", "sales order": "sales-orders", "order": "orders",
	"project": "projects", "document": "documents", "documentation": "documentation",
	"article": "knowledgebase", "forum": "forums", "module": "software-modules",
	"report": "reports", "details": "my-details", "company": "my-details",
	"logins": "administration", "queues": "administration", "request types": "administration",
	"vendors": "administration", "out of office": "administration",
	"off hours": "administration"}

// paper is a record of a kind that the product reads from elsewhere: it has all relations.
type paper struct {
	id                         int64
	kind                       cedar.EntityType
	account                    records.AccountID
	owner, assigned            records.PersonID
	team                       []records.PersonID
	fit, pin, forSigning, done bool
	created                    int64
}

// kinds says what is asked about a paper, and what hides it.
var kinds = map[cedar.EntityType]struct {
	look, act access.Permission
	fit       cedar.String // the attribute that makes it fit for customers
	unfit     access.Fault
}{
	"project":   {access.ProjectView, access.ProjectNotes, "shown", access.NotShown},
	"quotation": {access.QuotationView, access.QuotationSign, "customerFlag", access.NotCustomerFlag},
	"document":  {access.DocumentView, access.DocumentView, "customerFile", access.NotCustomerFile},
	"invoice":   {access.InvoiceView, access.PaymentMake, "shown", access.NotShown},
	"order":     {access.OrderView, access.OrderView, "orderTask", access.OrderTask},
}

// record is what the core is told of a paper.
func (k *paper) record(p access.Permission, shut access.ComponentSet) *access.Record {
	r := &access.Record{Closed: shut, Created: k.created}
	keys := access.Sets{access.Own: {int64(k.owner)}, access.Assigned: {int64(k.assigned)},
		access.Account: {int64(k.account)}, access.Tree: {int64(k.account)}}
	for _, member := range k.team {
		keys[access.Team] = append(keys[access.Team], int64(member))
	}
	r.Keys = access.KeysOf(keys)
	if !k.fit {
		r.Hidden = kinds[k.kind].unfit
	}
	if p == access.PaymentMake && k.done {
		r.Refused |= access.InvoicePaid
	}
	if p != access.QuotationSign {
		return r
	}
	for f, is := range map[access.Fault]bool{access.NoPIN: !k.pin, access.Signed: k.done,
		access.NotForSigning: !k.forSigning} {
		if is {
			r.Refused |= f
		}
	}
	return r
}

// paperColumns is paper.record for SQL.
var paperColumns = access.Columns{Exposed: "t.exposed", Created: "t.created", Open: "a.open",
	Keys: [access.All][]string{
		access.Own:      {"t.owner $"},
		access.Assigned: {"t.assigned $"},
		access.Team:     {"t.id IN (SELECT m.paper FROM members m WHERE m.person $)"},
		access.Account:  {"t.account $"},
		access.Tree:     {"t.account $"},
	}}

// viewer is somebody who looks, with what is no part of a cast.
type viewer struct {
	*records.Cast
	owes    bool // a second factor
	orphan  bool // an account above is gone
	subject *access.Subject
}

// office is a world with people in it, papers, and every permission in play.
type office struct {
	*world
	papers   []*paper
	viewers  []*viewer
	entities cedar.EntityMap
}

func newOffice(seed uint64) *office {
	o := &office{world: newWorld(seed)}
	o.portal.Closed |= o.also(10)
	if o.portal.CutOff != 0 {
		for _, k := range o.tickets[:5] {
			k.Created = o.portal.CutOff // the first second that is shown
		}
	}
	for _, a := range o.accounts {
		a.Closed |= o.also(8)
	}
	for i := range 20 {
		kind := []cedar.EntityType{"project", "quotation", "document", "invoice", "order"}[i%5]
		o.papers = append(o.papers, &paper{id: int64(3000 + i), kind: kind,
			account: o.account().ID, owner: o.person(40), assigned: o.person(40),
			team: []records.PersonID{o.person(100), o.person(100)}, fit: o.odds(90),
			pin: o.odds(85), forSigning: o.odds(85), done: o.odds(15),
			created: o.at.Unix - o.Int64N(86400)})
	}
	for range 8 {
		o.viewers = append(o.viewers, o.viewer())
	}
	o.entities = o.inCedar()
	return o
}

// also closes one more component of those that world.closed leaves open.
func (o *office) also(percent int) access.ComponentSet {
	if !o.odds(percent) {
		return 0
	}
	return access.SetOf(access.Components()[o.IntN(len(access.Components()))])
}

func (o *office) viewer() *viewer {
	v := &viewer{Cast: o.cast(), owes: o.odds(4)}
	if v.Account != nil && o.odds(4) {
		v.orphan, v.Above = true, append(v.Above, nil)
	}
	v.Circle = o.odds(4)
	if v.Profile != nil {
		drawn := v.Profile.Matrix
		for p := range drawn { // ticket.view and the like are drawn already, none included
			v.Profile.Matrix[p] = access.Scope(o.IntN(int(access.All) + 1))
		}
		for _, p := range []access.Permission{access.TicketView, access.TicketReply,
			access.ArticleRead} {
			v.Profile.Matrix[p] = drawn[p]
		}
		v.Access.Closed |= o.also(15)
		v.Access.Overrides = access.Overrides{}
		for range 12 {
			p := access.Permissions()[o.IntN(len(access.Permissions()))]
			v.Access.Overrides[p] = access.Scope(o.IntN(int(access.All) + 1))
		}
	}
	if o.odds(3) {
		v.Profile = nil
	}
	v.subject = v.Subject()
	v.subject.SecondFactor = v.owes && v.Person != nil
	return v
}

func uid(kind cedar.EntityType, id any) cedar.EntityUID {
	return cedar.NewEntityUID(kind, cedar.String(fmt.Sprint(id)))
}

func account(id records.AccountID) cedar.EntityUID { return uid("Account", int64(id)) }

// shutIn gives the parents that say which components are closed.
func shutIn(s access.ComponentSet) (list []cedar.EntityUID) {
	for _, c := range s.List() {
		list = append(list, uid("Shut", c))
	}
	return list
}

// inCedar writes the facts of the office as entities.
func (o *office) inCedar() cedar.EntityMap {
	all := cedar.EntityMap{}
	put := func(id cedar.EntityUID, parents []cedar.EntityUID, facts cedar.RecordMap) {
		all[id] = cedar.Entity{UID: id, Parents: cedar.NewEntityUIDSet(parents...),
			Attributes: cedar.NewRecord(facts)}
	}
	for s := access.Shared; s <= access.All; s++ {
		put(uid("Scope", s), []cedar.EntityUID{uid("Scope", s-1)}, nil)
	}
	put(uid("Portal", 1), shutIn(o.portal.Closed), cedar.RecordMap{
		"registeredOnly": cedar.Boolean(o.portal.RegisteredOnly),
		"accountTickets": cedar.Boolean(o.portal.AccountTickets),
		"cutOff":         cedar.Long(o.portal.CutOff)})
	for _, a := range o.accounts {
		parents := shutIn(a.Closed)
		if a.Parent != 0 {
			parents = append(parents, account(a.Parent))
		}
		if !a.Active || !a.Portal {
			parents = append(parents, uid("Off", "off"))
		}
		members := []cedar.Value{}
		for id := range o.members[a.ID] {
			members = append(members, account(id))
		}
		put(account(a.ID), parents, cedar.RecordMap{"requests": requestsWord(a.Requests),
			"members": cedar.NewSet(members...)})
	}
	o.recordsInCedar(put)
	for i, v := range o.viewers {
		v.inCedar(i, all)
	}
	return all
}

func requestsWord(r records.Requests) cedar.String {
	return []cedar.String{"as above", "all", "own"}[r]
}

func (o *office) recordsInCedar(put func(cedar.EntityUID, []cedar.EntityUID, cedar.RecordMap)) {
	part := func(facts cedar.RecordMap, name cedar.String, id records.PersonID) {
		if id != 0 {
			facts[name] = uid("Person", int64(id))
		}
	}
	for _, k := range o.tickets {
		facts := cedar.RecordMap{"account": account(k.Account),
			"internal": cedar.Boolean(k.Internal), "created": cedar.Long(k.Created),
			"status": cedar.String(k.Status)}
		part(facts, "creator", k.Creator)
		part(facts, "contact", k.Contact)
		part(facts, "assigned", k.Assigned)
		part(facts, "approver", k.Approver)
		put(uid("tickets", int64(k.ID)), nil, facts)
	}
	for _, a := range o.articles {
		facts := cedar.RecordMap{"published": cedar.Boolean(a.Published),
			"everyone": cedar.Boolean(a.Audience == records.Everyone)}
		if a.Audience != records.Everyone {
			facts["audience"] = account(records.AccountID(a.Audience))
		}
		put(uid("articles", int64(a.ID)), nil, facts)
	}
	for _, k := range o.papers {
		fit := kinds[k.kind].fit
		facts := cedar.RecordMap{"account": account(k.account), "created": cedar.Long(k.created),
			"team": cedar.NewSet(uid("Person", int64(k.team[0])), uid("Person", int64(k.team[1]))),
			fit:    cedar.Boolean(k.fit != (fit == "orderTask")), "pin": cedar.Boolean(k.pin),
			"forSigning": cedar.Boolean(k.forSigning), "signed": cedar.Boolean(k.done),
			"paid": cedar.Boolean(k.done)}
		part(facts, "creator", k.owner)
		part(facts, "assigned", k.assigned)
		put(uid(k.kind, k.id), nil, facts)
	}
}

// principal names a viewer, who is the i-th.
func (v *viewer) principal(i int) cedar.EntityUID {
	if v.User == nil {
		return uid("Visitor", i)
	}
	return uid("User", i)
}

// inCedar writes a viewer: the login, the access and the profile.
func (v *viewer) inCedar(i int, all cedar.EntityMap) {
	put := func(e cedar.Entity) { all[e.UID] = e }
	if v.User == nil {
		put(cedar.Entity{UID: v.principal(i)})
		return
	}
	facts := cedar.RecordMap{"person": uid("Person", int64(v.Person.ID)),
		"email": cedar.String(v.Person.Email), "active": cedar.Boolean(v.User.Active),
		"portalUser": cedar.Boolean(v.User.PortalUser), "locked": cedar.Boolean(v.User.Locked),
		"roleGroup":    cedar.Boolean(v.User.RoleGroup),
		"mustChange":   cedar.Boolean(v.User.MustChange),
		"consolidated": cedar.Boolean(v.User.Consolidated),
		"requests":     requestsWord(v.User.Requests), "circle": cedar.Boolean(v.Circle),
		"owesSecondFactor": cedar.Boolean(v.owes), "orphan": cedar.Boolean(v.orphan)}
	days(facts, v.User.Support)
	if v.Account != nil {
		facts["account"] = account(v.Account.ID)
	}
	if v.Access != nil {
		facts["access"] = uid("Access", i)
		given := cedar.RecordMap{"canSign": cedar.Boolean(v.Access.CanSign)}
		days(given, v.Access.Schedule)
		put(cedar.Entity{UID: uid("Access", i), Attributes: cedar.NewRecord(given),
			Parents: cedar.NewEntityUIDSet(shutIn(v.Access.Closed)...),
			Tags:    scopeTags(v.Access.Overrides)})
	}
	if v.Access != nil && v.Profile != nil && !v.BaseGone {
		facts["profile"] = uid("Profile", i)
		every := access.Overrides{}
		for _, p := range access.Permissions() {
			every[p] = v.Profile.Matrix[p]
		}
		put(cedar.Entity{UID: uid("Profile", i), Tags: scopeTags(every)})
	}
	put(cedar.Entity{UID: v.principal(i), Attributes: cedar.NewRecord(facts)})
}

func days(facts cedar.RecordMap, w access.Window) {
	if w.From != 0 {
		facts["from"] = cedar.Long(w.From)
	}
	if w.To != 0 {
		facts["to"] = cedar.Long(w.To)
	}
}

func scopeTags(o access.Overrides) cedar.Record {
	tags := cedar.RecordMap{}
	for p, s := range o {
		tags[cedar.String(p.String())] = uid("Scope", s)
	}
	return cedar.NewRecord(tags)
}

// matter is one record that everybody is asked about, with one permission.
type matter struct {
	permission access.Permission
	resource   cedar.EntityUID
	record     *access.Record // nil: may the permission be used at all
}

// matters lists every question about every record, and every permission without a record.
func (o *office) matters() (list []matter) {
	for _, p := range access.Permissions() {
		list = append(list, matter{p, uid("Portal", 1), nil})
	}
	for _, k := range o.tickets {
		for _, p := range []access.Permission{access.TicketView, access.TicketReply,
			access.PriorityView} {
			r := k.Record(o.shut(k.Account))
			if p == access.TicketReply && k.Status == records.Resolved {
				r.Refused = access.TicketClosed
			}
			list = append(list, matter{p, uid("tickets", int64(k.ID)), r})
		}
	}
	for _, a := range o.articles {
		for _, p := range []access.Permission{access.ArticleRead, access.HelpGuideRead} {
			list = append(list, matter{p, uid("articles", int64(a.ID)), a.Record()})
		}
	}
	for _, k := range o.papers {
		for _, p := range slices.Compact([]access.Permission{kinds[k.kind].look,
			kinds[k.kind].act}) {
			list = append(list, matter{p, uid(k.kind, k.id), k.record(p, o.shut(k.account))})
		}
	}
	return list
}

// witness collects what the answers of both engines hung on.
type witness struct {
	*tally
	alone map[string]int // policies that were the only reason
}

func newWitness() *witness {
	return &witness{&tally{alone: map[access.Fault]int{}, reached: map[access.Relation]int{}},
		map[string]int{}}
}

// agree asks Check and Cedar everything, and gives the first difference.
func (o *office) agree(law *cedar.PolicySet, n *witness) error {
	for _, m := range o.matters() {
		module, _, _ := strings.Cut(m.permission.String(), ".")
		context := cedar.NewRecord(cedar.RecordMap{"today": cedar.Long(o.at.Day),
			"permission": cedar.String(m.permission.String()),
			"shut":       uid("Shut", modules[module])})
		for i, v := range o.viewers {
			d := access.Check(v.subject, m.permission, m.record, o.at)
			ok, why := cedar.Authorize(law, o.entities, cedar.Request{Principal: v.principal(i),
				Action: uid("Action", m.permission), Resource: m.resource, Context: context})
			if len(why.Errors) > 0 || bool(ok) != d.Allowed() {
				return fmt.Errorf("%s on %s for viewer %d: the core says %+v, Cedar %s: %+v",
					m.permission, m.resource, i, d, ok, why)
			}
			n.count(d)
			if len(why.Reasons) == 1 {
				policy := law.Get(why.Reasons[0].PolicyID)
				n.alone[string(policy.Annotations()["name"])]++
			}
		}
	}
	return nil
}

// demands are what the action itself needs of a record; a list shows the record all the same.
const demands = access.NoPIN | access.NotForSigning | access.Signed | access.TicketClosed |
	access.InvoicePaid

// table says how SQL finds a kind of record.
func table(kind cedar.EntityType) (from string, c access.Columns) {
	switch kind {
	case "articles":
		return "SELECT t.id FROM articles t WHERE ", records.ArticleColumns
	case "tickets":
		return "SELECT t.id FROM tickets t JOIN accounts a ON a.id = t.account WHERE ",
			records.TicketColumns
	}
	return "SELECT t.id FROM papers t JOIN accounts a ON a.id = t.account WHERE t.kind = '" +
		string(kind) + "' AND ", paperColumns
}

// selected compares the filter, run by SQLite, and each of its arms with Check.
func (o *office) selected(t *rapid.T, db *sql.DB) error {
	type list struct {
		kind cedar.EntityType
		p    access.Permission
	}
	rows := map[list][]matter{}
	for _, m := range o.matters() {
		if m.record != nil {
			l := list{m.resource.Type, m.permission}
			rows[l] = append(rows[l], m)
		}
	}
	for l, matters := range rows {
		from, columns := table(l.kind)
		for _, v := range o.viewers {
			want := o.listed(v, matters)
			where := access.Filter(v.subject, l.p, columns, o.at)
			if err := o.same(t, db, question{from, where, want}); err != nil {
				return fmt.Errorf("%s of %s: %w", l.p, l.kind, err)
			}
		}
	}
	return nil
}

// listed gives the ids of those records that a list shows to somebody, by Check.
func (o *office) listed(v *viewer, matters []matter) (list []int64) {
	for _, m := range matters {
		if access.Check(v.subject, m.permission, m.record, o.at).Faults&^demands == 0 {
			id, _ := strconv.ParseInt(string(m.resource.ID), 10, 64)
			list = append(list, id)
		}
	}
	return list
}

// named asks Who about every record, and compares it with Check.
func (o *office) named() error {
	near := newNeighbours()
	for i, v := range o.viewers {
		near.add(int64(i), v.subject)
	}
	for _, m := range o.matters() {
		if m.record == nil {
			continue
		}
		var want, got []int64
		for i, v := range o.viewers {
			if access.Check(v.subject, m.permission, m.record, o.at).Allowed() {
				want = append(want, int64(i))
			}
		}
		for s := range access.Who(near, m.permission, m.record, o.at) {
			got = append(got, s.User)
		}
		slices.Sort(got)
		if !slices.Equal(got, want) {
			return fmt.Errorf("%s on %s: Who says %v, Check %v", m.permission, m.resource, got,
				want)
		}
	}
	return nil
}

// neighbours is an index of people: by key, and those with scope all.
type neighbours struct {
	people map[int64]*access.Subject
	byKey  [access.All]map[int64][]int64
	all    map[access.Permission][]int64
}

func newNeighbours() *neighbours {
	n := &neighbours{people: map[int64]*access.Subject{}, all: map[access.Permission][]int64{}}
	for rel := range n.byKey {
		n.byKey[rel] = map[int64][]int64{}
	}
	return n
}

func (n *neighbours) add(user int64, s *access.Subject) {
	n.people[user] = s
	for _, keys := range []*access.Keys{&s.Keys, s.Views} {
		if keys == nil {
			continue
		}
		for rel := access.Shared; rel < access.All; rel++ {
			for _, key := range keys.Of(rel) {
				n.byKey[rel][key] = append(n.byKey[rel][key], user)
			}
		}
	}
	for p, scope := range s.Matrix {
		if scope == access.All {
			n.all[access.Permission(p)] = append(n.all[access.Permission(p)], user)
		}
	}
}

// Near gives some people several times, as an index may.
func (n *neighbours) Near(p access.Permission,
	r *access.Record) iter.Seq2[int64, *access.Subject] {
	return func(yield func(int64, *access.Subject) bool) {
		list := slices.Clone(n.all[p])
		for rel := access.Shared; rel < access.All; rel++ {
			for _, key := range r.Keys.Of(rel) {
				list = append(list, n.byKey[rel][key]...)
			}
		}
		for _, user := range list {
			if !yield(user, n.people[user]) {
				return
			}
		}
	}
}

const paperTables = `CREATE TABLE papers (id INTEGER PRIMARY KEY, kind TEXT, account BIGINT,
	owner BIGINT, assigned BIGINT, exposed BIGINT, created BIGINT);
	CREATE TABLE members (paper BIGINT, person BIGINT);`

func openSQLite(t *testing.T) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite3", ":memory:")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	db.SetMaxOpenConns(1)
	if _, err := db.Exec(tables + paperTables); err != nil {
		t.Fatal(err)
	}
	return db
}

func (o *office) inSQLite(t *rapid.T, db *sql.DB) {
	o.world.inSQLite(t, db)
	exec := func(query string, args ...any) {
		if _, err := db.Exec(query, args...); err != nil {
			t.Fatal(err)
		}
	}
	exec("DELETE FROM papers; DELETE FROM members")
	for _, k := range o.papers {
		exec("INSERT INTO papers VALUES (?, ?, ?, nullif(?, 0), nullif(?, 0), ?, ?)", k.id,
			string(k.kind), int64(k.account), int64(k.owner), int64(k.assigned), k.fit, k.created)
		for _, member := range k.team {
			exec("INSERT INTO members VALUES (?, ?)", k.id, int64(member))
		}
	}
}

// TestFourReadingsOfTheLawAgree: Check over the assembled subject, Cedar over the plain records and
// policies written apart, the filter run by SQLite, and Who agree on every person, record and
// permission of random offices. The seed in a failure's message plays it again:
// go test -run TestFourReadingsOfTheLawAgree -rapid.seed=...
func TestFourReadingsOfTheLawAgree(t *testing.T) {
	db, law, n := openSQLite(t), read(t, "", ""), newWitness()
	rapid.Check(t, func(t *rapid.T) {
		o := newOffice(rapid.Uint64().Draw(t, "seed"))
		if err := o.agree(law, n); err != nil {
			t.Fatal(err)
		}
		o.inSQLite(t, db)
		if err := o.selected(t, db); err != nil {
			t.Fatal(err)
		}
		if err := o.named(); err != nil {
			t.Fatal(err)
		}
	})
	n.weigh(t, law)
}

// weigh fails where the offices decide nothing: every fault was once the only one, every relation
// the one that reached, every policy of the other engine the only reason.
func (n *witness) weigh(t *testing.T, law *cedar.PolicySet) {
	t.Helper()
	n.guard(t)
	for f := access.RegisteredOnly; f <= access.InvoicePaid; f <<= 1 {
		if f != access.HoldsMore && n.tally.alone[f] == 0 { // that one is about delegation
			t.Errorf("no answer hangs on fault %b alone", f)
		}
	}
	for r := access.Shared; r <= access.All; r++ {
		if n.reached[r] == 0 {
			t.Errorf("nothing was reached by %s", r)
		}
	}
	for _, policy := range law.All() {
		if name := string(policy.Annotations()["name"]); n.alone[name] == 0 {
			t.Errorf("no answer hangs on the policy %q alone", name)
		}
	}
}

// TestAWrongLawIsFound plants a fault in the policies, one of each sort.
func TestAWrongLawIsFound(t *testing.T) {
	for _, planted := range [][2]string{
		{"resource.internal }", "!resource.internal }"},
		{"resource.account in principal.account ||", "principal.account in resource.account ||"},
		{`$scope in Scope::"team"`, `$scope in Scope::"account"`},
		{"context.today < principal.from", "context.today <= principal.from"},
		{`principal.account in Off::"off"`, "false"},
	} {
		law, found := read(t, planted[0], planted[1]), false
		for seed := uint64(0); seed < 50 && !found; seed++ {
			found = newOffice(seed).agree(law, newWitness()) != nil
		}
		if !found {
			t.Errorf("%q is found nowhere", planted[1])
		}
	}
}
