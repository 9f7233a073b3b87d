package synctest

import (
	"bufio"
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"testing"

	"github.com/klauspost/compress/zstd"

	"gatehouse/backend/sync/wire"
)

// onlyOnFiles are faults of what memory has not: the answers that HTTP carries.
var onlyOnFiles = []Fault{
	{Name: "a download that was cut is published", Breaks: "I2", Cut: withoutTheMiddle},
}

// alsoOnFiles are faults of memory that are planted there as well, to see that the checks look.
var alsoOnFiles = []string{"every try of a push has fresh uids", "an update brings every field",
	"the answer to an old question is published"}

// withoutTheMiddle drops rows of a download and leaves its last line.
func withoutTheMiddle(whole []byte) []byte {
	r, err := zstd.NewReader(bytes.NewReader(whole))
	if err != nil {
		return whole
	}
	defer r.Close()
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, wire.MaxBody)
	var all [][]byte
	for lines.Scan() {
		all = append(all, bytes.Clone(lines.Bytes()))
	}
	if len(all) < 3 {
		return whole
	}
	all = append(all[:1+(len(all)-2)/2], all[len(all)-1])
	sum := uint32(0) // the sums of rows would tell
	for _, row := range all[1 : len(all)-1] {
		sum = wire.Sum(wire.Sum(sum, row), []byte("\n"))
	}
	n := len(all) - 1
	all[n] = regexp.MustCompile(`"sum":\d+`).ReplaceAll(all[n], fmt.Appendf(nil, `"sum":%d`, sum))
	w, err := zstd.NewWriter(nil)
	if err != nil {
		return whole
	}
	return w.EncodeAll(append(bytes.Join(all, []byte("\n")), '\n'), nil)
}

func TestFaultsAreFoundOnFiles(t *testing.T) {
	all := slices.Clone(onlyOnFiles)
	for _, f := range faults {
		if slices.Contains(alsoOnFiles, f.Name) {
			all = append(all, f)
		}
	}
	if len(all) != len(onlyOnFiles)+len(alsoOnFiles) {
		t.Fatalf("only %d faults", len(all))
	}
	s := stage(t, Files)
	for _, s.Fault = range pointers(all) {
		t.Run(s.Fault.Name, func(t *testing.T) {
			for s.Seed = 1; s.Seed <= 200; s.Seed++ {
				if broken := play(t, s); len(broken) > 0 {
					t.Logf("seed %d: %s", s.Seed, broken[0])
					return
				}
			}
			t.Error("not found within 200 schedules")
		})
	}
}

func pointers(all []Fault) (list []*Fault) {
	for i := range all {
		list = append(list, &all[i])
	}
	return list
}
