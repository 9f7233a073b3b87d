package app

// Window is what the desk needs of the window that shows it. Tests give their own.
type Window interface {
	// Emit sends an event to the user interface.
	Emit(event string, data any)
	// OpenURL opens an address in the system's browser.
	OpenURL(url string)
	// SaveAs asks where to save a file under this name; empty when the user thinks better of it.
	SaveAs(name string) (path string, err error)
}

// The events that the user interface hears.
const (
	eventChanged  = "changed"  // ChangedEvent: ask again
	eventState    = "state"    // StateView
	eventProgress = "progress" // ProgressEvent
)

// ChangedEvent says which kinds of records changed: user, ticket, profile, account, conflict.
type ChangedEvent struct {
	Kinds []string `json:"kinds"`
}

// ProgressEvent says how far long work is: import, undo, download (of records), upload (of edits),
// trial (of edits that may be handed in); a total of 0 ends it.
type ProgressEvent struct {
	Label string `json:"label"`
	Done  int    `json:"done"`
	Total int    `json:"total"`
}
