package records

import (
	"encoding/json"
	"math"
	"testing"
)

func TestLinesComeToWhatTheySay(t *testing.T) {
	for name, c := range map[string]struct {
		lines           Lines
		net, tax, total int64
	}{
		"one":      {Lines{{"A", 1000, 9999, 1900}}, 9999, 1900, 11_899},
		"parts":    {Lines{{"A", 333, 1000, 0}, {"B", 1500, 333, 0}}, 333 + 500, 0, 833},
		"by rate":  {Lines{{"A", 1000, 3, 1900}, {"B", 1000, 3, 1900}, {"C", 1000, 10, 700}}, 16, 2, 18},
		"discount": {Lines{{"A", 1000, 10_000, 1900}, {"Less", 1000, -5000, 1900}}, 5000, 950, 5950},
		"largest": {Lines{{"A", mostQuantity, mostPrice, 10_000}}, mostPrice * mostQuantity / 1000,
			mostPrice * mostQuantity / 1000, mostPrice * mostQuantity / 500},
	} {
		s := c.lines.In("EUR")
		if s.Net.Minor != c.net || s.Tax.Minor != c.tax || s.Total.Minor != c.total {
			t.Errorf("%s comes to %+v", name, s)
		}
	}
	if mostPrice*mostQuantity/1000*mostLines*2 > math.MaxInt64/2 {
		t.Error("a sum of the largest lines does not fit")
	}
}

func TestLinesAreKeptAsTheyAre(t *testing.T) {
	for _, lines := range []Lines{nil, {{"A “quoted”, ü", 1500, -3, 700}}} {
		text, err := json.Marshal(&lines)
		var back Lines
		if err == nil {
			err = json.Unmarshal(text, &back)
		}
		if err != nil || len(back) != len(lines) || len(back) > 0 && back[0] != lines[0] ||
			len(lines) == 0 && back != nil {
			t.Errorf("%s is read as %+v, %v", text, back, err)
		}
	}
}

func TestDecimals(t *testing.T) {
	for n, want := range map[int64]string{1500: "1.5", 1000: "1", 333: "0.333", 1050: "1.05"} {
		if got := Decimal(n, 1000, "."); got != want {
			t.Errorf("%d is written %s", n, got)
		}
	}
}

func TestPayLinksLeadToOneAddress(t *testing.T) {
	i := &Invoice{Number: "R 7/&x=1", Currency: "EUR",
		Lines: Lines{{"A", 1000, 123_456, 0}}}
	const template = "https://pay.example/{number}?amount={amount}&currency={currency}&m={minor}"
	want := "https://pay.example/R%207%2F%26x%3D1?amount=1234.56&currency=EUR&m=123456"
	if got := i.PayAt(template); got != want || CheckPayLink(template) != nil {
		t.Errorf("%s, %v", got, CheckPayLink(template))
	}
	for _, bad := range []string{"http://pay.example/{number}", "https://", "javascript:alert(1)",
		"https://{number}.example/", "https://user@pay.example/", "https://pay.example/{other}",
		"https://pay.example/ x", `https://pay.example/"`, "//pay.example/"} {
		if CheckPayLink(bad) == nil {
			t.Errorf("%s is taken", bad)
		}
	}
}
