package records

// Link lets somebody set their password who is not signed in: once, until it expires. It stays at
// the server, where only its hash is kept.
type Link struct {
	ID      int64    // KeyOf(Hash)
	Hash    string   // SHA-256 of the token, hexadecimal
	User    UserID   // whose password it sets
	Purpose Template // of the mail that brought it
	Expires int64    // seconds since 1970
}

// LinkKey names the link with this hash.
func LinkKey(hash string) Key { return Key{KindLink, KeyOf(hash)} }

// Key names the link.
func (l *Link) Key() Key { return Key{KindLink, l.ID} }

// Index gives the user.
func (l *Link) Index(column string) any {
	if column == "user_id" {
		return int64(l.User)
	}
	return nil
}

// Opens reports whether a token with this hash opens the link at a time.
func (l *Link) Opens(hash string, unix int64) bool { return l.Hash == hash && unix < l.Expires }
