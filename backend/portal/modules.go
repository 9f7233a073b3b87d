package portal

import (
	"net/http"
	"slices"
	"strings"

	"gatehouse/backend/access"
	"gatehouse/backend/edit"
	"gatehouse/backend/records"
)

// mostModules is how many subscriptions the page shows; older ones are the office's to look up.
const mostModules = 200

type modulesView struct {
	Rule    string // when changes take effect, in words
	Saved   string
	Running []subscriptionView
	Pending []subscriptionView
	Past    []subscriptionView
	Offered []moduleView
	AddAsk  string
}

type subscriptionView struct {
	ID, Name, Company string
	Price             string
	When              string // from or until when, in words
	Look, Stage       string
	Href              string // where a running one is removed, or empty
	Withdraw          bool   // a change that can be taken back here
	Ask, ActAsk       string
}

type moduleView struct {
	Name, Text, Price string
	Href              string // empty: greyed, because:
	Why               string
}

// modules shows the subscription with its pending changes, what else is offered, and what was
// (O10).
func (v *visit) modules(string) error {
	if d := v.may(access.ModuleView, nil); !d.Allowed() {
		return v.refuse(d)
	}
	return v.showModules()
}

func (v *visit) showModules() error {
	list, err := v.subscriptions()
	if err != nil {
		return err
	}
	view := modulesView{Rule: v.moduleRule(), AddAsk: access.ModuleAdd.String()}
	switch v.r.URL.Query().Get("saved") {
	case "added":
		view.Saved = v.words.say("modules.added")
	case "removed":
		view.Saved = v.words.say("modules.removed")
	case "withdrawn":
		view.Saved = v.words.say("modules.withdrawn")
	}
	names, err := v.companies(list)
	if err != nil {
		return err
	}
	has := map[records.ModuleID]bool{}
	for _, s := range list {
		stage := s.Stage(v.at.Day)
		one := v.subscriptionView(s, stage, names)
		has[s.Module] = has[s.Module] || stage != records.Past && s.Account == v.accountID()
		switch stage {
		case records.Current:
			view.Running = append(view.Running, one)
		case records.Past:
			view.Past = append(view.Past, one)
		case records.Leaving:
			view.Running = append(view.Running, one)
			view.Pending = append(view.Pending, one)
		default:
			view.Pending = append(view.Pending, one)
		}
	}
	if view.Offered, err = v.offered(has); err != nil {
		return err
	}
	return v.show(http.StatusOK, "software-modules", v.words.say("component.software-modules"),
		view)
}

// moduleRule says when changes take effect, with the days that hold now.
func (v *visit) moduleRule() string {
	added, removed := records.ModuleDays(v.at.Day)
	return v.words.say("modules.rule", "first", v.day(added), "last", v.day(removed))
}

func (v *visit) subscriptions() ([]*records.Subscription, error) {
	where := v.rows(access.ModuleView, records.ColumnsOf(records.KindSubscription))
	page, err := v.source.Page(v.r.Context(), records.KindSubscription, where,
		records.Query{Limit: mostModules})
	return typed[*records.Subscription](page), err
}

// companies names the accounts of subscriptions where they are not all the viewer's.
func (v *visit) companies(list []*records.Subscription) (map[records.AccountID]string, error) {
	var ids []int64
	for _, s := range list {
		if s.Account != v.accountID() && !slices.Contains(ids, int64(s.Account)) {
			ids = append(ids, int64(s.Account))
		}
	}
	names := map[records.AccountID]string{}
	if len(ids) == 0 {
		return names, nil
	}
	found, err := parts[*records.Account](v, records.KindAccount, "id", ids...)
	for _, a := range found {
		names[a.ID] = a.Name
	}
	return names, err
}

var stageLooks = map[records.Stage]string{records.Coming: "info", records.Current: "good",
	records.Leaving: "warn", records.Past: "off"}

func (v *visit) subscriptionView(s *records.Subscription, stage records.Stage,
	names map[records.AccountID]string) subscriptionView {
	one := subscriptionView{ID: s.ID.String(), Name: s.Name, Company: names[s.Account],
		Price: v.price(s.Price, s.Period), Look: stageLooks[stage],
		Stage: v.words.say("modules.state." + string(stage)),
		Ask:   access.ModuleView.String() + ":" + s.ID.String()}
	acts := access.ModuleRemove
	switch stage {
	case records.Coming:
		acts, one.When = access.ModuleAdd, v.words.say("modules.from", "day", v.day(s.Days.From))
	case records.Current:
		one.When = v.words.say("modules.since", "day", v.day(s.Days.From))
	case records.Leaving:
		one.When = v.words.say("modules.until", "day", v.day(s.Days.To))
	case records.Past:
		one.When = v.span(s.Days.From, s.Days.To)
	}
	one.ActAsk = acts.String() + ":" + s.ID.String()
	may := v.may(acts, records.Guard(s, acts, 0)).Allowed()
	if stage == records.Current && may {
		one.Href = v.base + "software-modules/" + s.ID.String()
	}
	one.Withdraw = may && (stage == records.Coming || stage == records.Leaving)
	return one
}

func (v *visit) price(m records.Money, p records.Period) string {
	return v.words.say("modules.per."+string(p), "price", v.money(m))
}

// offered lists the catalogue; what the account has already is left out.
func (v *visit) offered(has map[records.ModuleID]bool) (list []moduleView, err error) {
	found, err := parts[*records.Module](v, records.KindModule, "is_off", 0)
	slices.SortStableFunc(found, func(a, b *records.Module) int {
		return strings.Compare(records.Fold(a.Name), records.Fold(b.Name))
	})
	add := v.keepsHere(access.ModuleAdd)
	for _, m := range found {
		if has[m.ID] {
			continue
		}
		one := moduleView{Name: m.Name, Text: m.Text, Price: v.price(m.Price, m.Period),
			Why: v.words.say("tile.off")}
		if add {
			one.Href = v.base + "add-module/" + m.ID.String()
		}
		list = append(list, one)
	}
	return list, err
}

type changeModuleView struct {
	Title, Text  string
	Facts        []fact
	Action       string
	Button, Ask  string
	Form         form
	Price, Shown string // what was shown, which the form says again
}

// addModulePage shows a module with its price and the day on which it begins, before it is added.
func (v *visit) addModulePage(arg string) error {
	m, err := v.moduleOf(arg)
	if err != nil {
		return err
	}
	return v.showAdd(m, form{})
}

// moduleOf finds a module that the viewer may add.
func (v *visit) moduleOf(arg string) (*records.Module, error) {
	if d := v.may(access.ModuleAdd, nil); !d.Allowed() {
		return nil, refused{d}
	}
	id, err := records.ParseID[records.Module](arg)
	if err != nil || !v.keepsHere(access.ModuleAdd) {
		return nil, missing
	}
	found, err := parts[*records.Module](v, records.KindModule, "is_off", 0)
	for _, m := range found {
		if m.ID == id {
			return m, nil
		}
	}
	if err == nil {
		err = missing
	}
	return nil, err
}

func (v *visit) showAdd(m *records.Module, f form) error {
	first, _ := records.ModuleDays(v.at.Day)
	title := v.words.say("modules.add-title", "name", m.Name)
	return v.show(f.statusOr(http.StatusOK), "change-module", title, changeModuleView{Title: title,
		Text: m.Text, Action: v.base + "add-module/" + m.ID.String(), Form: f,
		Facts: []fact{{Label: v.words.say("modules.price"), Text: v.price(m.Price, m.Period)},
			{Label: v.words.say("modules.begins"), Text: v.day(first)},
			{Label: v.words.say("modules.for"), Text: v.Account.Name}},
		Button: v.words.say("modules.add-button", "price", v.price(m.Price, m.Period)),
		Ask:    access.ModuleAdd.String(), Price: m.Price.String(), Shown: first.String()})
}

// addModule adds a module at the price and the day that were shown; where they are others by now,
// it shows the new ones.
func (v *visit) addModule(arg string) error {
	m, err := v.moduleOf(arg)
	if err != nil {
		return err
	}
	first, _ := records.ModuleDays(v.at.Day)
	f := v.read("price", "day")
	if f.Values["price"] != m.Price.String() || f.Values["day"] != first.String() {
		f.Error = v.words.say("modules.changed")
		return v.showAdd(m, f)
	}
	err = v.env.Deeds.Do(v.r.Context(), v.Viewer, &edit.AddModule{
		ID: records.SubscriptionID(v.newID("module")), Account: v.Account.ID, Module: m.ID,
		Price: m.Price, From: first})
	if err != nil {
		v.blame(&f, err)
		return v.showAdd(m, f)
	}
	return v.seeOther("software-modules?saved=added")
}

// modulePage shows a running module with the day on which it would end, before it is removed.
func (v *visit) modulePage(arg string) error {
	s, err := v.subscriptionOf(arg)
	if err != nil {
		return err
	}
	return v.showRemove(s.It, form{})
}

func (v *visit) subscriptionOf(arg string) (*seen[*records.Subscription], error) {
	if d := v.may(access.ModuleView, nil); !d.Allowed() {
		return nil, refused{d}
	}
	return look[*records.Subscription](v, access.ModuleView, arg)
}

func (v *visit) showRemove(s *records.Subscription, f form) error {
	_, last := records.ModuleDays(v.at.Day)
	title := v.words.say("modules.remove-title", "name", s.Name)
	view := changeModuleView{Title: title, Form: f,
		Facts: []fact{{Label: v.words.say("modules.price"), Text: v.price(s.Price, s.Period)},
			{Label: v.words.say("modules.begins"), Text: v.day(s.Days.From)},
			{Label: v.words.say("modules.added-by"), Text: s.AddedBy}},
		Ask: access.ModuleRemove.String() + ":" + s.ID.String(), Shown: last.String()}
	may := v.may(access.ModuleRemove, records.Guard(s, access.ModuleRemove, 0)).Allowed()
	switch stage := s.Stage(v.at.Day); {
	case stage == records.Current && may:
		view.Facts = append(view.Facts, fact{Label: v.words.say("modules.would-end"),
			Text: v.day(last)})
		view.Action = v.base + "software-modules/" + s.ID.String()
		view.Button = v.words.say("modules.remove-button", "day", v.day(last))
	case s.Days.To != 0:
		view.Facts = append(view.Facts,
			fact{Label: v.words.say("modules.ends"), Text: v.day(s.Days.To)},
			fact{Label: v.words.say("modules.removed-by"), Text: s.RemovedBy})
	}
	return v.show(f.statusOr(http.StatusOK), "change-module", title, view)
}

// module removes a module, or withdraws a change that has not taken effect.
func (v *visit) module(arg string) error {
	s, err := v.subscriptionOf(arg)
	if err != nil {
		return err
	}
	f := v.read("day")
	if v.r.PostForm.Get("form") == "withdraw" {
		err := v.env.Deeds.Do(v.r.Context(), v.Viewer,
			&edit.WithdrawModuleChange{ID: s.It.ID})
		if err != nil {
			v.blame(&f, err)
			return v.showRemove(s.It, f)
		}
		return v.seeOther("software-modules?saved=withdrawn")
	}
	_, last := records.ModuleDays(v.at.Day)
	if f.Values["day"] != last.String() {
		f.Error = v.words.say("modules.changed")
		return v.showRemove(s.It, f)
	}
	err = v.env.Deeds.Do(v.r.Context(), v.Viewer,
		&edit.RemoveModule{ID: s.It.ID, Last: last})
	if err != nil {
		v.blame(&f, err)
		return v.showRemove(s.It, f)
	}
	return v.seeOther("software-modules?saved=removed")
}
