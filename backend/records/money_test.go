package records

import "testing"

func TestMoneyIsWrittenByItsCurrency(t *testing.T) {
	for _, c := range []struct {
		m    Money
		want string
	}{
		{Money{123450, "EUR"}, "1,234.50 EUR"}, {Money{5, "USD"}, "0.05 USD"},
		{Money{-100000000, "EUR"}, "-1,000,000.00 EUR"}, {Money{1234, "JPY"}, "1,234 JPY"},
		{Money{0, "KWD"}, "0.000 KWD"},
	} {
		if got := c.m.String(); got != c.want {
			t.Errorf("%+v is written %q, want %q", c.m, got, c.want)
		}
	}
	if got := (Money{123450, "EUR"}).Format(".", ","); got != "1.234,50 EUR" {
		t.Errorf("German: %q", got)
	}
	for _, bad := range []string{"", "eur", "EURO", "E1R"} {
		if (Money{1, bad}).Check() == nil {
			t.Errorf("%q is taken for a currency", bad)
		}
	}
}
