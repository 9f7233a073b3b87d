package portal

import (
	"fmt"
	"strconv"
	"time"

	"gatehouse/backend/access"
)

// wholeDay is a day as pages show it, without a time.
func (v *visit) wholeDay(d access.Day) moment {
	text := v.words.day(time.Unix(int64(d)*86400, 0).UTC())
	return moment{ISO: d.String(), Day: text, Full: text}
}

// dayOr says a day, nothing for none.
func (v *visit) dayOr(d access.Day) string {
	if d == 0 {
		return ""
	}
	return v.wholeDay(d).Day
}

// span says from when to when something is; nothing when neither is known.
func (v *visit) span(from, to access.Day) string {
	switch {
	case from != 0 && to != 0 && from != to:
		return v.words.say("span", "from", v.dayOr(from), "to", v.dayOr(to))
	case to != 0 && from == 0:
		return v.words.say("span.until", "to", v.dayOr(to))
	case from != 0 && to == 0:
		return v.words.say("span.from", "from", v.dayOr(from))
	}
	return v.dayOr(from)
}

// times says from when to when on a day, or over several.
func (v *visit) times(from, to int64) string {
	a, b := v.moment(from), v.moment(to)
	switch {
	case to <= from:
		return a.Full
	case a.Day == b.Day:
		return a.Full + "–" + time.Unix(to, 0).In(v.portal.Location()).Format("15:04")
	}
	return a.Full + " – " + b.Full
}

// hours says an estimate, such as "7.5 h".
func (v *visit) hours(minutes int64) string {
	tenths := (minutes + 3) / 6
	text := strconv.FormatInt(tenths/10, 10)
	if tenths%10 != 0 {
		text += v.words.say("number.point") + fmt.Sprint(tenths%10)
	}
	return v.words.say("hours", "n", text)
}
