package app_test

import (
	"fmt"
	"strings"
	"testing"
)

// BenchmarkImport imports a list of 20,000 people of 2,000 companies.
func BenchmarkImport(b *testing.B) {
	var text strings.Builder
	text.WriteString("first_name,last_name,company,email\n")
	for i := range 20_000 {
		fmt.Fprintf(&text, "Given%d,Family%d,Company %d,p%d@example.com\n", i%977, i, i%2000, i)
	}
	for b.Loop() {
		desk, _ := alone(b)
		p := plan(b, desk, "many.csv", []byte(text.String()))
		if _, err := desk.RunImport(p.ID); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(20_000*float64(b.N)/b.Elapsed().Seconds(), "people/s")
}
