package access

import "slices"

// Keys holds, per relation, a sorted set of keys: of a person, what they are; of a record, whose it
// is. Keys never change; With makes others.
//
// Most people and most records have nothing to do with each other. The marks tell so at once, and
// then nothing else is looked at: a decision waits for memory more than for anything else.
type Keys struct {
	people, accounts uint64 // marks: a bit for each key that is a person, or an account
	sets             *sets
}

// sets are the sets of all relations in one list, one after the other.
type sets struct {
	ends [All]uint32 // where each relation's set ends in the list, and the next one begins
	list []int64
	room [9]int64 // for the list of nearly everybody, so that it lies beside the ends
}

// Sets are the keys of each relation as they are gathered, in any order. The entry of None is
// unused.
type Sets [All][]int64

// KeysOf makes keys of what was gathered. A key of 0 names nobody and is left out.
func KeysOf(gathered Sets) Keys {
	size := 0
	for _, set := range gathered {
		size += len(set)
	}
	k := Keys{sets: &sets{}}
	if k.sets.list = k.sets.room[:0]; size > len(k.sets.room) {
		k.sets.list = make([]int64, 0, size)
	}
	for rel, set := range gathered {
		k.add(Relation(rel), set)
	}
	return k
}

// add appends the set of the next relation.
func (k *Keys) add(rel Relation, gathered []int64) {
	s := k.sets
	from := len(s.list)
	for _, key := range gathered {
		if key != 0 {
			s.list = append(s.list, key)
			k.mark(rel, key)
		}
	}
	set := s.list[from:]
	slices.Sort(set)
	s.list = s.list[:from+len(slices.Compact(set))]
	s.ends[rel] = uint32(len(s.list))
}

// mark sets the bit of a key: by the golden ratio, so that ids that follow each other have others.
func (k *Keys) mark(rel Relation, key int64) {
	bit := uint64(1) << (uint64(key) * 0x9e3779b97f4a7c15 >> 58)
	switch rel {
	case Own, Assigned, Team:
		k.people |= bit
	default:
		k.accounts |= bit
	}
}

// With gives k with another set for one relation.
func (k Keys) With(rel Relation, set ...int64) Keys {
	var all Sets
	for other := range all {
		all[other] = k.Of(Relation(other))
	}
	all[rel] = set
	return KeysOf(all)
}

// Of gives the set of a relation. It is read only.
func (k Keys) Of(rel Relation) []int64 {
	if k.sets == nil || rel == None {
		return nil
	}
	return k.sets.list[k.sets.ends[rel-1]:k.sets.ends[rel]]
}

// needed is the narrowest relation that the two share, or All when only All would reach.
func needed(s, r Keys) Scope {
	if s.people&r.people|s.accounts&r.accounts == 0 {
		return All
	}
	for rel := Shared; rel < All; rel++ {
		for _, key := range r.Of(rel) {
			if has(s.Of(rel), key) {
				return rel
			}
		}
	}
	return All
}

func has(sorted []int64, key int64) bool {
	if len(sorted) == 1 {
		return sorted[0] == key
	}
	_, found := slices.BinarySearch(sorted, key)
	return found
}

// covers reports whether every key of b is one of a; both are sorted.
func covers(a, b []int64) bool {
	if len(a) == len(b) && slices.Equal(a, b) {
		return true
	}
	for _, key := range b {
		if !has(a, key) {
			return false
		}
	}
	return true
}
