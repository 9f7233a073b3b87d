package records

// Computer is a computer that is paired with the portal, as all desks see it. What proves that it
// is the one stays at the server.
type Computer struct {
	ID      int64  // KeyOf(Machine)
	Machine string // its id in the protocol
	Name    string
	Staff   StaffID // who works at it
	Paired  int64   // seconds since 1970, by the server's clock
	Revoked int64   // when it was shut out, by the author's clock; 0 = it is not
}

// ComputerKey names a computer by its machine's id.
func ComputerKey(machine string) Key { return Key{KindComputer, KeyOf(machine)} }

// Key names the computer.
func (c *Computer) Key() Key { return ComputerKey(c.Machine) }

// Index gives nothing: computers are listed, not searched, by edits.
func (c *Computer) Index(string) any { return nil }

// Title is its name, as people say it.
func (c *Computer) Title() string { return c.Name }

// ComputerLine is a computer as a list shows it.
type ComputerLine struct {
	Computer
	Who   string // works at it
	Heard int64  // when the last edit came from it; 0 = never
}
