package exchange

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	xunicode "golang.org/x/text/encoding/unicode"
)

// signatures are the beginnings of files that people choose by mistake.
var signatures = []struct{ begin, what string }{
	{"PK\x05\x06", "an empty ZIP archive"},
	{"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "an old Excel workbook, or one with a password"},
	{"%PDF-", "a PDF document"},
	{"\x1F\x8B", "a compressed file"},
	{"\x89PNG", "a picture"},
	{"\xFF\xD8\xFF", "a picture"},
	{"GIF8", "a picture"},
	{"SQLite format 3\x00", "a database"},
	{"{\\rtf", "a text document"},
	{"<!doctype", "a web page"},
	{"<html", "a web page"},
	{"<?xml", "an XML file"},
	{"begin:vcard", "a vCard file"},
}

// foreign says what a file is when it is plainly no delimited text, or nothing.
func foreign(data []byte) string {
	start := bytes.TrimLeft(bytes.TrimPrefix(data[:min(len(data), 4096)], utf8BOM), " \r\n")
	for _, s := range signatures {
		if len(start) >= len(s.begin) && strings.EqualFold(string(start[:len(s.begin)]), s.begin) {
			return s.what
		}
	}
	// Text has a stray NUL at most. UTF-16 without its mark has one in every second byte.
	nuls := bytes.Count(start, []byte{0})
	if nuls > len(start)/10 && !hasUTF16Mark(data) {
		return "a file of another kind"
	}
	return ""
}

var utf8BOM = []byte("\xEF\xBB\xBF")

func hasUTF16Mark(data []byte) bool {
	return bytes.HasPrefix(data, []byte("\xFF\xFE")) || bytes.HasPrefix(data, []byte("\xFE\xFF"))
}

// decode answers the text as valid UTF-8 and the name of the encoding that it was in. What
// cannot be decoded becomes U+FFFD, which refuses the row that holds it.
func decode(data []byte) (text, encoding string) {
	switch {
	case hasUTF16Mark(data):
		decoder := xunicode.UTF16(xunicode.LittleEndian, xunicode.UseBOM).NewDecoder()
		decoded, err := decoder.Bytes(data)
		if err != nil {
			decoded = bytes.ToValidUTF8(decoded, []byte("\uFFFD"))
		}
		return string(decoded), "UTF-16"
	case bytes.HasPrefix(data, utf8BOM):
		return strings.ToValidUTF8(string(data[len(utf8BOM):]), "\uFFFD"), "UTF-8"
	case utf8.Valid(data):
		return string(data), "UTF-8"
	case isMostlyUTF8(data):
		return strings.ToValidUTF8(string(data), "\uFFFD"), "UTF-8"
	}
	decoded, err := charmap.Windows1252.NewDecoder().Bytes(data)
	if err != nil {
		return strings.ToValidUTF8(string(data), "\uFFFD"), "UTF-8"
	}
	return string(decoded), "Windows-1252"
}

// isMostlyUTF8 reports whether a file is UTF-8 with a few damaged characters, so that one bad
// byte does not garble every accent in it.
func isMostlyUTF8(data []byte) bool {
	good, bad := 0, 0
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			bad++
		case size > 1:
			good++
		}
		i += size
	}
	return good > bad
}

func countDigitsAndLetters(text string) (digits, letters int) {
	for _, r := range text {
		switch {
		case unicode.IsDigit(r):
			digits++
		case unicode.IsLetter(r):
			letters++
		}
	}
	return digits, letters
}
