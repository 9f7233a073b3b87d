package app

import (
	"fmt"

	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// HistoryLine is one line of a record's history (B14).
type HistoryLine struct {
	UID     string `json:"uid"`
	When    string `json:"when"`
	Who     string `json:"who"`
	Machine string `json:"machine"`
	Text    string `json:"text" say:"yes"`
	Reason  string `json:"reason"`
	State   string `json:"state"` // here, confirmed, refused
	CanUndo bool   `json:"canUndo"`
}

// deeds says each edit in words.
var deeds = map[string]string{
	"CreateAccount": "Account made", "CreatePerson": "Person and login made",
	"UpdatePortalPanel": "Portal information changed", "UpdateDetails": "Details changed",
	"SetPassword": "Password set", "AddAccess": "Portal access given",
	"UpdateAccess": "Portal access changed", "RemoveAccess": "Portal access removed",
	"CreateTicket": "Ticket opened", "AddNote": "Ticket answered", "Undo": "Undone",
	"SignedIn": "Signed in at the portal", "WriteArticle": "Article written",
	"SaveCategory": "Category saved", "SuggestArticle": "Article suggested",
	"DecideSuggestion": "Suggestion decided", "GiveFeedback": "Feedback given",
	"SaveForum": "Forum saved", "OpenTopic": "Topic opened", "WritePost": "Post written",
	"HidePost": "Post hidden or shown", "HideTopic": "Topic hidden or shown",
	"SayInChat": "Customer wrote in Live Chat", "AnswerChat": "Chat answered",
	"CloseChat": "Chat closed", "SaveMessage": "Message saved",
	"SetPortal": "Portal settings changed", "AddStaff": "Member of staff added",
	"SaveStaff": "Member of staff saved",
	"Settle":    "Conflict decided", "UseMine": "Conflict decided for the own side",
	"RevokeMachine": "Computer shut out", "AddToken": "Token for another program made",
	"RevokeToken":   "Token of another program revoked",
	"SaveProvision": "Identity provider's note of the login changed", "Invite": "Invitation sent",
	"StartReset": "Link for a new password sent",
	"AskReset":   "Link for a new password asked for at the portal",
	"AttachFile": "File attached",

	"SaveProject": "Project changed", "SaveTask": "Task changed", "SavePhase": "Schedule changed",
	"SaveAppointment": "Calendar changed", "SaveIssue": "Issue changed",
	"SaveCharge": "Charge changed", "AddProjectNote": "Note added",
	"MailProjectTeam": "E-mail written to the project team", "AddIssue": "Issue reported",
	"SaveOrder": "Order changed", "SaveOrderType": "Order type changed", "SaveFlag": "Flag changed",
	"SaveOrderTask": "Task inside the order changed", "SaveFileType": "File type changed",
	"SaveDocument": "Document changed", "UploadDocument": "Document uploaded",
	"SaveConfigurationItem": "Configuration item changed", "SaveLicence": "Licence changed",
	"RevealPassword": "Password shown", "Discard": "Taken away",

	"UpdateAccount": "Account changed", "UpdateCompany": "Company details changed",
	"Consolidate": "Accounts joined for reading", "Separate": "Accounts no longer joined",
	"CreateProfile": "Security profile made", "UpdateProfile": "Security profile changed",
	"RemoveProfile": "Security profile removed", "SetOverrides": "Exceptions from the profile changed",
	"SetRequests":   "Requests for access changed",
	"SetPortalUser": "Login allowed or stopped by the company",
	"SaveInvoice":   "Invoice changed", "PayInvoice": "Customer went to pay",
	"PaymentArrived": "Payment arrived", "RecordPayment": "Payment recorded",
	"SaveQuotation": "Quotation changed", "SaveSalesOrder": "Sales order changed",
	"Sign": "Signed by the customer", "SetPIN": "PIN chosen",
	"AddSecondFactor": "Second factor set up", "RemoveSecondFactor": "Second factor taken off",
	"SetStaffPassword": "Password for the server chosen",
	"SetStaffFactor":   "Second factor for the server changed",
	"AddPasskey":       "Passkey added", "RemovePasskey": "Passkey removed",
	"LockPIN": "PIN locked after wrong entries", "ResetPIN": "PIN reset",
	"SaveQueue": "Queue changed", "SaveRequestType": "Request type changed",
	"SaveVendor": "Vendor changed", "SaveAbsence": "Absence changed",
	"SaveReview": "Review changed", "BeginRound": "Round of a review begun",
	"RemindEnding": "Reminded that access ends", "EndRound": "Round of a review ended",
	"ConfirmAccess": "Portal access confirmed",
	"EndUnanswered": "Portal access ended by a review",
	"SaveClosing":   "Off hours changed", "SaveAllowance": "Hours or retainer changed",
	"SaveDraw": "Use of hours changed", "SaveModule": "Module changed",
	"AddModule": "Module added by the customer", "RemoveModule": "Module removed by the customer",
	"WithdrawModuleChange": "Change of a module withdrawn",
	"RequestElevation":     "More access asked for", "RequestAccess": "Access asked for",
	"DecideElevation": "Request for access decided", "DecideApproval": "Approval decided",
	"UpdateTicket": "Ticket changed", "CloseTicket": "Ticket closed or opened again",
}

// once are the edits that cannot be taken back.
var once = map[string]bool{"SetPassword": true, "SignedIn": true, "Undo": true, "Settle": true,
	"Invite": true, "StartReset": true, "AskReset": true, "RevealPassword": true, "ResetPIN": true,
	"SetPIN": true, "LockPIN": true, "Sign": true, "PaymentArrived": true, "AddSecondFactor": true,
	"RemoveSecondFactor": true, "AddPasskey": true, "SetStaffPassword": true,
	"SetStaffFactor": true, "RemovePasskey": true, "RevokeMachine": true, "AddToken": true,
	"RevokeToken": true, "SaveProvision": true, "EndRound": true, "RemindEnding": true}

func (d *Desk) historyOf(about records.Key) ([]HistoryLine, error) {
	lines, err := d.store.HistoryOf(d.ctx, about, 100)
	list := []HistoryLine{}
	for _, h := range lines {
		list = append(list, view(h))
	}
	return list, err
}

func view(h *records.History) HistoryLine {
	v := HistoryLine{UID: string(h.UID), When: rfc3339(h.At), Who: h.Actor, Machine: h.Machine,
		Text: deeds[h.Edit], Reason: h.Reason, State: "confirmed",
		CanUndo: h.Status.HasEffect() && !once[h.Edit]}
	if v.Text == "" {
		v.Text = h.Edit
	}
	if h.Why != "" {
		v.Text = fmt.Sprintf("%s. %s", v.Text, h.Why)
	}
	switch {
	case !h.Status.HasEffect() && h.Status != records.Merged:
		v.State = "refused"
	case h.N == 0:
		v.State = "here"
	}
	return v
}

// Undo takes one edit back, as a new edit (B11).
func (d *Desk) Undo(uid string) (v SavedView, err error) {
	defer d.answer(&err, &v)
	d.mustBeReady()
	h, err := d.store.HistoryLine(d.ctx, records.UID(uid))
	if err != nil {
		return v, err
	}
	text := "Undone."
	if h.Subject != "" {
		text = fmt.Sprintf("Undone for %s.", h.Subject)
	}
	return d.save(&edit.Undo{Of: h.UID}, "", text)
}

// UndoGroup takes a whole bulk action back, last edit first. What was changed again meanwhile
// stays.
func (d *Desk) UndoGroup(group string) (v SavedView, err error) {
	defer d.answer(&err, &v)
	d.mustBeReady()
	list, err := d.undoing("", group)
	if err != nil {
		return v, err
	}
	outs, err := d.store.Author(d.ctx, d.circumstances(list[0]), list, d.progress("undo", len(list)))
	if err != nil {
		return v, err
	}
	done := 0
	for _, o := range outs {
		if o.Status.HasEffect() {
			done++
		}
	}
	d.emit(eventProgress, ProgressEvent{})
	d.changed("user", "account", "ticket", "data", "review")
	if done == 0 {
		return v, problem.New(problem.Conflict,
			"All of this was changed again meanwhile, so it cannot be undone.")
	}
	return SavedView{Text: fmt.Sprintf("%d of %d changes undone.", done, len(list)),
		Group: string(list[0].Group)}, nil
}

func (d *Desk) progress(label string, total int) func(int) {
	return func(done int) {
		d.emit(eventProgress, ProgressEvent{Label: label, Done: done, Total: total})
	}
}
