package syncclient

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
	"gatehouse/backend/sync/wire"
)

// played is a machine whose clock stands still, whose random numbers are the greatest there are,
// and whose ids count from 1.
type played struct {
	*Machine
	t   *testing.T
	ids int
	ask int // the number of the last effect that asked for an answer
}

func play(t *testing.T) *played {
	p := &played{t: t}
	p.Machine = NewMachine(MachineEnv{Now: func() time.Time { return time.Unix(1000, 0) },
		Random: func(n int64) int64 { return n - 1 },
		NewID: func() string {
			p.ids++
			return fmt.Sprint("id", p.ids)
		}})
	return p
}

// step gives an event, and wants these effects, as said writes them.
func (p *played) step(e Event, want ...string) {
	p.t.Helper()
	var got []string
	for _, effect := range p.Step(e) {
		got = append(got, p.said(effect))
	}
	if strings.Join(got, "; ") != strings.Join(want, "; ") {
		p.t.Fatalf("%T %+v gives\n  %s\nwant\n  %s", e, e, strings.Join(got, "; "),
			strings.Join(want, "; "))
	}
}

// said writes an effect in a few words.
func (p *played) said(e Effect) string {
	switch e := e.(type) {
	case Look:
		p.ask = e.Ask
		return fmt.Sprintf("look %d+%d", e.After, e.Limit)
	case SendPush:
		p.ask = e.Ask
		return fmt.Sprintf("push %s %d-%d", e.Copy, e.Edits[0].Seq, e.Edits[len(e.Edits)-1].Seq)
	case SendPull:
		p.ask = e.Ask
		return fmt.Sprintf("pull %s%s", e.Download, after(e.At.Part.Pos))
	case Read:
		p.ask = e.Ask
		return "read"
	case Stage:
		p.ask = e.Ask
		return fmt.Sprintf("stage %s%s to %s", e.Piece.Download, after(e.Piece.After), e.Piece.Pos)
	case Publish:
		p.ask = e.Ask
		return fmt.Sprintf("publish %s%s with %d", e.Download.Name, after(e.Download.After),
			len(e.Download.Rows))
	case Reidentify:
		p.ask = e.Ask
		return "reidentify " + e.NewCopy
	case Wait:
		p.ask = e.Ask
		return "wait " + e.For.Round(time.Second/4).String()
	case Tell:
		s := e.Standing
		said := map[bool]string{true: "online", false: "offline"}[s.Online]
		if s.Syncing {
			said += " syncing"
		}
		return strings.TrimSpace("tell " + said + " " + string(s.Need))
	case Count:
		return fmt.Sprintf("%s %d/%d", e.Of, e.Done, e.Total)
	case End:
		return "end " + map[bool]string{true: "well", false: "badly"}[e.Err == nil]
	}
	return fmt.Sprintf("%T", e)[len("syncclient."):]
}

// lately is a contact that need not be noted again.
var lately = time.Unix(500, 0)

func upTo(seq int64) edit.Pushed { return edit.Pushed{LastSeq: seq} }

func after(pos string) string {
	if pos == "" {
		return ""
	}
	return " after " + pos
}

func waiting(from, to int64) (list []edit.Waiting) {
	for seq := from; seq <= to; seq++ {
		list = append(list, edit.Waiting{Seq: seq,
			Edit: edit.Envelope{UID: records.UID(fmt.Sprint(seq))}})
	}
	return list
}

func at(copyID string) edit.Position { return edit.Position{Copy: copyID} }

func (p *played) looked(list []edit.Waiting, want ...string) {
	p.t.Helper()
	p.step(Looked{Ask: p.ask, Contact: lately, At: at("c"), Waiting: list}, want...)
}

func (p *played) closed(want ...string) {
	p.t.Helper()
	p.step(PullClosed{Ask: p.ask, End: edit.Download{To: edit.Cookie{Portal: "p", Epoch: 1,
		Version: 9}}}, want...)
}

func (p *played) published(copyID string, want ...string) {
	p.t.Helper()
	now := at(copyID)
	now.Cookie.Version = 9
	p.step(Published{Ask: p.ask, Out: edit.Published{At: now}}, want...)
}

func (p *played) failed(err error, want ...string) {
	p.t.Helper()
	p.step(Failed{Ask: p.ask, Err: err}, want...)
}

// rested is a machine after its first round, in which there was nothing to do.
func rested(t *testing.T) *played {
	p := play(t)
	p.step(Kick{}, "tell offline syncing", "look 0+500")
	p.looked(nil, "pull id1")
	p.step(PullOpened{Ask: p.ask}, "read")
	p.closed("publish id1 with 0")
	p.published("c", "look 0+500")
	p.looked(nil, "tell online", "end well", "wait 1m0s")
	return p
}

func TestARoundPushesPullsAndLooksAgain(t *testing.T) {
	p := rested(t)
	p.step(Kick{}, "tell online syncing", "look 0+500")
	p.looked(waiting(1, 500), "push c 1-500")
	p.step(PushAnswered{Ask: p.ask, Sent: 500, Out: upTo(500)}, "look 500+500")
	p.looked(waiting(501, 503), "push c 501-503")
	p.step(PushAnswered{Ask: p.ask, Sent: 503, Out: upTo(503)}, "look 503+500")
	p.looked(nil, "pull id3")
	p.step(PullOpened{Ask: p.ask}, "read")
	p.closed("publish id3 with 0")
	p.published("c", "look 503+500")
	p.looked(waiting(504, 504), "push c 504-504") // a click meanwhile
	p.step(PushAnswered{Ask: p.ask, Sent: 504, Out: upTo(504)}, "look 504+500")
	p.looked(nil, "pull id5")
}

func TestAnAnswerToAnotherQuestionDoesNothing(t *testing.T) {
	p := rested(t)
	p.step(Kick{}, "tell online syncing", "look 0+500")
	old := p.ask
	p.looked(waiting(1, 1), "push c 1-1")
	for _, late := range []Event{Looked{Ask: old}, Looked{Ask: p.ask}, PushAnswered{Ask: old},
		PullOpened{Ask: p.ask}, PullPiece{Ask: p.ask, Pos: "x"}, PullClosed{Ask: p.ask},
		Failed{Ask: old, Err: errors.New("late")}, Staged{Ask: p.ask, OK: true},
		Published{Ask: p.ask}, Reidentified{Ask: p.ask}, Woke{Ask: p.ask}, Woke{Ask: old}} {
		p.step(late)
	}
	p.step(PushAnswered{Ask: p.ask, Sent: 1, Out: upTo(1)}, "look 1+500")
	p.step(PushAnswered{Ask: p.ask - 1, Sent: 1, Out: upTo(1)}) // it comes twice
}

func TestAPushThatFailsIsHalvedAndDoesNotKeepThePullBack(t *testing.T) {
	p := rested(t)
	p.step(Kick{}, "tell online syncing", "look 0+500")
	p.looked(waiting(1, 500), "push c 1-500")
	p.failed(unreachable(nil), "look 0+250")
	p.looked(waiting(1, 250), "pull id3")
	p.step(PullOpened{Ask: p.ask}, "read")
	p.closed("publish id3 with 0")
	p.published("c", "look 0+250")
	p.looked(waiting(1, 250), "tell offline", "end badly", "wait 500ms")
	p.step(Woke{p.ask}, "tell offline syncing", "look 0+250")
	p.looked(waiting(1, 250), "push c 1-250")
	p.step(PushAnswered{Ask: p.ask, Sent: 250, Out: upTo(250)}, "look 250+500") // and grows again
}

func TestALargeBatchIsCutByItsBytes(t *testing.T) {
	list := waiting(1, 3)
	for i := range list {
		list[i].Edit.Args = make([]byte, load/2)
	}
	p := rested(t)
	p.step(Kick{}, "tell online syncing", "look 0+500")
	p.looked(list, "push c 1-2")
}

func TestAManyThousandEditsLetAPullBetween(t *testing.T) {
	p := rested(t)
	p.step(Kick{}, "tell online syncing", "look 0+500")
	p.many(0, mostPushes)
	p.looked(waiting(20_001, 20_500), "pull id3")
	p.step(PullOpened{Ask: p.ask}, "read")
	p.closed("publish id3 with 0")
	p.published("c", "look 20000+500")
	p.looked(waiting(20_001, 20_500), "push c 20001-20500")
}

// TestAManyThousandEditsGoOutWithoutAPull: where nothing can be downloaded, as by a program that is
// too old, the last of them goes all the same. It may be a removal.
func TestAManyThousandEditsGoOutWithoutAPull(t *testing.T) {
	for name, err := range map[string]error{"too old": refusal(wire.DeskTooOld),
		"damaged": garbled(errors.New("rubbish"))} {
		t.Run(name, func(t *testing.T) {
			p := rested(t)
			p.step(Kick{}, "tell online syncing", "look 0+500")
			p.many(0, mostPushes)
			p.looked(waiting(20_001, 20_500), "pull id3")
			p.failed(err, "Leave", "look 20000+500")
			p.many(mostPushes, mostPushes+5)
			p.step(Looked{Ask: p.ask, Contact: lately, At: at("c")}, "tell offline"+
				map[bool]string{true: " update"}[name == "too old"], "end badly", map[bool]string{
				true: "wait 20m0s", false: "wait 500ms"}[name == "too old"])
			if name != "too old" {
				return
			}
			p.step(Kick{}, "tell offline syncing update", "look 0+500")
			p.many(0, mostPushes+5) // a click asks for no download, and so nothing is between
		})
	}
}

// many pushes batches that the server takes.
func (p *played) many(from, to int64) {
	p.t.Helper()
	for i := from; i < to; i++ {
		p.looked(waiting(500*i+1, 500*i+500), fmt.Sprintf("push c %d-%d", 500*i+1, 500*i+500))
		p.step(PushAnswered{Ask: p.ask, Sent: 500*i + 500, Out: upTo(500*i + 500)},
			fmt.Sprintf("look %d+500", 500*i+500))
	}
}

func TestAForkAndAGapTakeANewIdentity(t *testing.T) {
	for _, out := range []edit.Pushed{{Fork: true}, {Gap: true}} {
		p := rested(t)
		p.step(Kick{}, "tell online syncing", "look 0+500")
		p.looked(waiting(4, 5), "push c 4-5")
		for range mostTurns - 1 {
			p.step(PushAnswered{Ask: p.ask, Out: out}, fmt.Sprintf("reidentify id%d", p.ids+1))
			p.step(Reidentified{Ask: p.ask}, "look 0+500")
			p.looked(waiting(1, 2), "push c 1-2")
		}
		p.step(PushAnswered{Ask: p.ask, Out: out}, "tell offline", "end badly", "wait 500ms")
	}
}

func TestAForeignOutcomePushesEverythingAgain(t *testing.T) {
	p := rested(t)
	p.step(Kick{}, "tell online syncing", "look 0+500")
	p.looked(waiting(4, 5), "push c 4-5")
	p.step(PushAnswered{Ask: p.ask, Sent: 5, Out: upTo(5)}, "look 5+500")
	p.looked(nil, "pull id3")
	p.step(PullOpened{Ask: p.ask}, "read")
	p.closed("publish id3 with 0")
	p.published("id4", "look 0+500")
	p.looked(waiting(1, 2), "push c 1-2")
}

func TestADownloadGoesOnFromItsLastMark(t *testing.T) {
	p := play(t)
	p.step(Kick{}, "tell offline syncing", "look 0+500")
	p.looked(nil, "pull id1")
	p.step(PullOpened{Ask: p.ask, Full: true, Total: 30}, "read")
	p.step(PullPiece{Ask: p.ask, Rows: make([]edit.Staged, 10), Pos: "a"}, "stage id1 to a")
	p.step(Staged{Ask: p.ask, OK: true}, "download 10/30", "read")
	p.failed(unreachable(nil), "Leave", "tell offline", "end badly", "wait 500ms")

	p.step(Woke{p.ask}, "tell offline syncing", "look 0+500")
	here := at("c")
	here.Part = edit.Part{Download: "id1", Pos: "a", Full: true}
	p.step(Looked{Ask: p.ask, Contact: lately, At: here}, "pull id1 after a")
	p.step(PullOpened{Ask: p.ask, Full: true, After: "a", Done: 10, Total: 30}, "read")
	p.step(PullPiece{Ask: p.ask, Rows: make([]edit.Staged, 10), Pos: "b"}, "stage id1 after a to b")
	p.step(Staged{Ask: p.ask, OK: true}, "download 20/30", "read")
	p.step(PullClosed{Ask: p.ask, Rows: make([]edit.Staged, 7)}, "publish id1 after b with 7")
	p.published("c", "look 0+500")
}

func TestADownloadThatCannotGoOnBeginsAnew(t *testing.T) {
	here := at("c")
	here.Part = edit.Part{Download: "old", Pos: "a", Full: true}
	for name, open := range map[string]PullOpened{
		"from elsewhere":  {Full: true, After: "z"},
		"in another mode": {Full: false, After: "a"},
	} {
		t.Run(name, func(t *testing.T) {
			p := play(t)
			p.step(Kick{}, "tell offline syncing", "look 0+500")
			p.step(Looked{Ask: p.ask, Contact: lately, At: here}, "pull old after a")
			open.Ask = p.ask
			p.step(open, "Leave", "tell offline", "end badly", "wait 500ms")
			p.step(Woke{p.ask}, "tell offline syncing", "look 0+500")
			p.step(Looked{Ask: p.ask, Contact: lately, At: here}, "pull id1")
		})
	}
	p := play(t) // the server may begin anew by itself
	p.step(Kick{}, "tell offline syncing", "look 0+500")
	p.step(Looked{Ask: p.ask, Contact: lately, At: here}, "pull old after a")
	p.step(PullOpened{Ask: p.ask, Full: true}, "read")
	p.step(PullPiece{Ask: p.ask, Pos: "b"}, "stage old to b")
	p.step(Staged{Ask: p.ask}, "Leave", "look 0+500") // another download took its place
	p.step(Looked{Ask: p.ask, Contact: lately, At: here}, "pull old after a")
	p.step(PullOpened{Ask: p.ask, Full: true, After: "a"}, "read")
	p.closed("publish old after a with 0")
	p.step(Published{Ask: p.ask, Err: problem.New(problem.Damaged, "No.")}, "tell offline",
		"end badly", "wait 500ms")
	p.step(Woke{p.ask}, "tell offline syncing", "look 0+500")
	p.step(Looked{Ask: p.ask, Contact: lately, At: here}, "pull id2")
}

func TestTheBackOffDoublesUpToItsCap(t *testing.T) {
	for _, c := range []struct {
		removals bool
		want     string
	}{
		{false, "500ms 1s 2s 4s 8s 16s 32s 1m0s 1m0s"},
		{true, "500ms 1s 2s 4s 8s 10s 10s 10s 10s"},
	} {
		p := rested(t)
		p.step(Kick{}, "tell online syncing", "look 0+500")
		for i, want := range strings.Fields(c.want) {
			p.step(Looked{Ask: p.ask, Contact: lately, At: at("c"), Removals: c.removals},
				fmt.Sprint("pull id", i+3))
			p.failed(unreachable(nil), "Leave", "tell offline", "end badly", "wait "+want)
			p.step(Woke{p.ask}, "tell offline syncing", "look 0+500")
		}
		p.looked(nil, "pull id12")
		p.failed(unreachable(nil), "Leave", "tell offline", "end badly", "wait 1m0s")
		p.step(Kick{}, "tell offline syncing", "look 0+500") // a click is tried at once
		p.looked(nil, "pull id13")
		p.failed(unreachable(nil), "Leave", "tell offline", "end badly", "wait 500ms")
		p.step(Poke{77}, "tell offline syncing", "look 0+500")
		p.looked(nil, "pull id14")
		p.failed(unreachable(nil), "Leave", "tell offline", "end badly", "wait 500ms")
	}
}

func TestTheTimeThatTheServerAsksForIsKept(t *testing.T) {
	p := rested(t)
	p.step(Kick{}, "tell online syncing", "look 0+500")
	p.looked(waiting(1, 1), "push c 1-1")
	p.step(Failed{Ask: p.ask, Err: unreachable(nil), Later: 90 * time.Second}, "tell offline",
		"end badly", "wait 1m53s")
	p.step(Kick{})
	p.step(Poke{77})
	p.step(Kick{Insists: true}, "tell offline syncing", "look 0+500")
	p.looked(nil, "pull id3")
	p.step(Failed{Ask: p.ask, Err: unreachable(nil), Later: 48 * time.Hour}, "Leave",
		"tell offline", "end badly", "wait 12m30.5s")
	p.step(Woke{p.ask}, "tell offline syncing", "look 0+500")
	p.looked(nil, "pull id4")
	p.step(Failed{Ask: p.ask, Err: unreachable(nil), Later: time.Hour}, "Leave", "tell offline",
		"end badly", "wait 12m31s")
	p.step(Pause{}, "Leave")
	p.step(Kick{}, "tell offline syncing", "look 0+500") // nothing wakes it any more
}

// TestALongUploadSaysHowFarItIs, over the pulls between, and with what is added meanwhile.
func TestALongUploadSaysHowFarItIs(t *testing.T) {
	p := rested(t)
	p.step(Kick{}, "tell online syncing", "look 0+500")
	look := func(acked, from, to int64, pending int, want string) {
		t.Helper()
		here := at("c")
		here.Acked = acked
		p.step(Looked{Ask: p.ask, Contact: lately, At: here, Waiting: waiting(from, to),
			Pending: pending}, want)
	}
	look(7, 8, 207, 5200, "push c 8-207")
	p.step(PushAnswered{Ask: p.ask, Sent: 207, Out: upTo(207)}, "upload 200/5200", "look 207+500")
	look(7, 208, 407, 5300, "push c 208-407")
	p.step(PushAnswered{Ask: p.ask, Sent: 407, Out: upTo(407)}, "upload 400/5300", "look 407+500")
	p.pushes = mostPushes
	look(7, 408, 607, 5300, "pull id3")
	p.step(PullOpened{Ask: p.ask}, "read")
	p.closed("publish id3 with 0")
	p.published("c", "look 407+500")
	look(407, 408, 607, 4900, "push c 408-607")
	p.step(PushAnswered{Ask: p.ask, Sent: 607, Out: upTo(607)}, "upload 600/5300", "look 607+500")
	p.step(Failed{Ask: p.ask})
	few := rested(t) // a few are gone before anybody has read it
	few.step(Kick{}, "tell online syncing", "look 0+500")
	few.step(Looked{Ask: few.ask, Contact: lately, At: at("c"), Waiting: waiting(1, 9), Pending: 9},
		"push c 1-9")
	few.step(PushAnswered{Ask: few.ask, Sent: 9, Out: upTo(9)}, "look 9+500")
}

// TestWhatTheServerSpeaksIsHeardBeforeAnythingIsPushed: what it said when it was last heard.
func TestWhatTheServerSpeaksIsHeardBeforeAnythingIsPushed(t *testing.T) {
	here := at("c")
	here.Schema = 4
	for _, c := range []struct {
		speaks wire.Range
		want   []string
	}{
		{wire.Range{}, []string{"push c 1-1"}},
		{wire.Range{Oldest: 3, Newest: 4}, []string{"push c 1-1"}},
		{wire.Range{Oldest: 5, Newest: 6}, []string{"tell online syncing update", "push c 1-1"}},
		{wire.Range{Oldest: 1, Newest: 3}, []string{"pull id3"}},
	} {
		p := rested(t)
		p.step(Kick{}, "tell online syncing", "look 0+500")
		p.step(Looked{Ask: p.ask, Contact: lately, At: here, Waiting: waiting(1, 1),
			Speaks: c.speaks}, c.want...)
	}
	p := rested(t)
	p.step(Kick{}, "tell online syncing", "look 0+500")
	old := Looked{Contact: lately, At: here, Waiting: waiting(1, 1),
		Speaks: wire.Range{Oldest: 1, Newest: 3}}
	old.Ask = p.ask
	p.step(old, "pull id3")
	p.failed(refusal(wire.ServerTooOld), "Leave", "tell offline server_update", "end badly",
		"wait 1m0s")
	p.step(Woke{p.ask}, "tell offline syncing server_update", "look 0+500")
	old.Ask = p.ask
	p.step(old, "pull id4")
	p.step(PullOpened{Ask: p.ask}, "read") // it was updated
	p.closed("publish id4 with 0")
	p.published("c", "look 0+500")
	old.Ask, old.Speaks.Newest = p.ask, 4
	p.step(old, "push c 1-1")
}

func refusal(code string) error {
	return problem.New(problem.Denied, "No.").On(code)
}

func TestARevokedMachineStopsForGood(t *testing.T) {
	p := rested(t)
	p.step(Kick{}, "tell online syncing", "look 0+500")
	p.looked(waiting(1, 1), "push c 1-1")
	p.failed(refusal(wire.MachineRevoked), "tell offline pairing", "end badly")
	for _, e := range []Event{Kick{}, Kick{Insists: true}, Poke{77}, Woke{p.ask}, Pause{},
		PushAnswered{Ask: p.ask}} {
		p.step(e)
	}
	if !p.IsStopped() || p.Standing().Trouble == "" {
		t.Errorf("it stands %+v", p.Standing())
	}
}

func TestAProgramThatIsTooOldStillPushes(t *testing.T) {
	p := rested(t)
	p.step(Kick{}, "tell online syncing", "look 0+500")
	p.looked(nil, "pull id3")
	p.failed(refusal(wire.DeskTooOld), "Leave", "tell offline update", "end badly", "wait 20m0s")
	p.step(Kick{}, "tell offline syncing update", "look 0+500")
	p.looked(waiting(1, 1), "push c 1-1")
	p.step(PushAnswered{Ask: p.ask, Sent: 1, Out: upTo(1)}, "look 1+500")
	p.looked(nil, "tell online update", "end well", "wait 20m0s")
	p.step(Woke{p.ask}, "tell online syncing update", "look 0+500") // perhaps it is not any more
	p.looked(waiting(1, 1), "push c 1-1")
	p.step(PushAnswered{Ask: p.ask, Sent: 1, Out: upTo(1)}, "look 1+500")
	p.looked(nil, "pull id4")
	p.step(PullOpened{Ask: p.ask}, "read")
	p.closed("publish id4 with 0")
	p.published("c", "look 1+500")
	p.looked(nil, "tell online", "end well", "wait 1m0s")
}

func TestAServerThatIsTooOldLetsEditsWait(t *testing.T) {
	p := rested(t)
	p.step(Kick{}, "tell online syncing", "look 0+500")
	p.looked(waiting(1, 1), "push c 1-1")
	p.failed(refusal(wire.ServerTooOld), "tell offline server_update", "end badly", "wait 1m0s")
}

func TestAKickDuringARoundBeginsAnother(t *testing.T) {
	p := rested(t)
	p.step(Kick{}, "tell online syncing", "look 0+500")
	p.looked(nil, "pull id3")
	p.step(Kick{})
	p.step(PullOpened{Ask: p.ask}, "read")
	p.step(Poke{9}) // which this round brings
	p.closed("publish id3 with 0")
	p.published("c", "look 0+500")
	p.looked(nil, "tell online", "end well", "wait 1m0s", "tell online syncing", "look 0+500")
	p.looked(nil, "pull id5")
	p.step(Poke{10})
	p.step(PullOpened{Ask: p.ask}, "read")
	p.closed("publish id5 with 0")
	p.published("c", "look 0+500")
	p.looked(nil, "tell online", "end well", "wait 1m0s", "tell online syncing", "look 0+500")
	p.looked(nil, "pull id7")
	p.step(PullOpened{Ask: p.ask}, "read")
	p.closed("publish id7 with 0")
	p.published("c", "look 0+500")
	p.looked(nil, "tell online", "end well", "wait 1m0s")
	p.step(Poke{9})
	p.step(Poke{10}, "tell online syncing", "look 0+500")
}

func TestAPauseLeavesEverythingUntilTheNextKick(t *testing.T) {
	p := play(t)
	p.step(Kick{}, "tell offline syncing", "look 0+500")
	p.looked(nil, "pull id1")
	p.step(PullOpened{Ask: p.ask}, "read")
	p.step(Pause{}, "Leave", "tell offline")
	p.step(PullClosed{Ask: p.ask})
	p.step(Woke{p.ask})
	p.step(Kick{}, "tell offline syncing", "look 0+500")
}

func TestWhatTheUserHears(t *testing.T) {
	disk := problem.New(problem.Unavailable, "The disk is full.")
	for _, c := range []struct {
		name  string
		event func(ask int) Event
		want  string
	}{
		{"offline", func(ask int) Event { return Failed{Ask: ask, Err: unreachable(nil)} }, ""},
		{"given up", func(ask int) Event { return Failed{Ask: ask, Err: context.Canceled} }, ""},
		{"refused", func(ask int) Event { return Failed{Ask: ask, Err: refusal("")} }, "No."},
		{"not as a problem", func(ask int) Event { return Failed{Ask: ask, Err: errors.New("x")} },
			"The exchange with the portal failed. It is tried again."},
	} {
		p := rested(t)
		p.Step(Kick{})
		p.Step(Looked{Ask: p.ask + 1, At: at("c")})
		p.Step(c.event(p.Machine.ask))
		if got := p.Standing(); got.Trouble != c.want || got.Online || got.Syncing {
			t.Errorf("%s: it stands %+v", c.name, got)
		}
	}
	p := rested(t)
	p.Step(Kick{})
	p.Step(Looked{Ask: p.ask + 1, Err: disk})
	if got := p.Standing(); got.Trouble != disk.Text {
		t.Errorf("a full disk: it stands %+v", got)
	}
}

// TestWhatIsMadeWhileAPullIsRefusedIsSent: it may be a removal, for the quarantine.
func TestWhatIsMadeWhileAPullIsRefusedIsSent(t *testing.T) {
	p := rested(t)
	p.step(Kick{}, "tell online syncing", "look 0+500")
	p.looked(nil, "pull id3")
	p.failed(refusal(wire.MachineRevoked), "Leave", "look 0+500")
	p.looked(waiting(1, 1), "push c 1-1")
	p.step(Failed{Ask: p.ask, Err: refusal(wire.MachineRevoked), Sent: 1}, "look 1+500")
	p.looked(nil, "tell offline pairing", "end badly")
}
