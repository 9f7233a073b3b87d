// Command peers measures the first copy of an office's people with PocketBase: its server, its list
// of records page by page over loopback, and a SQLite file into which they are inserted. It knows no
// order, no resumption and no checks, and whoever asks sees everything, which is the fastest it does.
package main

import (
	"database/sql"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"time"

	_ "github.com/mattn/go-sqlite3"
	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	_ "github.com/pocketbase/pocketbase/migrations"
	"github.com/pocketbase/pocketbase/tools/types"
)

// page is the largest page that PocketBase gives.
const page = 1000

// person is a record as it travels, with the fields that a person has in Gatehouse.
type person struct {
	ID       string `json:"id"`
	Number   int64  `json:"number"`
	Ver      int64  `json:"ver"`
	Account  int64  `json:"account"`
	Lead     bool   `json:"lead"`
	First    string `json:"first"`
	Last     string `json:"last"`
	Email    string `json:"email"`
	Folded   string `json:"folded"`
	Phone    string `json:"phone"`
	Mobile   string `json:"mobile"`
	JobTitle string `json:"job_title"`
}

func main() {
	records := flag.Int("records", 100_000, "how many people")
	flag.Parse()
	folder, err := os.MkdirTemp("", "peers")
	check(err)
	defer os.RemoveAll(folder)
	app := core.NewBaseApp(core.BaseAppConfig{DataDir: filepath.Join(folder, "server")})
	check(app.Bootstrap())
	check(app.RunAllMigrations())
	fill(app, *records)
	server := serve(app)
	defer server.Close()

	start := time.Now()
	got := pull(server.URL, filepath.Join(folder, "copy.db"))
	took := time.Since(start)
	if got != *records {
		log.Fatalf("%d of %d records came", got, *records)
	}
	fmt.Printf("PocketBase  %d records in %.2f s: %.0f records/s\n", got, took.Seconds(),
		float64(got)/took.Seconds())
}

// fill makes the collection and its records.
func fill(app core.App, n int) {
	people := core.NewBaseCollection("people")
	people.ListRule = types.Pointer("")
	for _, name := range []string{"number", "ver", "account"} {
		people.Fields.Add(&core.NumberField{Name: name, OnlyInt: true})
	}
	people.Fields.Add(&core.BoolField{Name: "lead"})
	for _, name := range []string{"first", "last", "email", "folded", "phone", "mobile",
		"job_title"} {
		people.Fields.Add(&core.TextField{Name: name})
	}
	people.AddIndex("people_account", false, "account", "")
	people.AddIndex("people_folded", false, "folded", "")
	check(app.Save(people))
	check(app.RunInTransaction(func(tx core.App) error {
		for i := range n {
			r := core.NewRecord(people)
			r.Set("id", fmt.Sprintf("p%014d", i))
			email := fmt.Sprintf("person%d@example.com", i)
			r.Load(map[string]any{"number": 10_000_000 + i, "ver": 2, "account": 7, "first": "Ann",
				"last": fmt.Sprint("Miller ", i), "phone": "+49 30 1234567", "email": email,
				"folded": email})
			if err := tx.SaveNoValidate(r); err != nil {
				return err
			}
		}
		return nil
	}))
}

// serve answers on loopback as the program of PocketBase does.
func serve(app core.App) *httptest.Server {
	router, err := apis.NewRouter(app)
	check(err)
	mux, err := router.BuildMux()
	check(err)
	server := httptest.NewUnstartedServer(mux)
	server.Listener, err = net.Listen("tcp", "127.0.0.1:0")
	check(err)
	server.Start()
	return server
}

// pull brings everything into a file, durably, and says how much that was.
func pull(from, path string) (n int) {
	db, err := sql.Open("sqlite3", "file:"+path+"?_journal_mode=WAL&_synchronous=FULL")
	check(err)
	defer db.Close()
	_, err = db.Exec(`CREATE TABLE people (id INTEGER PRIMARY KEY, ver BIGINT NOT NULL,
		account BIGINT NOT NULL, lead BIGINT NOT NULL, first TEXT NOT NULL, last TEXT NOT NULL,
		email TEXT NOT NULL, folded TEXT NOT NULL, phone TEXT NOT NULL, mobile TEXT NOT NULL,
		job_title TEXT NOT NULL);
		CREATE INDEX people_account ON people (account);
		CREATE INDEX people_folded ON people (folded)`)
	check(err)
	tx, err := db.Begin()
	check(err)
	put, err := tx.Prepare("INSERT INTO people VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
	check(err)
	last := ""
	for {
		list := list(from, last)
		for _, p := range list {
			_, err := put.Exec(p.Number, p.Ver, p.Account, p.Lead, p.First, p.Last, p.Email,
				p.Folded, p.Phone, p.Mobile, p.JobTitle)
			check(err)
			last = p.ID
		}
		if n += len(list); len(list) < page {
			check(tx.Commit())
			return n
		}
	}
}

// list gives the people after one, by id: page after page by number would be slower.
func list(from, last string) []person {
	res, err := http.Get(from + "/api/collections/people/records?" + url.Values{
		"perPage": {fmt.Sprint(page)}, "skipTotal": {"1"}, "sort": {"id"},
		"filter": {fmt.Sprintf("id > '%s'", last)}}.Encode())
	check(err)
	defer res.Body.Close()
	var answer struct {
		Items []person `json:"items"`
	}
	check(json.NewDecoder(res.Body).Decode(&answer))
	return answer.Items
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
