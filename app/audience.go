package app

import (
	"slices"
	"strconv"

	"gatehouse/backend/records"
)

// ofAudience stands in DataField.Of for whom something is published to: everyone, everyone who has
// signed in, those with a profile, or an account.
const ofAudience = "audience"

// wideAudiences have words of the window's; they are found whatever was typed.
var wideAudiences = []DataChoice{
	{strconv.FormatInt(records.Everyone, 10), "everyone"},
	{strconv.FormatInt(records.Registered, 10), "registered"},
}

func (d *Desk) findAudience(text string) (list []DataChoice, err error) {
	const most = 10
	list = slices.Clone(wideAudiences)
	for _, kind := range []records.Kind{records.KindProfile, records.KindAccount} {
		lines, _, err := d.store.Lines(d.ctx, kind, text, 0, most)
		if err != nil {
			return nil, err
		}
		for _, l := range lines {
			id := l.Record.Key().ID
			if kind == records.KindProfile {
				id = records.ProfileAudience(id)
			}
			list = append(list, DataChoice{idText(id), d.titleOf(l.Record)})
		}
	}
	return list, nil
}

// audience says in words whom something is published to.
func (n *names) audience(key int64) string {
	switch {
	case key == records.Everyone:
		return wideAudiences[0].Label
	case key == records.Registered:
		return wideAudiences[1].Label
	case key < 0:
		return n.name(string(records.KindProfile), records.ProfileOf(key).String())
	}
	return n.name(string(records.KindAccount), records.AccountOf(key).String())
}
