package edit

import (
	"encoding/json"
	"errors"
	"testing"

	"gatehouse/backend/problem"
)

// TestAnEditOfAnEarlierVersionIsRaised step by step to the newest; one of a later version is not
// known.
func TestAnEditOfAnEarlierVersionIsRaised(t *testing.T) {
	rename := func(from, to string) func(json.RawMessage) (json.RawMessage, error) {
		return func(args json.RawMessage) (json.RawMessage, error) {
			all := map[string]json.RawMessage{}
			if err := json.Unmarshal(args, &all); err != nil {
				return nil, err
			}
			all[to] = all[from]
			delete(all, from)
			if all[to] == nil || string(all[to]) == `"13"` {
				return nil, errors.New("it cannot be raised")
			}
			return json.Marshal(all)
		}
	}
	raise["RemoveAccess"] = map[int]func(json.RawMessage) (json.RawMessage, error){
		1: rename("Whom", "Who"), 2: rename("Who", "User")}
	t.Cleanup(func() { delete(raise, "RemoveAccess") })
	for nv, args := range map[int]string{1: `{"Whom":"5"}`, 2: `{"Who":"5"}`, 3: `{"User":"5"}`} {
		e, err := Decode(Envelope{Name: "RemoveAccess", NV: nv, Args: json.RawMessage(args)})
		if r, ok := e.(*RemoveAccess); err != nil || !ok || r.User != 5 {
			t.Errorf("version %d: %+v, %v", nv, e, err)
		}
	}
	for _, bad := range []Envelope{{NV: 0, Args: json.RawMessage(`{"User":"5"}`)},
		{NV: 4, Args: json.RawMessage(`{"User":"5"}`)}, {NV: 1, Args: json.RawMessage(`{"Who":"5"}`)},
		{NV: 1, Args: json.RawMessage(`{"Whom":"13"}`)}, {NV: 1, Args: json.RawMessage(`[]`)}} {
		bad.Name = "RemoveAccess"
		if e, err := Decode(bad); !problem.Is(err, problem.Invalid) {
			t.Errorf("version %d of %s: %+v, %v", bad.NV, bad.Args, e, err)
		}
	}
}
