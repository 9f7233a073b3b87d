package synctest

import (
	"bufio"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
	"gatehouse/backend/store"
	"gatehouse/backend/sync/syncclient"
	"gatehouse/backend/sync/syncserver"
)

// TestMain lets this program be a server or a desk of its own, which its parent may kill.
func TestMain(m *testing.M) {
	text := os.Getenv(childVariable)
	if text == "" {
		os.Exit(m.Run())
	}
	log.SetOutput(io.Discard) // a bad line makes much ado
	var c child
	err := json.Unmarshal([]byte(text), &c)
	if err == nil {
		err = c.run()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "child:", err)
		os.Exit(1)
	}
}

const childVariable = "GATEHOUSE_SYNCTEST_CHILD"

// child is a program: a server over a database, or a desk over a file.
type child struct {
	Path    string // of SQLite's file, or an address at PostgreSQL
	Listen  string // of a server
	Pairing syncclient.Pairing
	Name    string
	Settles bool // the desk makes nothing; it ends when nothing waits and nothing is new

	Pause time.Duration // between two edits, at most; 0 = a hundredth of a second
}

func (c *child) run() error {
	if c.Listen != "" {
		return c.serve()
	}
	db, err := store.Open(ctx, c.Path)
	if err != nil {
		return err
	}
	random := func() string { return fmt.Sprintf("%s-%016x", c.Name, rand.Uint64()) }
	make := func() *syncclient.Client {
		return syncclient.New(db, c.Pairing, syncclient.Env{NewID: random, Edits: circumstances})
	}
	if c.Settles {
		err := errors.Join(c.settle(db, make()), db.Close())
		fmt.Println("peak", peak())
		return err
	}
	go c.exchange(make)
	for {
		if err := c.make(db, records.UID(random())); err != nil {
			return err
		}
		time.Sleep(rand.N(cmp.Or(c.Pause, 10*time.Millisecond)))
	}
}

// exchange exchanges for ever, and says what it shows.
func (c *child) exchange(make func() *syncclient.Client) {
	look, err := lookInto(c.Path)
	if err != nil {
		return
	}
	for client := make(); ; time.Sleep(time.Duration(rand.IntN(20)) * time.Millisecond) {
		err := client.Once(ctx) // the server may be dead just now, or the line garbled
		if err != nil && client.Standing().Need == syncclient.NeedPairing {
			client = make()
		}
		if list, err := common(look); err == nil {
			fmt.Println("read", sumOf(list))
		}
	}
}

func (c *child) serve() error {
	open := store.Open
	if strings.HasPrefix(c.Path, "postgres:") {
		open = store.OpenPostgres
	}
	db, err := open(ctx, c.Path)
	if err != nil {
		return err
	}
	return http.ListenAndServe(c.Listen, syncserver.New(db, syncserver.Env{Now: time.Now,
		NewID: func() string { return fmt.Sprint(rand.Uint64()) },
		Limit: func(*http.Request, string) error { return nil }}))
}

func circumstances(e edit.Envelope) edit.Env {
	return edit.Env{Actor: edit.Actor{Name: "Anna", Staff: &records.Staff{ID: anna, Name: "Anna",
		Role: records.Administrator, Active: true}}, Machine: "this computer",
		Now: time.Unix(e.At, 0), Zone: time.UTC, Side: edit.Desk}
}

// make makes an edit, and says so once it is kept.
func (c *child) make(db *store.DB, uid records.UID) error {
	id := rand.Int64N(1<<60) + 1
	user := records.UserID(301 + rand.IntN(3))
	var e edit.Edit
	switch rand.IntN(4) {
	case 0:
		e = &edit.AddAccess{ID: records.AccessID(id), User: user,
			Terms: edit.Terms{Profile: profiles[rand.IntN(3)]}}
	case 1:
		e = &edit.RemoveAccess{User: user}
	default:
		e = &edit.AddNote{ID: records.NoteID(id), Ticket: commonTicket, Text: string(uid)}
	}
	in, err := envelope(uid, e)
	if err != nil {
		return err
	}
	_, err = db.Author(ctx, circumstances(in), []edit.Envelope{in}, nil)
	switch {
	case err == nil:
		fmt.Println("made", uid)
	case problem.Is(err, problem.Internal), problem.Is(err, problem.Damaged):
		return err
	}
	return nil
}

func (c *child) settle(db *store.DB, client *syncclient.Client) error {
	for quiet := 0; quiet < 3; {
		err := client.Once(ctx)
		list, err2 := db.Outbox(ctx, 0, 1)
		if quiet++; err != nil || err2 != nil || len(list) > 0 {
			quiet = 0
			time.Sleep(20 * time.Millisecond)
		}
	}
	return nil
}

// commonTicket is the one that everybody writes notes on.
const commonTicket = records.TicketID(900)

// start starts a child, and gives every line that it says.
func (c child) start(t testing.TB, heard func(line string), environment ...string) *exec.Cmd {
	t.Helper()
	text, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	return startProgram(t, heard, append(environment, childVariable+"="+string(text)), os.Args[0])
}

func startProgram(t testing.TB, heard func(string), environment []string,
	command ...string) *exec.Cmd {
	t.Helper()
	p := exec.Command(command[0], command[1:]...)
	p.Env, p.Stderr = append(os.Environ(), environment...), os.Stderr
	out, err := p.StdoutPipe()
	if err == nil {
		err = p.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Process.Kill() })
	go func() {
		for lines := bufio.NewScanner(out); lines.Scan(); {
			heard(lines.Text())
		}
	}()
	return p
}
