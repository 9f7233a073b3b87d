package hosting

import (
	"slices"
	"strconv"

	"gatehouse/backend/access"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// hunt looks for the resources with which a subject may do something: at one of their accounts
// after the other, what access.Filter lets through, each of which is decided by itself as an
// evaluation decides it.
type hunt struct {
	*call
	q      asking
	p      access.Permission
	casts  []*records.Cast
	moment access.Moment
	at     hitMark // the last one that was looked at
	hits   []entity
}

// prey is a resource that may be one of them, with its place in the order.
type prey struct {
	id    string
	place records.Place
}

// page looks until a page is full, and reports whether there may be more.
func (h *hunt) page() (more bool, err error) {
	for h.at.Seat < len(h.casts) {
		list, err := h.next()
		if err != nil {
			return false, err
		}
		for _, one := range list {
			if len(h.hits) == h.at.Limit {
				return true, nil
			}
			h.at.At, h.at.ID = one.place.At, one.place.ID
			if err := h.take(one.id); err != nil {
				return false, err
			}
		}
		if len(list) <= h.at.Limit { // this was all at this account
			h.at.At, h.at.ID, h.at.Seat = 0, 0, h.at.Seat+1
		}
	}
	return false, nil
}

// take keeps a resource that the subject may use here, and not at an account before, where it was
// found already.
func (h *hunt) take(id string) error {
	q := h.q
	q.Resource = &entity{q.Resource.Type, id}
	value, ok := q.value()
	if !ok {
		return nil
	}
	for i, cast := range h.casts[:h.at.Seat+1] {
		d, err := h.explain(cast, value)
		if problem.Is(err, problem.NotFound) { // it has gone meanwhile
			return nil
		}
		if err != nil || d.Allowed() && i < h.at.Seat {
			return err
		}
		if d.Allowed() {
			h.hits = append(h.hits, *q.Resource)
		}
	}
	return nil
}

// next gives what may come after the last one, at the account where the hunt is.
func (h *hunt) next() ([]prey, error) {
	cast, kind := h.casts[h.at.Seat], records.Kind(h.q.Resource.Type)
	switch {
	case kind == typeArticle && onShelf(h.p) != "":
		return h.articles(cast)
	case records.IsListed(kind):
		return h.listed(cast, kind)
	case kind == typeComponent:
		return h.few([]prey{{h.p.Component().String(), records.Place{ID: 1}}}), nil
	case kind == records.KindConversation && cast.Account != nil:
		id := records.ConversationOf(cast.Person.ID, cast.Account.ID)
		return h.few([]prey{{id.String(), records.Place{ID: int64(id)}}}), nil
	case kind == records.KindAccount:
		var list []prey
		for _, id := range append(slices.Clone(cast.Tree), cast.Under...) {
			list = append(list, prey{id.String(), records.Place{ID: int64(id)}})
		}
		return h.few(list), nil
	}
	return nil, wrong("Resources of this type are not searched. Ask about them one by one.")
}

// few gives those of a short list that come after the last one.
func (h *hunt) few(list []prey) []prey {
	slices.SortFunc(list, func(a, b prey) int { return int(min(max(a.place.ID-b.place.ID, -1), 1)) })
	list = slices.Compact(list)
	return slices.DeleteFunc(list, func(p prey) bool { return p.place.ID <= h.at.ID })
}

func (h *hunt) articles(cast *records.Cast) (all []prey, err error) {
	where := access.Filter(cast.Subject(), h.p, records.ArticleColumns, h.moment)
	list, err := h.store.Articles(h.r.Context(), where, records.ArticleQuery{Shelf: onShelf(h.p),
		ByDate: true, Limit: h.at.Limit + 1,
		After: records.ArticlePlace{ID: records.ArticleID(h.at.ID), Updated: h.at.At}})
	for _, a := range list {
		all = append(all, prey{a.Slug, records.Place{At: a.Updated, ID: int64(a.ID)}})
	}
	return all, err
}

func (h *hunt) listed(cast *records.Cast, kind records.Kind) (all []prey, err error) {
	where := access.Filter(cast.Subject(), h.p, records.ColumnsOf(kind), h.moment)
	list, err := h.store.Page(h.r.Context(), kind, where, records.Query{Limit: h.at.Limit + 1,
		Before: records.Place{At: h.at.At, ID: h.at.ID}, Today: h.moment.Day})
	for _, r := range list {
		id := r.Key().ID
		if g, ok := r.(records.Guarded); ok {
			all = append(all, prey{strconv.FormatInt(id, 10), records.PlaceOf(g)})
		}
	}
	return all, err
}
