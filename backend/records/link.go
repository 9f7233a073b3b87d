package records

// Link lets somebody set their password who is not signed in: once, until it expires. It stays at
// the server, where only its hash is kept.
type Link struct {
	ID      int64    // KeyOf(Hash)
	Hash    string   // SHA-256 of the token, hexadecimal
	User    UserID   // whose password it sets; 0: it is a member of staff's
	Staff   StaffID  // likewise, at the server; 0: it is a customer's
	Purpose Template // of the mail that brought it
	Expires int64    // seconds since 1970
}

// LinkKey names the link with this hash.
func LinkKey(hash string) Key { return Key{KindLink, KeyOf(hash)} }

// Key names the link.
func (l *Link) Key() Key { return Key{KindLink, l.ID} }

// Index gives the user and the member of staff.
func (l *Link) Index(column string) any {
	switch column {
	case "user_id":
		return int64(l.User)
	case "staff":
		return int64(l.Staff)
	}
	return nil
}

// Opens reports whether a token with this hash opens the link at a time.
func (l *Link) Opens(hash string, unix int64) bool { return l.Hash == hash && unix < l.Expires }
