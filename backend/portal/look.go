package portal

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"html/template"
	"io/fs"
	"net/http"
	"path"
	"strings"
)

//go:embed look pages
var files embed.FS

var (
	templates   = readTemplates()
	icons       = readIcons()
	styles      = readStyles()
	enhance     = read("look/enhance.js")
	passkeyJS   = read("look/passkey.js")
	lookVersion = versionOf(styles, enhance, passkeyJS)
)

// read gives an embedded file. What is embedded is known when the program is built, so a mistake
// here shows in every test.
func read(name string) []byte {
	data, err := files.ReadFile(name)
	if err != nil {
		panic(err)
	}
	return data
}

func glob(pattern string) []string {
	names, err := fs.Glob(files, pattern)
	if err != nil {
		panic(err)
	}
	return names
}

// readTemplates gives one set per page: the layout, the shared parts, and the page's content.
func readTemplates() map[string]*template.Template {
	shared := template.Must(template.ParseFS(files, "look/*.html"))
	sets := map[string]*template.Template{}
	for _, name := range glob("pages/*/*.html") {
		own := template.Must(template.Must(shared.Clone()).ParseFS(files, name))
		sets[strings.TrimSuffix(path.Base(name), ".html")] = own
	}
	return sets
}

func readIcons() map[string]template.HTML {
	set := map[string]template.HTML{}
	for _, name := range glob("look/icons/*.svg") {
		svg := strings.TrimSpace(string(read(name)))
		set[strings.TrimSuffix(path.Base(name), ".svg")] = template.HTML(svg)
	}
	return set
}

// readStyles joins the style sheets: tokens first, then the base, the parts, and every page's own.
func readStyles() []byte {
	names := []string{"look/tokens.css", "look/base.css", "look/parts.css"}
	names = append(names, glob("pages/*/*.css")...)
	names = append(names, "look/print.css")
	var all []byte
	for _, name := range names {
		all = append(append(all, read(name)...), '\n')
	}
	return all
}

func versionOf(parts ...[]byte) string {
	sum := sha256.New()
	for _, part := range parts {
		sum.Write(part)
	}
	return hex.EncodeToString(sum.Sum(nil)[:6])
}

// serveLook answers for the style sheets and the scripts, which are the same for everybody, but for
// the office's colour.
func serveLook(w http.ResponseWriter, r *http.Request, name, accent string) {
	var kind string
	var data []byte
	switch name {
	case "portal.css":
		kind, data = "text/css; charset=utf-8", styles
	case "brand.css":
		kind, data = "text/css; charset=utf-8", []byte(brand(accent))
	case "enhance.js":
		kind, data = "text/javascript; charset=utf-8", enhance
	case "passkey.js":
		kind, data = "text/javascript; charset=utf-8", passkeyJS
	default:
		http.Error(w, "There is no such file.", http.StatusNotFound)
		return
	}
	head := w.Header()
	head.Set("Content-Type", kind)
	head.Set("Cache-Control", "no-cache")
	if name != "brand.css" && r.URL.Query().Get("v") == lookVersion {
		head.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	if r.Method != http.MethodHead {
		_, _ = w.Write(data) // the customer is gone: there is nobody left to tell
	}
}
