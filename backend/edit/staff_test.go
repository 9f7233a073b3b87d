package edit_test

import (
	"testing"

	"gatehouse/backend/edit"
	"gatehouse/backend/records"
	"gatehouse/backend/store/storetest"
)

// TestAnOfficeKeepsAnAdministrator: whoever could set it right again must not be lost (O14).
func TestAnOfficeKeepsAnAdministrator(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o *storetest.Office) {
		save := func(was, want records.Staff) edit.Outcome {
			return run(t, o, o.Env(storetest.Anna, edit.Server), o.Envelope(&edit.SaveStaff{
				Save: edit.Save[records.Staff, *records.Staff]{Was: &was, Want: want}}))
		}
		anna := records.Staff{ID: storetest.Anna, Name: "Anna", Role: records.Administrator,
			Active: true}
		gone, demoted := anna, anna
		gone.Active, demoted.Role = false, records.Reader
		for _, want := range []records.Staff{gone, demoted} {
			if out := save(anna, want); out.Status != records.Refused {
				t.Errorf("%+v: %+v", want, out)
			}
		}
		ben := records.Staff{ID: 77, Name: "Ben", Role: records.Administrator, Active: true}
		hired := o.Envelope(&edit.SaveStaff{
			Save: edit.Save[records.Staff, *records.Staff]{Want: ben}})
		run(t, o, o.Env(storetest.Anna, edit.Server), hired)
		if out := save(anna, gone); out.Status != records.Applied {
			t.Errorf("with another administrator: %+v", out)
		}
		env := o.Env(storetest.Anna, edit.Server)
		env.Actor.Staff = &ben
		if out := run(t, o, env, o.Envelope(&edit.Undo{Of: hired.UID})); out.Status !=
			records.Refused {
			t.Errorf("taking that back: %+v", out)
		}
	})
}
