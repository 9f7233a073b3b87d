package hosting_test

import (
	"fmt"
	"net/http/httptest"
	"testing"
	"time"

	"gatehouse/backend/hosting"
)

// TestOneLineIsOneAddress: whoever has an IPv6 line has as many addresses on it as there are, and
// all of them together may try as often as one.
func TestOneLineIsOneAddress(t *testing.T) {
	at := time.Now()
	for form, few := range map[string]bool{"[2001:db8:1:2::%x]:4000": true,
		"[2001:db8:1:2:%x::1]:4000": true, "[2001:db8:1:%x::1]:4000": false,
		"[::ffff:10.0.0.%d]:4000": false, "10.0.0.%d:4000": false} {
		limits := hosting.NewLimits(func() time.Time { return at })
		allowed := 0
		for n := range 100 {
			r := httptest.NewRequest("POST", "/", nil)
			r.RemoteAddr = fmt.Sprintf(form, n+1)
			if limits.Allow(r, "pair") == nil {
				allowed++
			}
		}
		if allowed == 0 || few != (allowed < 30) {
			t.Errorf("%s: %d tries of 100", form, allowed)
		}
	}
}
