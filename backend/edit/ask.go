package edit

// Ask lets an edit ask through tx what Run would ask, and writes nothing: a store may find out so
// what it will need, and read it all at once.
func Ask(tx Tx, env Env, in Envelope) {
	env.UID, env.Reason = in.UID, in.Reason
	defer func() { _ = recover() }() // Run will tell
	e, err := Decode(in)
	if err != nil {
		return
	}
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
