package portaltest

import (
	"bytes"
	"encoding/xml"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
)

// Browser looks at a portal that is mounted at a prefix, such as "/" or "/preview/abc/".
type Browser struct {
	Header http.Header // sent with every request
	prefix string
	h      http.Handler
}

// NewBrowser mounts a portal and looks at it.
func NewBrowser(h http.Handler, prefix string) *Browser {
	return &Browser{Header: http.Header{}, prefix: prefix,
		h: http.StripPrefix(strings.TrimSuffix(prefix, "/"), h)}
}

// Page is an answer, read as a browser reads it.
type Page struct {
	Status int
	Header http.Header
	Body   string
	URL    *url.URL
	b      *Browser
	root   *element
}

// Open opens a page by its way from where the portal is mounted, such as "tickets?q=ink".
func (b *Browser) Open(t testing.TB, way string) *Page {
	t.Helper()
	return b.Do(t, http.MethodGet, b.prefix+way, nil)
}

// Do sends a request, with a form where there is one, and does not follow what it answers.
func (b *Browser) Do(t testing.TB, method, address string, form url.Values) *Page {
	t.Helper()
	r := httptest.NewRequest(method, address, strings.NewReader(form.Encode()))
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	return b.send(t, r)
}

func (b *Browser) send(t testing.TB, r *http.Request) *Page {
	t.Helper()
	for name, values := range b.Header {
		r.Header[name] = values
	}
	w := httptest.NewRecorder()
	b.h.ServeHTTP(w, r)
	p := &Page{Status: w.Code, Header: w.Header(), Body: w.Body.String(), URL: r.URL, b: b}
	isPage := w.Header().Get("Content-Disposition") == ""
	if isPage && strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
		p.root = parse(t, p.Body)
	}
	return p
}

// Follow opens what a link, a form's action or a Location of the page points to.
func (p *Page) Follow(t testing.TB, href string) *Page {
	t.Helper()
	return p.b.Do(t, http.MethodGet, p.resolve(t, href), nil)
}

func (p *Page) resolve(t testing.TB, href string) string {
	t.Helper()
	to, err := p.URL.Parse(href)
	if err != nil {
		t.Fatalf("the address %q of %s cannot be read: %v", href, p.URL, err)
	}
	to.Fragment = ""
	return to.RequestURI()
}

// Submit fills the form with this action (its end is enough) and sends it; a redirect is followed.
func (p *Page) Submit(t testing.TB, action string, fill map[string]string) *Page {
	t.Helper()
	for _, f := range p.Forms() {
		if !strings.HasSuffix(f.Action, action) || !f.has(fill) {
			continue
		}
		values := url.Values{}
		for name, value := range f.Values {
			values.Set(name, value)
		}
		for name, value := range fill {
			values.Set(name, value)
		}
		return p.send(t, f, values)
	}
	t.Fatalf("%s has no form for %s with these inputs", p.URL, action)
	return nil
}

func (p *Page) send(t testing.TB, f Form, values url.Values) *Page {
	t.Helper()
	if f.Method != "post" {
		return p.Follow(t, f.Action+"?"+values.Encode())
	}
	answer := p.b.Do(t, http.MethodPost, p.resolve(t, f.Action), values)
	if to := answer.Header.Get("Location"); answer.Status == http.StatusSeeOther {
		return answer.Follow(t, to)
	}
	return answer
}

// File is a file that a form sends.
type File struct {
	Input, Name string
	Data        []byte
}

// Upload sends a form with files to an address of the portal, and does not follow what it answers.
func (b *Browser) Upload(t testing.TB, way string, fill map[string]string, files ...File) *Page {
	t.Helper()
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	for name, value := range fill {
		check(t, m.WriteField(name, value))
	}
	for _, f := range files {
		to, err := m.CreateFormFile(f.Input, f.Name)
		check(t, err)
		_, err = to.Write(f.Data)
		check(t, err)
	}
	check(t, m.Close())
	r := httptest.NewRequest(http.MethodPost, b.prefix+way, &body)
	r.Header.Set("Content-Type", m.FormDataContentType())
	return b.send(t, r)
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// Form is a form of a page, with what its inputs hold.
type Form struct {
	Action, Method string
	Values         map[string]string
}

func (f Form) has(fill map[string]string) bool {
	for name := range fill {
		if _, ok := f.Values[name]; !ok {
			return false
		}
	}
	return true
}

// Forms lists the forms of the page.
func (p *Page) Forms() (list []Form) {
	for _, e := range p.all("form") {
		f := Form{Action: e.attr("action"), Method: e.attr("method"), Values: map[string]string{}}
		for _, in := range e.all("input", "textarea", "select") {
			kind, name := in.attr("type"), in.attr("name")
			if off := in.attr("checked") == ""; (kind == "checkbox" || kind == "radio") && off {
				f.Values[name] += "" // it is there, and not ticked
				continue
			}
			f.Values[name] = in.value()
		}
		list = append(list, f)
	}
	return list
}

// Tile is a tile of the home page.
type Tile struct {
	Key, Label, Small string
	Enabled           bool
}

// Tiles lists the tiles of the page.
func (p *Page) Tiles() (list []Tile) {
	for _, e := range p.class("tile") {
		list = append(list, Tile{Key: strings.TrimPrefix(e.attr("data-ask"), "tile:"),
			Label: textOf(e.class("tile-label")), Small: textOf(e.class("tile-about")),
			Enabled: e.attr("href") != "" && e.attr("aria-disabled") == ""})
	}
	return list
}

// Rows lists the titles of the page's rows.
func (p *Page) Rows() (list []string) {
	for _, e := range p.class("row-title") {
		list = append(list, e.text())
	}
	return list
}

// Asks lists every data-ask of the page.
func (p *Page) Asks() (list []string) {
	for _, e := range p.root.every() {
		if ask := e.attr("data-ask"); ask != "" {
			list = append(list, ask)
		}
	}
	return list
}

// Links lists every address that the page points to, by any attribute.
func (p *Page) Links() (list []string) {
	for _, e := range p.root.every() {
		for _, name := range []string{"href", "src", "action"} {
			if way, ok := e.attrs[name]; ok {
				list = append(list, way)
			}
		}
	}
	return list
}

// Title is the page's heading.
func (p *Page) Title() string { return textOf(p.all("h1")) }

// Text is what the page says in its main part.
func (p *Page) Text() string { return textOf(p.all("main")) }

func (p *Page) all(names ...string) []*element { return p.root.all(names...) }

func (p *Page) class(name string) []*element { return p.root.class(name) }

func textOf(list []*element) string {
	if len(list) == 0 {
		return ""
	}
	return list[0].text()
}

// element is an element of a page; one without a name is a text.
type element struct {
	name  string
	attrs map[string]string
	data  string
	child []*element
}

// parse reads a page strictly: what is opened is closed in the same order.
func parse(t testing.TB, body string) *element {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(body))
	d.Strict, d.AutoClose, d.Entity = false, xml.HTMLAutoClose, xml.HTMLEntity
	root := &element{name: "root"}
	open := []*element{root}
	for {
		token, err := d.Token()
		if token == nil {
			if len(open) != 1 || err == nil {
				t.Fatalf("the page is not well-formed (%v):\n%s", err, body)
			}
			return root
		}
		top := open[len(open)-1]
		switch token := token.(type) {
		case xml.StartElement:
			e := &element{name: token.Name.Local, attrs: map[string]string{}}
			for _, a := range token.Attr {
				e.attrs[a.Name.Local] = a.Value
			}
			top.child = append(top.child, e)
			open = append(open, e)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			top.child = append(top.child, &element{data: string(token)})
		}
	}
}

func (e *element) attr(name string) string { return e.attrs[name] }

func (e *element) every() []*element {
	if e == nil {
		return nil // the answer was no page
	}
	list := []*element{e}
	for _, c := range e.child {
		list = append(list, c.every()...)
	}
	return list
}

func (e *element) all(names ...string) (list []*element) {
	for _, c := range e.every() {
		if c.name != "" && slices.Contains(names, c.name) {
			list = append(list, c)
		}
	}
	return list
}

func (e *element) class(name string) (list []*element) {
	for _, c := range e.every() {
		if slices.Contains(strings.Fields(c.attrs["class"]), name) {
			list = append(list, c)
		}
	}
	return list
}

func (e *element) text() string {
	var b strings.Builder
	for _, c := range e.every() {
		b.WriteString(c.data)
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

func (e *element) value() string {
	switch e.name {
	case "textarea":
		var b strings.Builder
		for _, c := range e.every() {
			b.WriteString(c.data)
		}
		return strings.TrimPrefix(b.String(), "\n")
	case "select":
		for _, o := range e.all("option") {
			if o.attr("selected") != "" {
				return o.attr("value")
			}
		}
	}
	return e.attr("value")
}
