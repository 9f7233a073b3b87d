package records

import (
	"strconv"
	"strings"

	"gatehouse/backend/problem"
)

// Money is an amount in the smallest unit of a currency, such as cents.
type Money struct {
	Minor    int64
	Currency string // ISO 4217, such as EUR
}

// decimals says how many digits of the smallest unit a currency has, where it is not two.
var decimals = map[string]int{"BHD": 3, "CLP": 0, "ISK": 0, "JOD": 3, "JPY": 0, "KRW": 0, "KWD": 3,
	"OMR": 3, "TND": 3, "VND": 0}

// Decimals is how many digits stand behind the point.
func (m Money) Decimals() int {
	if n, special := decimals[m.Currency]; special {
		return n
	}
	return 2
}

// Format writes the amount with the marks of a language, such as "1.234,50 EUR".
func (m Money) Format(thousands, point string) string {
	sign, n := "", m.Minor
	if n < 0 {
		sign, n = "-", -n
	}
	digits := strconv.FormatInt(n, 10)
	places := m.Decimals()
	for len(digits) <= places {
		digits = "0" + digits
	}
	whole, rest := digits[:len(digits)-places], digits[len(digits)-places:]
	var groups []string
	for len(whole) > 3 {
		groups = append([]string{whole[len(whole)-3:]}, groups...)
		whole = whole[:len(whole)-3]
	}
	text := sign + strings.Join(append([]string{whole}, groups...), thousands)
	if places > 0 {
		text += point + rest
	}
	return text + " " + m.Currency
}

// String writes the amount in English.
func (m Money) String() string { return m.Format(",", ".") }

// Check refuses what is no currency.
func (m Money) Check() error {
	ok := len(m.Currency) == 3
	for _, r := range m.Currency {
		ok = ok && r >= 'A' && r <= 'Z'
	}
	if !ok {
		return problem.New(problem.Invalid, "Write the currency like EUR or USD.").On("currency")
	}
	return nil
}
