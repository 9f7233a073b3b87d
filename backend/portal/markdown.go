package portal

import (
	"bytes"
	"html/template"
	"regexp"
	"strconv"
	"strings"

	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"
)

// section is a heading of an article, for its list of sections.
type section struct{ ID, Title string }

var markdown = goldmark.New(goldmark.WithExtensions(
	extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignNone)),
	extension.Strikethrough, extension.Linkify))

var policy = newPolicy()

// newPolicy lets through what Markdown makes and nothing else: no picture, no style, no script.
func newPolicy() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("h2", "h3", "h4", "h5", "h6", "p", "br", "hr", "ul", "ol", "li", "strong",
		"em", "del", "code", "pre", "blockquote", "table", "thead", "tbody", "tr", "th", "td")
	p.AllowAttrs("id").Matching(regexp.MustCompile(`^section-\d+$`)).OnElements("h2", "h3")
	p.AllowAttrs("start").Matching(bluemonday.Integer).OnElements("ol")
	p.AllowAttrs("href").OnElements("a")
	p.AllowAttrs("rel").Matching(regexp.MustCompile(`^noopener$`)).OnElements("a")
	p.AllowURLSchemes("http", "https", "mailto")
	p.AllowRelativeURLs(true)
	p.RequireParseableURLs(true)
	return p
}

// prose turns Markdown into HTML that is safe to show, and lists its sections. Pictures become
// their description; headings start at the second level, below the title; a link that starts at
// the portal's root becomes relative, from base.
func prose(markup, base string) (template.HTML, []section) {
	return proseFrom(2, markup, base)
}

// remark turns Markdown into HTML that is safe to show below a heading of the third level.
func remark(markup, base string) template.HTML {
	html, _ := proseFrom(4, markup, base)
	return html
}

// proseFrom lets headings start at a level. Only those above the fourth are sections.
func proseFrom(level int, markup, base string) (template.HTML, []section) {
	source := []byte(markup)
	doc := markdown.Parser().Parse(text.NewReader(source))
	t := tidier{source: source, base: base, shift: level - topLevel(doc)}
	var nodes []ast.Node
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			nodes = append(nodes, n)
		}
		return ast.WalkContinue, nil // the walk itself cannot fail
	})
	for _, n := range nodes {
		t.tidy(n)
	}
	var out bytes.Buffer
	if err := markdown.Renderer().Render(&out, source, doc); err != nil {
		return template.HTML(template.HTMLEscapeString(markup)), nil
	}
	return template.HTML(policy.SanitizeBytes(out.Bytes())), t.sections
}

// topLevel is the highest heading that a text uses.
func topLevel(doc ast.Node) int {
	top := 7
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		if h, ok := n.(*ast.Heading); ok {
			top = min(top, h.Level)
		}
	}
	if top == 7 {
		return 2
	}
	return top
}

type tidier struct {
	source   []byte
	base     string
	shift    int
	sections []section
}

func (t *tidier) tidy(n ast.Node) {
	switch n := n.(type) {
	case *ast.Heading:
		n.Level = min(max(n.Level+t.shift, 2), 6)
		if n.Level > 3 {
			return
		}
		id := "section-" + strconv.Itoa(len(t.sections)+1)
		n.SetAttributeString("id", []byte(id))
		t.sections = append(t.sections, section{ID: id, Title: plainText(n, t.source)})
	case *ast.Link:
		n.SetAttributeString("rel", []byte("noopener"))
		if way := string(n.Destination); strings.HasPrefix(way, "/") &&
			!strings.HasPrefix(way, "//") {
			n.Destination = []byte(t.base + strings.TrimLeft(way, "/"))
		}
	case *ast.AutoLink:
		n.SetAttributeString("rel", []byte("noopener"))
	case *ast.Image:
		parent := n.Parent()
		for child := n.FirstChild(); child != nil; child = n.FirstChild() {
			parent.InsertBefore(parent, n, child)
		}
		parent.RemoveChild(parent, n)
	}
}

// plainText is the text of a node without its marks.
func plainText(n ast.Node, source []byte) string {
	var b strings.Builder
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch n := n.(type) {
		case *ast.Text:
			if entering {
				b.Write(n.Segment.Value(source))
			}
			if entering && (n.SoftLineBreak() || n.HardLineBreak()) {
				b.WriteByte(' ')
			}
		case *ast.String:
			if entering {
				b.Write(n.Value)
			}
		}
		return ast.WalkContinue, nil // the walk itself cannot fail
	})
	return b.String()
}

const excerptLetters = 180

// excerpt is the beginning of an article's first paragraph, as text.
func excerpt(markup string) string {
	source := []byte(markup)
	doc := markdown.Parser().Parse(text.NewReader(source))
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		if n.Kind() != ast.KindParagraph {
			continue
		}
		letters := []rune(strings.TrimSpace(plainText(n, source)))
		if len(letters) <= excerptLetters {
			return string(letters)
		}
		cut := string(letters[:excerptLetters])
		if i := strings.LastIndexByte(cut, ' '); i > 0 {
			cut = cut[:i]
		}
		return strings.TrimRight(cut, " .,;:") + "…"
	}
	return ""
}
