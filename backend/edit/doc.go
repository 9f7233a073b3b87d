// Package edit holds every change there is: one type per intent, each with Validate, Authorize and
// Apply. The same code runs at the desk at once and at the server, which decides; nothing else
// writes records. It reads no clock and makes no randomness: ids and times arrive in the edit's
// arguments and in Env.
//
//	out := edit.Run(tx, env, envelope)
//	if out.Status == records.Refused { ... out.Why ... }
//
// Run buffers what Apply writes, so that a refused edit leaves nothing behind, and looks at the
// buffered change to see whether access becomes narrower or wider: a narrowing always applies and
// is entered in the ledger; a widening applies only if its author had seen every narrowing of its
// subjects (B12).
package edit
