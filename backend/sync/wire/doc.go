// Package wire is the small dictionary that desks and the server speak, one message per file. It
// is pure: shapes and their strict reading, no transport.
//
// Every change of a shape raises Schema and adds a line to history.go; a fingerprint test fails
// until both are done.
//
//	var req wire.Push
//	err := wire.Read(body, &req)
package wire
