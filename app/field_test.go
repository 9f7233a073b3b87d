package app

import (
	"testing"

	"gatehouse/backend/records"
)

func TestMoneyIsReadAsPeopleWriteIt(t *testing.T) {
	for text, want := range map[string]records.Money{
		"1234.50 EUR": {Minor: 123450, Currency: "EUR"}, "7 jpy": {Minor: 7, Currency: "JPY"},
		"0,5 usd": {Minor: 50, Currency: "USD"}, "-3.10 EUR": {Minor: -310, Currency: "EUR"},
		"": {}} {
		if got, err := parseMoney(text); err != nil || got != want {
			t.Errorf("%q is read as %+v, %v", text, got, err)
		}
	}
	for _, wrong := range []string{"1", "1.234 EUR", "EUR", "1 EURO", "1.2.3 EUR", "x EUR",
		"99999999999999999999 EUR", "1.-5 EUR"} {
		if got, err := parseMoney(wrong); err == nil {
			t.Errorf("%q is read as %+v", wrong, got)
		}
	}
}
