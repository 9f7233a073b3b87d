package portaltest

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"

	"gatehouse/backend/access"
	"gatehouse/backend/edit"
	"gatehouse/backend/portal"
	"gatehouse/backend/records"
)

// The day of Noon.
var today = access.DayOf(2026, 5, 12)

// work gives the cast projects. Ada is on the team of 601, Bob on that of 602 and Fay on that of
// 604; nobody is on that of 603, which is the subsidiary's.
func (w *World) work() {
	of := func(who string) records.PersonID { return w.Cast[who].Person.ID }
	add := func(id records.ProjectID, at records.AccountID, name string, state records.ProjectState,
		team ...records.PersonID) {
		w.More = append(w.More, &records.Project{ID: id, Number: fmt.Sprintf("P-%04d", id),
			Name: name, Account: at, Text: "We move everything to the new building.\n\nStep by step.",
			State: state, Start: today - 30, End: today + 60, Team: team, Manager: "Rosa Reed",
			Created: Noon.Unix() - 86400*(700-int64(id))})
	}
	add(601, acme, "Move to the new office", records.Running, of("ada"), of("setter"))
	add(602, acme, "Network for the hall", records.Planned, of("bob"))
	add(603, acmeSouth, "New tills", records.Paused)
	add(604, other, "Fay: cold store", records.Finished, of("fay"))
	w.tasks(of)
	w.orders(of)
	w.documents(of)
	w.documentation()
	w.projectParts(of)
	in := func(kind records.Kind, id int64) records.Key { return records.Key{Kind: kind, ID: id} }
	w.File(841, in(records.KindProject, 601), "plan.txt", "the plan of the move").Author = "Rosa Reed"
	w.File(842, in(records.KindProject, 601), "SECRET-margin.txt", "SECRET").Internal = true
	w.File(843, in(records.KindProject, 602), "hall.txt", "the plan of the hall")
}

// tasks of Ada's project: hers, Sam's, and one that nobody has.
func (w *World) tasks(of func(string) records.PersonID) {
	add := func(id records.TaskID, project records.ProjectID, at records.AccountID,
		who records.PersonID, name string) {
		w.More = append(w.More, &records.Task{ID: id, Project: project, Account: at, Assigned: who,
			Name: name, Text: "By the end of the week.", Due: today + access.Day(id-650), Minutes: 90,
			Created: Noon.Unix() - 86400})
	}
	add(651, 601, acme, of("ada"), "Ada: pack the archive")
	add(652, 601, acme, of("setter"), "Sam: order the van")
	add(653, 601, acme, 0, "Nobody: paint the wall")
	add(654, 602, acme, of("ada"), "Ada: measure the hall")
	add(640, 601, acme, of("ada"), "Ada: choose the room")
}

func (w *World) projectParts(of func(string) records.PersonID) {
	w.More = append(w.More,
		&records.Phase{ID: 661, Project: 601, Name: "Packing", Start: today - 30, End: today - 10,
			Done: true, Minutes: 60 * 40},
		&records.Phase{ID: 662, Project: 601, Name: "Moving", Start: today - 2, End: today + 10,
			Minutes: 60*12 + 30},
		&records.Phase{ID: 663, Project: 601, Name: "Settling in", End: today - 1},
		&records.ProjectNote{ID: 671, Project: 601, Author: "Rosa Reed",
			Text: "The lift is booked.", Created: Noon.Unix() - 7200},
		&records.ProjectNote{ID: 672, Project: 601, Author: "Rosa Reed", Internal: true,
			Text: "SECRET: they pay late", Created: Noon.Unix() - 7000},
		&records.ProjectNote{ID: 673, Project: 601, Author: "Ada Abbott", Person: of("ada"),
			Mail: true, Text: "When do we start?", Created: Noon.Unix() - 6000},
		&records.Appointment{ID: 681, Project: 601, Name: "Kick-off", Place: "Room 4",
			Start: Noon.Unix() - 86400*20, End: Noon.Unix() - 86400*20 + 3600},
		&records.Appointment{ID: 682, Project: 601, Name: "Hand-over", Text: "Bring the keys.",
			Start: Noon.Unix() + 86400*5, End: Noon.Unix() + 86400*5 + 5400},
		&records.Issue{ID: 691, Project: 601, Person: of("ada"), Author: "Ada Abbott",
			Name: "The door sticks", Text: "<b>Badly</b>", Created: Noon.Unix() - 5000},
		&records.Issue{ID: 692, Project: 601, Author: "Rosa Reed", Name: "No water", Closed: true,
			Created: Noon.Unix() - 50000},
		&records.Charge{ID: 695, Project: 601, Name: "Van, two days", Day: today - 3,
			Amount: records.Money{Minor: 123450, Currency: "EUR"}},
		&records.Charge{ID: 696, Project: 601, Name: "Boxes", Day: today - 20,
			Amount: records.Money{Minor: 5050, Currency: "EUR"}})
}

// orders of Acme, its subsidiary and the other company, in every state of their deadline.
func (w *World) orders(of func(string) records.PersonID) {
	add := func(id records.OrderID, at records.AccountID, who records.PersonID, name string,
	) *records.Order {
		o := &records.Order{ID: id, Number: fmt.Sprintf("O-%04d", id), Name: name, Account: at,
			Contact: who, Status: records.OrderWorking, Type: 741, Flags: []records.FlagID{751, 752},
			Info: map[string]string{"serial": "SN-4711", "margin": "SECRET 40 %",
				"gone": "SECRET of a field that is gone"},
			Created: Noon.Unix() - 86400*(800-int64(id))}
		w.More = append(w.More, o)
		return o
	}
	add(701, acme, of("ada"), "Ada: three scanners").Deadline = Noon.Unix() - 3600
	add(702, acme, of("bob"), "Bob: a printer").Deadline = Noon.Unix() + 23*3600
	add(703, acmeSouth, of("eve"), "Eve: two tills").Deadline = Noon.Unix() + 47*3600
	add(704, other, of("fay"), "Fay: a fridge").Deadline = Noon.Unix() + 49*3600
	done := add(705, acme, 0, "Ada: paper")
	done.Creator, done.Status, done.Deadline = of("ada"), records.OrderDone, Noon.Unix()-7200
	done.Flags, done.Info, done.Type = nil, nil, 0
	w.More = append(w.More,
		&records.OrderType{ID: 741, Name: "Hardware", Fields: []records.OrderField{
			{Key: "margin", Label: "SECRET margin"}, {Key: "serial", Label: "Serial number",
				Shown: true}, {Key: "empty", Label: "Remark", Shown: true}}},
		&records.Flag{ID: 751, Name: "Express", Look: "warn", Customer: true},
		&records.Flag{ID: 752, Name: "SECRET: pays late", Look: "bad"},
		&records.OrderTask{ID: 761, Order: 701, Account: acme, Name: "SECRET: ask the supplier",
			Created: Noon.Unix()},
		&records.FileType{ID: 771, Name: "Delivery note", Customer: true},
		&records.FileType{ID: 772, Name: "Supplier's offer"})
	in := records.Key{Kind: records.KindOrder, ID: 701}
	w.File(811, in, "delivery.txt", "three scanners").Type = 771
	w.File(812, in, "SECRET-offer.txt", "SECRET offer").Type = 772
	w.File(813, in, "SECRET-untyped.txt", "SECRET untyped")
	internal := w.File(814, in, "SECRET-internal.txt", "SECRET internal")
	internal.Type, internal.Internal = 771, true
}

// File attaches a file with a content to a record.
func (w *World) File(id records.FileID, owner records.Key, name, content string) *records.File {
	sum := sha256.Sum256([]byte(content))
	f := &records.File{ID: id, Owner: owner.Kind, OwnerID: owner.ID, Name: name, Media: "text/plain",
		Size: int64(len(content)), Hash: hex.EncodeToString(sum[:]), Author: "Rosa Reed",
		Created: Noon.Unix() - 4000}
	w.must(w.KeepContent(w.t.Context(), f.Hash, []byte(content)))
	w.More = append(w.More, f)
	return f
}

// Consolidate makes somebody's account stand for others (N4).
func (w *World) Consolidate(who string, members ...records.AccountID) {
	m := w.Cast[who]
	m.User.Consolidated = true
	w.Accounts[m.At].Consolidated = true
	for i, id := range members {
		w.More = append(w.More, &records.Consolidation{ID: records.ConsolidationID(880 + i),
			Account: m.At, Member: id})
	}
}

// Reveal opens what was sealed with the world's key, as hosting does.
func (w *World) Reveal(r *http.Request, v portal.Viewer, item *records.ConfigurationItem,
	own string) (string, error) {
	if own != w.Passwords[v.User.Username] {
		return "", portal.WrongPassword.On("password")
	}
	v.Once = ""
	if err := w.Do(r.Context(), v, &edit.RevealPassword{Item: item.ID}); err != nil {
		return "", err
	}
	return w.box.Open(records.SealedFor(item.Key()), item.Sealed)
}

// documents are public, private to Ada and to Fay, of Ada's project, and not shown.
func (w *World) documents(of func(string) records.PersonID) {
	add := func(d records.Document) {
		d.Created = Noon.Unix() - 86400*(900-int64(d.ID))
		w.More = append(w.More, &d)
		w.File(records.FileID(d.ID+100), d.Key(), d.Name+".txt", "the text of "+d.Name)
	}
	add(records.Document{ID: 801, Name: "Terms", Public: true, Shown: true})
	add(records.Document{ID: 802, Name: "Ada's agreement", Account: acme, Contact: of("ada"),
		Shown: true})
	add(records.Document{ID: 803, Name: "Minutes of the move", Account: acme, Project: 601,
		Shown: true})
	add(records.Document{ID: 804, Name: "SECRET draft", Account: acme, Project: 601,
		Contact: of("ada"), Public: true})
	add(records.Document{ID: 805, Name: "Fay's agreement", Account: other, Contact: of("fay"),
		Shown: true})
	add(records.Document{ID: 806, Name: "Of Acme in general", Account: acme, Shown: true})
}

// documentation is what is written down about the systems of two accounts.
func (w *World) documentation() {
	add := func(id records.ConfigurationItemID, at records.AccountID, name, password string,
		ends access.Day) {
		c := &records.ConfigurationItem{ID: id, Account: at, Name: name, Sort: "Router",
			Address: "192.0.2.1", Username: "admin", Warranty: ends, Expires: ends,
			Created: Noon.Unix() - 86400}
		if password != "" {
			c.Sealed = w.box.Seal(records.SealedFor(c.Key()), password)
		}
		w.More = append(w.More, c)
	}
	add(821, acme, "Router of the office", "SECRET-quay-lantern", today+400)
	add(822, acme, "Certificate", "", today+7)
	add(823, other, "Fay: booking computer", "SECRET-fjord", 0)
	add(824, acmeSouth, "Eve: till", "SECRET-till", today-4)
	w.More = append(w.More,
		&records.Licence{ID: 831, Account: acme, Name: "Drawing program", Vendor: "Plan & Line",
			Contract: "PL-1", Seats: 5, Expires: today + 20, Created: 1},
		&records.Licence{ID: 832, Account: other, Name: "Fay: bookkeeping", Created: 2})
}
