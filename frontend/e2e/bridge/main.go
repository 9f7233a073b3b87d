// Command bridge serves the desk to a plain browser on loopback, for tests only: the same bound
// methods as the window's, over POST with a token, and its events by SSE. It is in no release.
package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/binary"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/google/uuid"

	"gatehouse/app"
	"gatehouse/backend/hosting"
	"gatehouse/backend/problem"
	"gatehouse/backend/store"
)

func main() {
	listen := flag.String("listen", "127.0.0.1:0", "address")
	data := flag.String("data", "", "folder of the desk's data")
	dist := flag.String("dist", "frontend/dist", "the built user interface")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	db, err := store.Open(ctx, filepath.Join(*data, "desk.db"))
	if err != nil {
		log.Fatal(err)
	}
	desk := app.New(ctx, db, app.Env{Now: time.Now, NewUID: uuid.NewString, NewID: newID,
		Hash: hosting.Verifier, Computer: "Test computer", Folder: *data, Version: "test",
		Keys: &memory{}, Rehearsal: rehearsal})
	b := &bridge{desk: desk, dist: *dist, token: rand.Text(), hear: map[chan []byte]bool{}}
	if err := app.Start(desk, b); err != nil {
		log.Fatal(err)
	}
	l, err := net.Listen("tcp", *listen)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("http://%s/?token=%s\n", l.Addr(), b.token)
	server := &http.Server{Handler: b.handler(), ReadHeaderTimeout: time.Second}
	go func() {
		<-ctx.Done()
		_ = server.Close()
	}()
	if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		log.Fatal(err)
	}
	if err := db.Close(); err != nil {
		log.Fatal(err)
	}
}

func newID() int64 {
	var b [8]byte
	_, _ = rand.Read(b[:])
	return int64(binary.BigEndian.Uint64(b[:])>>1) | 1
}

// memory is a keyring for one run: the real one is tested in the real window.
type memory struct{ kept sync.Map }

func (m *memory) Set(name, secret string) error {
	m.kept.Store(name, secret)
	return nil
}

func (m *memory) Find(name string) (string, error) {
	if v, ok := m.kept.Load(name); ok {
		return v.(string), nil
	}
	return "", app.ErrNoKey
}

type bridge struct {
	desk  *app.Desk
	dist  string
	token string
	mu    sync.Mutex
	hear  map[chan []byte]bool
	open  []string
}

// Emit sends an event to every listening page.
func (b *bridge) Emit(event string, data any) {
	text, err := json.Marshal(map[string]any{"name": event, "data": data})
	if err != nil {
		log.Fatal(err)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	for c := range b.hear {
		select {
		case c <- text:
		default:
		}
	}
}

// OpenURL remembers what would have been opened.
func (b *bridge) OpenURL(url string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.open = append(b.open, url)
}

// SaveAs saves beside the desk's data, where the user would have been asked.
func (b *bridge) SaveAs(name string) (string, error) {
	return filepath.Join(os.TempDir(), filepath.Base(name)), nil
}

func (b *bridge) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /__call/{method}", b.call)
	mux.HandleFunc("GET /__events", b.events)
	mux.HandleFunc("GET /__bridge.js", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/javascript")
		_, _ = w.Write([]byte(strings.ReplaceAll(shim, "TOKEN", b.token)))
	})
	files := http.FileServer(http.Dir(b.dist))
	mux.Handle("/", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/" {
			files.ServeHTTP(w, r)
			return
		}
		page, err := os.ReadFile(filepath.Join(b.dist, "index.html"))
		if err != nil {
			http.Error(w, err.Error(), 500)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write(bytes.Replace(page, []byte("<head>"),
			[]byte(`<head><script src="/__bridge.js"></script>`), 1))
	}))
	return app.Guard(b.desk)(mux)
}

func (b *bridge) call(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("X-Token") != b.token {
		http.Error(w, "no", http.StatusForbidden)
		return
	}
	m := reflect.ValueOf(b.desk).MethodByName(r.PathValue("method"))
	var args []json.RawMessage
	if err := json.NewDecoder(r.Body).Decode(&args); err != nil || !m.IsValid() ||
		len(args) != m.Type().NumIn() {
		http.Error(w, "no such call", http.StatusBadRequest)
		return
	}
	in := make([]reflect.Value, len(args))
	for i := range args {
		p := reflect.New(m.Type().In(i))
		if err := json.Unmarshal(args[i], p.Interface()); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		in[i] = p.Elem()
	}
	answer := map[string]any{}
	for _, out := range m.Call(in) {
		if err, ok := out.Interface().(error); ok {
			p := problem.Of(err)
			answer["problem"] = map[string]string{"kind": string(p.Kind), "text": p.Text,
				"field": p.Field}
		} else if out.Kind() != reflect.Interface {
			answer["result"] = out.Interface()
		}
	}
	_ = json.NewEncoder(w).Encode(answer)
}

func (b *bridge) events(w http.ResponseWriter, r *http.Request) {
	c := make(chan []byte, 4096)
	b.mu.Lock()
	b.hear[c] = true
	b.mu.Unlock()
	defer func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		delete(b.hear, c)
	}()
	w.Header().Set("Content-Type", "text/event-stream")
	out := http.NewResponseController(w)
	_ = out.Flush()
	for {
		select {
		case text := <-c:
			fmt.Fprintf(w, "data: %s\n\n", text)
			_ = out.Flush()
		case <-r.Context().Done():
			return
		}
	}
}

const shim = `(() => {
const call = (m, a) => fetch('/__call/' + m, {method: 'POST', headers: {'X-Token': 'TOKEN'},
  body: JSON.stringify(a)}).then(r => r.json()).then(j => {
    if (j.problem) throw JSON.stringify(j.problem); return j.result; });
const desk = new Proxy({}, {get: (_, m) => (...a) => call(m, a)});
window.go = {app: {Desk: desk}};
const heard = {};
window.runtime = {EventsOn: (n, f) => { (heard[n] ||= new Set()).add(f);
  return () => heard[n].delete(f); }};
new EventSource('/__events').onmessage = e => { const m = JSON.parse(e.data);
  (heard[m.name] || []).forEach(f => f(m.data)); };
})()`

// rehearsal opens the database in which a desk tries what joining a portal would do.
func rehearsal(ctx context.Context, path string) (app.Rehearsal, error) {
	db, err := store.Open(ctx, path)
	if err != nil {
		return nil, err
	}
	return db, nil
}
