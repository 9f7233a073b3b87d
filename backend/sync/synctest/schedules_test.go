package synctest

import (
	"flag"
	"os"
	"testing"
	"time"
)

var (
	oneSeed   = flag.Int64("seed", 0, "play this seed only, and tell what happens")
	schedules = flag.Int("schedules", 0, "how many schedules to play; 0 = what fits in a minute")
	firstSeed = flag.Int64("from", 1, "the first seed")
)

// stage gives a folder in memory, where there is one, and a template in it.
func stage(t testing.TB) (folder string, template *Template) {
	t.Helper()
	folder, err := os.MkdirTemp("/dev/shm", "gatehouse-synctest-")
	if err != nil {
		folder = t.TempDir()
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(folder); err != nil {
			t.Error(err)
		}
	})
	if template, err = NewTemplate(folder); err != nil {
		t.Fatal(err)
	}
	return folder, template
}

// play plays one seed in a folder of its own, which it removes.
func play(t testing.TB, s Schedule) []string {
	t.Helper()
	folder, err := os.MkdirTemp(s.Folder, "run-")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(folder)
	s.Folder, s.Steps, s.Trouble = folder, 40, 30
	return Play(s)
}

func TestSchedules(t *testing.T) {
	folder, template := stage(t)
	s := Schedule{Folder: folder, Template: template}
	if *oneSeed != 0 {
		s.Seed, s.Trace = *oneSeed, func(what string) { t.Log(what) }
		for _, broken := range play(t, s) {
			t.Error(broken)
		}
		return
	}
	budget := 45 * time.Second
	if testing.Short() {
		budget = 5 * time.Second
	}
	start, n := time.Now(), 0
	for ; *schedules == 0 && time.Since(start) < budget || n < *schedules; n++ {
		s.Seed = *firstSeed + int64(n)
		if broken := play(t, s); len(broken) > 0 {
			t.Fatalf("seed %d: %s\nPlay it again: %s", s.Seed, broken[0], Command(s.Seed))
		}
	}
	t.Logf("%d schedules in %v", n, time.Since(start).Round(time.Second))
}
