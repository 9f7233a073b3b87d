package records

import "gatehouse/backend/access"

// AccessReport counts who may use the portal.
type AccessReport struct {
	Levels  []Level  // most people first
	Endings []Ending // from a day on, earliest first
	SignIns SignIns
}

// Level is how many people have a profile; without a name, they have none, and so Minimum (O1).
type Level struct {
	Profile string
	People  int
}

// Ending is for how many people with access it ends with a day: their support period or the
// schedule of their access, whichever ends first (C4, B16).
type Ending struct {
	Day    access.Day
	People int
}

// Leaver is somebody whose access ends with a day.
type Leaver struct {
	User UserID
	Day  access.Day
}

// EndOf is the day with which somebody's access ends at an account: their support period or the
// schedule of the access, whichever is first; 0 where neither ends (C4, B16).
func EndOf(u *User, a *Access) access.Day {
	support, schedule := u.Support.To, a.Schedule.To
	if support == 0 || schedule != 0 && schedule < support {
		return schedule
	}
	return support
}

// SignIns says when the people with access have last signed in: so many days ago at most.
type SignIns struct{ Never, Month, Quarter, HalfYear, Longer int }
