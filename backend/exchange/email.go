package exchange

import (
	"fmt"
	"strings"
	"unicode"
)

// bareEmail drops the "mailto:" that copied links bring along.
func bareEmail(value string) string {
	if len(value) > 7 && strings.EqualFold(value[:7], "mailto:") {
		return value[7:]
	}
	return value
}

// emailFault says what is wrong with an e-mail address, completing "Line 17 ...", or nothing. It
// wants what mail servers in use accept, not all that the standards would allow: a plain part,
// one @ and a domain with a dot.
func emailFault(value string) string {
	email := bareEmail(value)
	local, domain, found := strings.Cut(email, "@")
	switch {
	case !found:
		return fmt.Sprintf("has the e-mail address “%s”, which has no @", clip(value))
	case strings.Contains(domain, "@"):
		return fmt.Sprintf("has more than one e-mail address in one cell: “%s”", clip(value))
	case len(email) > 254 || len(local) > 64:
		return "has an e-mail address that is too long"
	case !isLocalPart(local):
		return fmt.Sprintf("has the e-mail address “%s”, which is wrong before the @", clip(value))
	case !isDomain(domain):
		return fmt.Sprintf("has the e-mail address “%s”, which is wrong after the @", clip(value))
	}
	return ""
}

func isLocalPart(local string) bool {
	if local == "" || local[0] == '.' || local[len(local)-1] == '.' ||
		strings.Contains(local, "..") {
		return false
	}
	for _, r := range local {
		isPlain := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
		if !isPlain && !strings.ContainsRune("!#$%&'*+-/=?^_`{|}~.", r) {
			return false
		}
	}
	return true
}

func isDomain(domain string) bool {
	labels := strings.Split(domain, ".")
	if len(labels) < 2 {
		return false
	}
	for _, label := range labels {
		if label == "" || len(label) > 63 || label[0] == '-' || label[len(label)-1] == '-' {
			return false
		}
		for _, r := range label {
			if !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '-' {
				return false
			}
		}
	}
	return true
}
