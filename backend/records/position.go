package records

import (
	"encoding/json"
	"strconv"
	"strings"

	"gatehouse/backend/problem"
)

// Position is one line of an invoice, a quotation or a sales order. A discount has a price below
// zero.
type Position struct {
	Text     string
	Quantity int64 // in thousandths: 1500 = one and a half
	Price    int64 // of one, without tax, in the currency's smallest unit
	Tax      int64 // in hundredths of a percent: 1900 = 19 %
}

// Net is the price of the whole line without tax, rounded to the smallest unit.
func (l Position) Net() int64 { return rounded(l.Quantity*l.Price, 1000) }

// Lines are the positions of a document, in their order.
type Lines []Position

// Sum is what lines come to.
type Sum struct {
	Net, Tax, Total Money
	Rates           []Rate // what each rate of tax comes to, in the order of the lines
}

// Rate is the tax of one rate, in hundredths of a percent.
type Rate struct {
	Tax int64
	Of  Money // the net amount
	Is  Money
}

// In adds the lines up in a currency. Tax is taken of the sum of each rate, and not line by line,
// so that the document comes to what it says.
func (l Lines) In(currency string) Sum {
	s := Sum{Net: Money{Currency: currency}, Tax: Money{Currency: currency}}
	for _, line := range l {
		s.add(line)
	}
	for i := range s.Rates {
		r := &s.Rates[i]
		whole, rest := r.Of.Minor/10_000, r.Of.Minor%10_000
		r.Is = Money{whole*r.Tax + rounded(rest*r.Tax, 10_000), currency}
		s.Tax.Minor += r.Is.Minor
	}
	s.Total = Money{s.Net.Minor + s.Tax.Minor, currency}
	return s
}

func (s *Sum) add(line Position) {
	net := line.Net()
	s.Net.Minor += net
	for i := range s.Rates {
		if s.Rates[i].Tax == line.Tax {
			s.Rates[i].Of.Minor += net
			return
		}
	}
	s.Rates = append(s.Rates, Rate{Tax: line.Tax, Of: Money{net, s.Net.Currency}})
}

// rounded divides, halves away from zero.
func rounded(n, by int64) int64 {
	if n < 0 {
		return -rounded(-n, by)
	}
	return (n + by/2) / by
}

// The bounds of a line keep every sum far from what 64 bits hold.
const (
	mostLines    = 200
	mostQuantity = 100_000_000
	mostPrice    = 1_000_000_000
)

// Check refuses lines that say nothing or that no sum can hold.
func (l Lines) Check() error {
	if len(l) == 0 || len(l) > mostLines {
		return problem.New(problem.Invalid, "Write 1 to 200 lines.").On("lines")
	}
	for _, line := range l {
		switch {
		case strings.TrimSpace(line.Text) == "" || len(line.Text) > 1000:
			return problem.New(problem.Invalid, "A line says in 1 to 1000 letters what it is.").
				On("lines")
		case line.Quantity <= 0 || line.Quantity > mostQuantity:
			return problem.New(problem.Invalid, "A quantity is above 0 and at most 100,000.").
				On("lines")
		case line.Price < -mostPrice || line.Price > mostPrice:
			return problem.New(problem.Invalid, "A price is at most 10,000,000.").On("lines")
		case line.Tax < 0 || line.Tax > 10_000:
			return problem.New(problem.Invalid, "A tax is from 0 to 100 %.").On("lines")
		}
	}
	return nil
}

// MarshalText writes the lines as the store keeps them.
func (l Lines) MarshalText() ([]byte, error) { return json.Marshal([]Position(l)) }

// UnmarshalText reads what MarshalText wrote.
func (l *Lines) UnmarshalText(text []byte) error {
	*l = nil
	if len(text) == 0 || string(text) == "null" {
		return nil
	}
	return json.Unmarshal(text, (*[]Position)(l))
}

// Decimal writes a number of thousandths or hundredths without needless zeros, with the point of a
// language: 1500 of 1000 is "1.5".
func Decimal(n, of int64, point string) string {
	whole := strconv.FormatInt(n/of, 10)
	rest := n % of
	if rest == 0 {
		return whole
	}
	digits := strconv.FormatInt(of+rest, 10)[1:]
	return whole + point + strings.TrimRight(digits, "0")
}
