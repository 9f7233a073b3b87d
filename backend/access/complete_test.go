package access

import (
	"math/bits"
	"testing"
)

// TestEveryFaultHasItsGateAndItsSentence keeps the tables complete.
func TestEveryFaultHasItsGateAndItsSentence(t *testing.T) {
	for f := Fault(1); f < faults; f <<= 1 {
		n := 0
		for _, g := range gates {
			if g.faults&f != 0 {
				n++
			}
		}
		if say, ok := sentences[f]; n != 1 || !ok || say.text == "" {
			t.Errorf("fault %b has %d gates and the sentence %q", f, n, say.text)
		}
	}
	if len(sentences) != bits.TrailingZeros64(uint64(faults)) {
		t.Errorf("%d sentences", len(sentences))
	}
}
