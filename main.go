// Gatehouse is the desk: a desktop program with which an office decides who among its customers'
// people may use the customer portal, and for what. This file only connects: it opens the store,
// builds the desk and hands both to the window.
package main

import (
	"cmp"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"embed"
	"encoding/binary"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"
	_ "time/tzdata" // days begin and end in the portal's time zone, on every system

	"github.com/google/uuid"
	"github.com/wailsapp/wails/v2"
	"github.com/wailsapp/wails/v2/pkg/options"
	"github.com/wailsapp/wails/v2/pkg/options/assetserver"
	"github.com/wailsapp/wails/v2/pkg/options/linux"
	"github.com/wailsapp/wails/v2/pkg/runtime"

	"gatehouse/app"
	"gatehouse/backend/hosting"
	"gatehouse/backend/problem"
	"gatehouse/backend/sentence"
	"gatehouse/backend/store"
)

//go:embed all:frontend/dist
var assets embed.FS

const version = "0.1.0"

func main() {
	if err := run(); err != nil {
		if !errors.Is(err, errTold) {
			tell(err)
		}
		os.Exit(1)
	}
}

// tell says to whoever has started the program why it ends.
func tell(err error) {
	fmt.Fprintln(os.Stderr, "Gatehouse:", problem.TextOf(err))
	slog.Error("start", "err", err)
}

// errTold marks an error that was told already.
var errTold = errors.New("told")

type settings struct{ data, pair, code string }

func run() error {
	home, err := os.UserConfigDir()
	if err != nil {
		home = "."
	}
	var s settings
	flag.StringVar(&s.data, "data", filepath.Join(home, "Gatehouse"), "the folder of this desk's data")
	flag.StringVar(&s.pair, "pair", "", "address of the portal to connect with, at the first start")
	flag.StringVar(&s.code, "code", "", "the one-time code for it")
	flag.Parse()

	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	folder, err := filepath.Abs(s.data)
	if err != nil {
		return err
	}
	db, err := store.Open(ctx, filepath.Join(folder, "desk.db"))
	if err != nil {
		tell(err) // at once: the window's message waits for somebody
		return errors.Join(errTold, showProblem(err, folder))
	}
	defer func() {
		cancel() // what still runs ends first
		if err := db.Close(); err != nil {
			slog.Error("close", "err", err)
		}
	}()
	desk := app.New(ctx, db, app.Env{Now: time.Now, NewUID: newUID, NewID: newID,
		Hash: hosting.Verifier, Computer: computer(), Host: host(), Folder: folder, Version: version,
		Keys: app.Keyring{Folder: folder}, Rehearsal: rehearsal})
	return show(desk, s, folder)
}

// show runs the window until it is closed.
func show(desk *app.Desk, s settings, folder string) error {
	var shown context.Context
	pages, err := fs.Sub(assets, "frontend/dist")
	if err != nil {
		return err
	}
	return wails.Run(&options.App{
		Title: "Gatehouse", Width: 1440, Height: 900, MinWidth: 900, MinHeight: 600,
		AssetServer: &assetserver.Options{Assets: pages, Middleware: app.Guard(desk)},
		SingleInstanceLock: oneWindow(folder, func() {
			if shown != nil {
				runtime.WindowUnminimise(shown)
				runtime.WindowShow(shown)
			}
		}),
		OnStartup: func(ctx context.Context) {
			shown = ctx
			if err := app.Start(desk, window{ctx}); err != nil {
				slog.Error("desk", "err", err)
			}
			if s.pair != "" {
				pair(desk, s)
			}
		},
		Bind:                     []any{desk},
		ErrorFormatter:           formatError,
		EnableDefaultContextMenu: false,
		Linux:                    &linux.Options{ProgramName: "gatehouse"},
	})
}

// oneWindow brings the window that is open with a folder's data to the front, when Gatehouse is
// started with it again; the second program ends then.
func oneWindow(folder string, front func()) *options.SingleInstanceLock {
	return &options.SingleInstanceLock{
		UniqueId: fmt.Sprintf("gatehouse-%x", sha256.Sum256([]byte(folder)))[:30],
		OnSecondInstanceLaunch: func(options.SecondInstanceData) {
			front()
		}}
}

// pair connects a desk that has not been connected yet, as the command line says.
func pair(desk *app.Desk, s settings) {
	state, err := desk.State()
	if err == nil && state.Phase == "connect" {
		_, err = desk.Connect(s.pair, s.code)
	}
	if err != nil {
		slog.Error("connect", "problem", problem.TextOf(err))
	}
}

// formatError gives the window a problem as JSON text: the form in which it survives the bridge.
func formatError(err error) any {
	p := problem.Of(err)
	text, failed := json.Marshal(map[string]string{"kind": string(p.Kind), "text": p.Text,
		"field": p.Field})
	if failed != nil {
		return p.Text
	}
	return string(text)
}

// showProblem tells in a window why the desk cannot open. Where it is open already, and that window
// can be reached, it comes to the front instead.
func showProblem(cause error, folder string) error {
	lang := systemLanguage()
	text := sentence.In(lang, problem.TextOf(cause))
	var lock *options.SingleInstanceLock
	if problem.Is(cause, problem.Busy) { // another window has it: that one comes to the front
		lock = oneWindow(folder, func() {})
	}
	err := wails.Run(&options.App{SingleInstanceLock: lock,
		Title: "Gatehouse", Width: 560, Height: 240,
		StartHidden: true,
		AssetServer: &assetserver.Options{Handler: app.Nothing()},
		OnStartup: func(ctx context.Context) {
			_, err := runtime.MessageDialog(ctx, runtime.MessageDialogOptions{
				Type: runtime.ErrorDialog, Message: text,
				Title: sentence.In(lang, "Gatehouse cannot open")})
			if err != nil {
				slog.Error("dialog", "err", err)
			}
			runtime.Quit(ctx)
		}})
	return errors.Join(cause, err)
}

// systemLanguage is what the system's own programs speak, such as de; empty where it does not say.
func systemLanguage() string {
	lang := cmp.Or(os.Getenv("LC_ALL"), os.Getenv("LC_MESSAGES"), os.Getenv("LANG"))
	return lang[:min(2, len(lang))]
}

// window is the Wails window as the desk sees it.
type window struct{ ctx context.Context }

func (w window) Emit(event string, data any) { runtime.EventsEmit(w.ctx, event, data) }
func (w window) OpenURL(url string)          { runtime.BrowserOpenURL(w.ctx, url) }

func (w window) SaveAs(name string) (string, error) {
	return runtime.SaveFileDialog(w.ctx, runtime.SaveDialogOptions{DefaultFilename: name})
}

func computer() string {
	name, err := os.Hostname()
	if err != nil || name == "" {
		return "Computer"
	}
	return name
}

// host gives the system's own id of this computer, empty where it has none that can be read.
func host() string {
	for _, file := range []string{"/etc/machine-id", "/var/lib/dbus/machine-id"} {
		if id, err := os.ReadFile(file); err == nil {
			return strings.TrimSpace(string(id))
		}
	}
	return ""
}

func newUID() string { return uuid.Must(uuid.NewV7()).String() }

// newID makes a random positive 63-bit number.
func newID() int64 {
	var b [8]byte
	if _, err := rand.Read(b[:]); err != nil {
		panic(err) // the system has no randomness: nothing can be made safely
	}
	return int64(binary.BigEndian.Uint64(b[:])>>1) | 1
}

// rehearsal opens the database in which a desk tries what joining a portal would do.
func rehearsal(ctx context.Context, path string) (app.Rehearsal, error) {
	db, err := store.Open(ctx, path)
	if err != nil {
		return nil, err
	}
	return db, nil
}
