package edit

import (
	"maps"
	"slices"

	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// Tally says how many records of a kind there are, and sums what names their states: two ends that
// have the same records have the same sum.
type Tally struct {
	N   int64
	Sum uint64
}

// With is the tally with one more record, and Without with one less.
func (t Tally) With(id, ver int64) Tally { return Tally{t.N + 1, t.Sum + name(id, ver)} }

// Without is the tally with one record less.
func (t Tally) Without(id, ver int64) Tally { return Tally{t.N - 1, t.Sum - name(id, ver)} }

// name spreads a record's state over 64 bits (splitmix64, twice).
func name(id, ver int64) uint64 { return mix(uint64(id) + mix(uint64(ver))) }

func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// Count is how many records there are in all.
func Count(tallies map[records.Kind]Tally) (n int64) {
	for _, t := range tallies {
		n += t.N
	}
	return n
}

// SumsField names what is wrong where a download does not add up.
const SumsField = "sums"

// differ gives the kinds in which two ends differ; nothing where one of them keeps no tallies.
func differ(theirs, mine map[records.Kind]Tally) (kinds []records.Kind) {
	if theirs == nil || mine == nil {
		return nil
	}
	all := maps.Clone(theirs)
	maps.Copy(all, mine)
	for kind := range all {
		if theirs[kind] != mine[kind] {
			kinds = append(kinds, kind)
		}
	}
	slices.Sort(kinds)
	return kinds
}

func wrongSums(kinds []records.Kind) error {
	return problem.New(problem.Damaged, "What this computer has is not what the portal's server "+
		"has. It is brought anew; your edits are kept.").On(SumsField).
		By(problem.Newf(problem.Damaged, "%v differ", kinds))
}

// Loss is how much a download takes away.
type Loss struct {
	Gone int64 // records
	Of   int64 // that there are
}

// fewest is how many records may go without a question. Lines that only the program writes do not
// count.
const fewest = 50

// IsLarge reports whether somebody is to be asked first: more than half of the records go.
func (l Loss) IsLarge() bool { return l.Gone >= fewest && 2*l.Gone > l.Of }

// IsKept reports whether records of a kind are what an office works with, and not what the program
// writes of it.
func IsKept(kind records.Kind) bool {
	switch kind {
	case records.KindHistory, records.KindNarrowing, records.KindInbox, records.KindCheckpoint:
		return false
	}
	return !kind.StaysAtServer()
}
