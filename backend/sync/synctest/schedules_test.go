package synctest

import (
	"flag"
	"os"
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"gatehouse/backend/edit"
)

var (
	oneSeed   = flag.Int64("seed", 0, "TestOneSeed plays this seed, and tells what happens")
	oneGround = flag.String("ground", string(Memory), "on this ground")
	firstSeed = flag.Int64("from", 1, "the first seed of every other run")
	plain     = flag.Bool("plain", false, "TestOneSeed plays it as a schedule that is never wide")
	counts    = map[Ground]*int{
		Memory:   flag.Int("memory", 20_000, "how many schedules to play in memory"),
		Files:    flag.Int("files", 200, "how many on SQLite and HTTP"),
		Postgres: flag.Int("postgres", 50, "how many on PostgreSQL and HTTP")}
)

// enough is how many schedules reach every cell.
var enough = map[Ground]int{Memory: 500, Files: 500, Postgres: 500}

// steps is how long a schedule is: on files every exchange is a whole round.
var steps = map[Ground]int{Memory: 90, Files: 40, Postgres: 40}

// stage gives a schedule on a ground, with a folder in memory, where there is one.
func stage(t testing.TB, g Ground) Schedule {
	t.Helper()
	s := Schedule{Ground: g, Steps: steps[g], Trouble: 30}
	was := edit.Added
	edit.Added = added()
	t.Cleanup(func() { edit.Added = was })
	if g == Memory {
		return s
	}
	if g == Postgres && os.Getenv("GATEHOUSE_POSTGRES") == "" {
		text := "GATEHOUSE_POSTGRES is not set: build/test.sh starts a PostgreSQL for the tests"
		if os.Getenv("CI") == "true" {
			t.Fatal(text)
		}
		t.Skip(text)
	}
	folder, err := os.MkdirTemp("/dev/shm", "gatehouse-synctest-")
	if err != nil {
		folder = t.TempDir()
	}
	s.Folder = folder
	if s.Template, err = NewTemplate(folder); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Template.Remove(); err != nil {
			t.Error(err)
		}
		if err := os.RemoveAll(folder); err != nil {
			t.Error(err)
		}
	})
	return s
}

// play plays one seed, on files in a folder of its own, which it removes.
func play(t testing.TB, s Schedule) []string {
	t.Helper()
	if s.Ground == Memory {
		return Play(s)
	}
	folder, err := os.MkdirTemp(s.Folder, "run-")
	if err != nil {
		t.Error(err)
		return nil
	}
	defer os.RemoveAll(folder)
	s.Folder = folder
	return Play(s)
}

func TestOneSeed(t *testing.T) {
	if *oneSeed == 0 {
		t.Skip("a failing seed is played again with -seed")
	}
	s := stage(t, Ground(*oneGround))
	s.Plain = *plain
	s.Seed, s.Trace = *oneSeed, func(what string) { t.Log(what) }
	for _, broken := range play(t, s) {
		t.Error(broken)
	}
}

func TestSchedules(t *testing.T) {
	for _, g := range []Ground{Memory, Files, Postgres} {
		t.Run(string(g), func(t *testing.T) {
			n := *counts[g]
			if testing.Short() {
				n /= 10
			}
			start := time.Now()
			reached := many(t, stage(t, g), n)
			took := time.Since(start)
			t.Logf("%d schedules in %v, %.0f a second", n, took.Round(time.Second/10),
				float64(n)/took.Seconds())
			for _, cell := range Cells {
				t.Logf("%6d: %s", reached[cell], cell)
				if reached[cell] == 0 && n >= enough[g] {
					t.Errorf("no schedule reached this: %s", cell)
				}
			}
		})
	}
}

// many plays so many seeds, as many at once as there are processors, and gives how many schedules
// reached each cell. Each has its own office.
func many(t *testing.T, s Schedule, n int) (reached map[string]int) {
	t.Helper()
	reached = map[string]int{}
	var mu sync.Mutex
	percent := 400 // there is much to throw away, and room
	if s.Ground == Memory {
		percent = 1200
	}
	defer debug.SetGCPercent(debug.SetGCPercent(percent))
	var next, found atomic.Int64
	var all sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		all.Go(func() {
			s := s
			for i := next.Add(1); i <= int64(n) && found.Load() < 3; i = next.Add(1) {
				s.Seed = *firstSeed + i - 1
				mine := map[string]bool{}
				s.Reach = func(cell string) { mine[cell] = true }
				broken := play(t, s)
				mu.Lock()
				for cell := range mine {
					reached[cell]++
				}
				mu.Unlock()
				if len(broken) > 0 {
					found.Add(1)
					t.Errorf("seed %d: %s\nPlay it again: %s", s.Seed, broken[0], Command(s))
				}
			}
		})
	}
	all.Wait()
	return reached
}
