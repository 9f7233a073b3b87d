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

	Reviews []ReviewView `json:"reviews"` // whose round waits for answers (B15)
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
	if err != nil {
		return v, err
	}
	v = HomeView{c.People, c.WithAccess, c.EndingSoon, c.NeverSignedIn, c.OpenTickets, c.Conflicts,
		c.Requests, c.Chats, []ReviewView{}}
	list, err := d.store.Reviews(d.ctx)
	for _, r := range list {
		if err != nil || !r.Runs() {
			continue
		}
		var one ReviewView
		if one, err = d.reviewView(d.names(), r); err == nil && one.Open > 0 {
			v.Reviews = append(v.Reviews, one)
		}
	}
	return v, err
}
