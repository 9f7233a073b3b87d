package portal

import (
	"fmt"
	"strings"

	"github.com/boombuler/barcode/qr"
)

// qrCode is a QR code as the outline of its dark squares.
type qrCode struct {
	Size int    // squares to a side, with the light border that cameras need
	Path string // of an SVG
}

const qrBorder = 4

// qrOf draws a text as a QR code; one that is too long for any has no path.
func qrOf(text string) qrCode {
	code, err := qr.Encode(text, qr.M, qr.Auto)
	if err != nil {
		return qrCode{}
	}
	var path strings.Builder
	side := code.Bounds().Dx()
	for y := range side {
		for x := range side {
			if r, _, _, _ := code.At(x, y).RGBA(); r == 0 {
				fmt.Fprintf(&path, "M%d %dh1v1h-1z", x+qrBorder, y+qrBorder)
			}
		}
	}
	return qrCode{side + 2*qrBorder, path.String()}
}
