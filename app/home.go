package app

// HomeView is what needs attention.
type HomeView struct {
	People        int `json:"people"`
	WithAccess    int `json:"withAccess"`
	EndingSoon    int `json:"endingSoon"`
	NeverSignedIn int `json:"neverSignedIn"`
	OpenTickets   int `json:"openTickets"`
	Conflicts     int `json:"conflicts"`
	Requests      int `json:"requests"` // for more access, to be decided (A31, A45)
	Chats         int `json:"chats"`    // in which a customer waits for an answer (O11)
}

// Home gives the figures of the home screen (B18).
func (d *Desk) Home() (v HomeView, err error) {
	defer d.answer(&err, &v)
	d.mustBeReady()
	me, err := d.me()
	if err != nil {
		return v, err
	}
	c, err := d.store.Counts(d.ctx, d.moment().Day, me.ID)
	return HomeView(c), err
}
