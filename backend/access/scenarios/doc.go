// Package scenarios holds the product's law about access as short stories in plain words, and the
// kit that plays them on any Decider. It is for tests only. Its own test has three players: the
// core in memory, the store's tables on SQLite and PostgreSQL, and the portal's pages over HTTP.
//
// A story has a title and lines. A line that begins with the id of a feature, such as A4, is a step
// and counts for it; any other line sets the scene. What a line may say is in phrases.go; a line
// that says anything else fails with its file and number, and so does a step at which a player has
// nothing of its own to look at. Only what happens at the desk need not be played by all.
//
//	Story: a Basic profile stays within a person's own tickets
//	  person Tom at Harbour with Basic
//	  A1  Tom may see ticket "Label printer"
package scenarios
