package records

// Factor is what somebody proves besides a password (B19): the secret of an authenticator app, with
// recovery codes. It lives at the server only.
type Factor struct {
	Sealed string // the secret and the hashes of the recovery codes, sealed by the data key
	Stamp  string // names this factor: another one has another stamp
	Step   int64  // the stretch of time of the last code: no code is good twice
}

// SecondFactor is the factor of a user.
type SecondFactor struct {
	ID UserID
	Factor
}

// SecondFactorKey names the second factor of a user.
func SecondFactorKey(id UserID) Key { return Key{KindSecondFactor, int64(id)} }

// Key names the factor by its user.
func (f *SecondFactor) Key() Key { return SecondFactorKey(f.ID) }

// Index gives nothing: factors are found by their user only.
func (f *SecondFactor) Index(string) any { return nil }

// Passkey is a key on a device or in a password manager, with which a user signs in without a
// password (B19). Its secret never leaves the device. It lives at the server only.
type Passkey struct {
	ID         PasskeyID // KeyOf what the device calls it
	User       UserID
	Name       string // by which its owner tells it from others
	Credential string // what the device said of it, as JSON: its public key and its counter
	Created    int64  // seconds since 1970
	Used       int64  // when somebody last signed in with it; 0 = never
}

// PasskeyKey names the passkey that a device calls so.
func PasskeyKey(credential string) Key {
	return Key{KindPasskey, KeyOf("passkey", credential)}
}

// Key names the passkey.
func (p *Passkey) Key() Key { return Key{KindPasskey, int64(p.ID)} }

// Index gives the user.
func (p *Passkey) Index(column string) any {
	if column == "user_id" {
		return int64(p.User)
	}
	return nil
}

// StaffLogin is how a member of staff signs in at the server: the verifier of a password, and a
// factor where they have set one up. It lives at the server only.
type StaffLogin struct {
	ID       StaffID
	Verifier string // Argon2id, with its parameters
	Factor
}

// Key names the login by its member of staff.
func (l *StaffLogin) Key() Key { return Key{KindStaffLogin, int64(l.ID)} }

// Index gives nothing: these logins are found by their member of staff only.
func (l *StaffLogin) Index(string) any { return nil }

// Session is where somebody is signed in: a customer, or a member of staff at the server.
type Session struct {
	ID      int64
	User    UserID  // 0: it is a member of staff's
	Staff   StaffID // 0: it is a customer's
	Device  string  // what the browser says of itself
	Address string  // roughly from where
	Stamp   string  // of the password that it began with: another one ends it
	Begun   int64   // seconds since 1970
	Seen    int64   // likewise
}
