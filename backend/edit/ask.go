package edit

// Asks reads an edit that is about to run and gives what asks through a Tx what Run would ask, and
// writes nothing: a store may find out so what it will need, and read it all at once. It may be
// called again when more is known.
func Asks(env Env, in Envelope) func(Tx) {
	env.UID, env.Reason = in.UID, in.Reason
	e := read(in)
	return func(tx Tx) {
		defer func() { _ = recover() }() // Run will tell
		r := run{tx: tx, env: env, in: in, edit: e, out: new(Outcome)}
		b, err := r.try(e)
		if err != nil {
			return
		}
		if effect, subjects := effectOf(b); effect == widens {
			r.unseen(subjects)
		}
		if removal, is := e.(remover); is {
			removal.removes(b)
		}
	}
}

// read decodes an edit; nil for one that Run will refuse.
func read(in Envelope) (e Edit) {
	defer func() { _ = recover() }()
	e, err := Decode(in)
	if err != nil {
		return nil
	}
	return e
}
