package records

// An audience is the key of whom something is published to: everyone, everyone who has signed in,
// one account (its id), or whoever has one profile (its id, negative).
const (
	Everyone   int64 = 1 // visitors too
	Registered int64 = 2 // whoever has signed in
)

// ProfileAudience is the audience of those who have a profile; visitors have Guest, and those
// without portal access Minimum.
func ProfileAudience[T ProfileID | int64](id T) int64 { return -int64(id) }

// AccountOf gives the one account of an audience, 0 for an audience that is wider.
func AccountOf(audience int64) AccountID {
	if audience <= Registered {
		return 0
	}
	return AccountID(audience)
}

// ProfileOf gives the profile of an audience, 0 for any other audience.
func ProfileOf(audience int64) ProfileID { return ProfileID(max(0, -audience)) }
