package portal

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// brand is a style sheet that puts the office's colour in the place of the portal's own. Whatever
// the colour, text on it and text in it stay legible, in light and in dark: WCAG asks for a
// contrast of 4.5. Without a colour it is empty.
func brand(accent string) string {
	c, ok := parseColour(accent)
	if !ok {
		return ""
	}
	on := ink
	for _, other := range []colour{white, black} {
		if contrast(on, c) < legible {
			on = other
		}
	}
	light, dark := c.mix(white, 0.88), c.mix(night, 0.75)
	said := c.against(black, light, sheet)
	bright := c.against(white, dark, night)
	return fmt.Sprintf(`:root {
  --c-accent: %s;
  --c-on-accent: %s;
  --c-accent-text: light-dark(%s, %s);
  --c-focus: light-dark(%s, %s);
  --c-current: light-dark(%s, %s);
  --c-ticked: light-dark(%s, %s);
}
`, c, on, said, bright, said, bright, light, dark, c.mix(white, 0.94), c.mix(night, 0.85))
}

const legible = 4.5

// colour is red, green and blue, each from 0 to 1.
type colour [3]float64

var (
	white = colour{1, 1, 1}
	black = colour{}
	ink   = colour{0x1a / 255.0, 0x1b / 255.0, 0x1e / 255.0} // the text of a light page
	sheet = colour{0xf7 / 255.0, 0xf8 / 255.0, 0xf9 / 255.0} // the darkest ground of a light page
	night = colour{0x26 / 255.0, 0x28 / 255.0, 0x2b / 255.0} // the lightest ground of a dark one
)

func parseColour(text string) (c colour, ok bool) {
	digits, ok := strings.CutPrefix(text, "#")
	n, err := strconv.ParseUint(digits, 16, 32)
	for i := range c {
		c[i] = float64(n>>(16-8*i)&0xff) / 255
	}
	return c, ok && err == nil && len(digits) == 6
}

// String writes #rrggbb.
func (c colour) String() string {
	at := func(i int) int { return int(math.Round(c[i] * 255)) }
	return fmt.Sprintf("#%02x%02x%02x", at(0), at(1), at(2))
}

// mix gives c with a share of another colour in it.
func (c colour) mix(other colour, share float64) (m colour) {
	for i := range c {
		m[i] = c[i]*(1-share) + other[i]*share
	}
	return m
}

// against gives the colour nearest to c on the way to another one that is legible on two grounds.
func (c colour) against(to, one, two colour) colour {
	for share := 0.0; share < 1; share += 0.05 {
		m := c.mix(to, share)
		if min(contrast(m, one), contrast(m, two)) >= legible+0.1 {
			return m
		}
	}
	return to
}

// contrast is that of WCAG 2, from 1 to 21.
func contrast(a, b colour) float64 {
	high, low := a.luminance(), b.luminance()
	if high < low {
		high, low = low, high
	}
	return (high + 0.05) / (low + 0.05)
}

func (c colour) luminance() float64 {
	var l [3]float64
	for i, v := range c {
		if l[i] = v / 12.92; v > 0.04045 {
			l[i] = math.Pow((v+0.055)/1.055, 2.4)
		}
	}
	return 0.2126*l[0] + 0.7152*l[1] + 0.0722*l[2]
}
