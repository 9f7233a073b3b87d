package access

import "iter"

// Index finds people from a record's side. It may give too many, and one more than once, but never
// too few: Who asks Check about each.
type Index interface {
	// Near gives everybody who has one of a record's keys under the same relation, and everybody
	// whose access has scope all; somebody with several accounts once for each.
	Near(p Permission, r *Record) iter.Seq2[int64, *Subject]
}

// Seer is somebody who may, and why.
type Seer struct {
	User     int64
	Subject  *Subject
	Decision Decision
}

// Who gives everybody who may do this with a record, each once, in the order of the index (B6). It
// is Check read backward: the index says whom to ask, and Check alone answers.
func Who(in Index, p Permission, r *Record, at Moment) iter.Seq[Seer] {
	return func(yield func(Seer) bool) {
		met := map[int64]bool{}
		for user, s := range in.Near(p, r) {
			if met[user] { // they may at another of their accounts already
				continue
			}
			d := Check(s, p, r, at)
			if met[user] = d.Allowed(); met[user] && !yield(Seer{user, s, d}) {
				return
			}
		}
	}
}
