package synctest

import (
	"context"

	"gatehouse/backend/edit"
	"gatehouse/backend/records"
)

// ground is what an office stands on: memory, or files, databases and HTTP. Schedules, staff,
// ghost and checks are the same on all.
type ground interface {
	// open makes the server with its first records.
	open() error
	close() error
	core() core
	// join gives a desk an empty file and a program that is paired already.
	join(d *desk) (seat, error)
	// arrive lets something come that was held up on its way.
	arrive()
	// calm gives up what is under way, because from now on everything is carried at once.
	calm()
}

// core is the server's database, as the office and its checks see it beside the product.
type core interface {
	write(fn func(edit.Tx) error) error
	pair(d *desk) error
	isPaired(machine string) bool
	revoke(machine string) error
	compact(version int64) error // forgets deletions up to it
	save() error
	// goBack puts the saved state in place; an epoch of 0 leaves its own.
	goBack(epoch int64) error

	renew() error // brings a later program to the server: the office says of which schema
	quarantined() []held
	decide(uid records.UID, isTaken bool) error // by the administrator

	at() (edit.Cookie, error)
	shows() state
	row(records.Key) records.Record
	lines(after int64) []told
	copies() []counted
	misfiled() int // rows whose version is not that of their index
}

// told is a line of the server's history, with the version that brought it.
type told struct {
	ver int64
	*records.History
}

// counted is a copy: its last number as the server has it, and the outcomes that are kept.
type counted struct {
	id         string
	last       int64
	count, top int64
}

// file is what the product does to a desk's file; store.DB is one.
type file interface {
	Position(context.Context) (edit.Position, error)
	Outbox(ctx context.Context, after int64, limit int) ([]edit.Waiting, error)
	Pending(context.Context) (edits, removals int, err error)
	Stage(context.Context, edit.Piece) (bool, error)
	Publish(context.Context, edit.Download, func(edit.Envelope) edit.Env) (edit.Published, error)
	Reidentify(context.Context, string, func(edit.Envelope) edit.Env) error
	Author(context.Context, edit.Env, []edit.Envelope, func(int)) ([]edit.Outcome, error)
}

// center is what the server's half does to its database; store.DB is one.
type center interface {
	Push(ctx context.Context, machine, copyID string, env edit.Env, in []edit.Waiting) (edit.Pushed,
		error)
	Handout(context.Context, edit.Position, edit.Receiver) (edit.Download, error)
}

// seat is a desk's file with the program over it, as the office and its checks see it.
type seat interface {
	file() file
	// exchange lets the program talk to the server: a whole round, or its beginning. A second
	// program runs over the same file while a desk is connected anew.
	exchange(second bool)
	// end ends the program at once and starts it anew over what the file has kept.
	end() error
	close() error
	save() error
	goBack() error
	// copyTo gives another desk a copy of the file.
	copyTo(d *desk) (seat, error)

	asks() bool // whether the user agrees to a large loss
	consent()   // says that the user does

	position() edit.Position
	waiting() []edit.Waiting
	shows() state
	base() state
	copies() int // how many records have a base copy
	ids(kind records.Kind) []int64
	row(records.Key) records.Record
	status(uid records.UID) records.Status // of an answered edit; empty = it is none
}
