package scenarios

import (
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"strings"
)

// Story is one story of a file: a fresh office, and what happens in it.
type Story struct {
	File  string
	Title string
	lines []line
}

// line is one line of a story; ids are the features that it is a step of.
type line struct {
	at   string // file:line
	ids  []string
	text string
}

// Name gives the story's name for a test.
func (s *Story) Name() string {
	return strings.TrimSuffix(path.Base(s.File), ".txt") + "/" +
		strings.ReplaceAll(s.Title, " ", "_")
}

// Read reads all stories of a folder.
func Read(files fs.FS) (all []*Story, err error) {
	names, err := fs.Glob(files, "*.txt")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		list, err := read(name, string(text))
		if err != nil {
			return nil, err
		}
		all = append(all, list...)
	}
	return all, nil
}

var tag = regexp.MustCompile(`^[A-Z][0-9]+(,[A-Z][0-9]+)*$`)

// read reads the stories of one file. Empty lines and lines that begin with # say nothing.
func read(file, text string) (list []*Story, err error) {
	for i, l := range strings.Split(text, "\n") {
		at := fmt.Sprintf("%s:%d", file, i+1)
		l = strings.Join(strings.Fields(l), " ")
		title, isTitle := strings.CutPrefix(l, "Story: ")
		switch {
		case l == "" || l[0] == '#':
		case isTitle:
			list = append(list, &Story{File: file, Title: title})
		case len(list) == 0:
			return nil, fmt.Errorf("%s: a file begins with a story", at)
		default:
			s := list[len(list)-1]
			s.lines = append(s.lines, readLine(at, l))
		}
	}
	return list, nil
}

func readLine(at, text string) line {
	first, rest, _ := strings.Cut(text, " ")
	if tag.MatchString(first) {
		return line{at: at, ids: strings.Split(first, ","), text: rest}
	}
	return line{at: at, text: text}
}

// Side says what a step shows: that something is allowed, or that it is refused.
type Side int

// The sides. A line that only changes the office shows neither.
const (
	Neither Side = iota
	Allows
	Refuses
)

// Covered counts the steps that were played, by feature and side.
type Covered map[string]*[3]int

// Add counts what another story covers.
func (c Covered) Add(other Covered) {
	for id, n := range other {
		for side, times := range n {
			c.count(id, Side(side), times)
		}
	}
}

func (c Covered) count(id string, side Side, times int) {
	if c[id] == nil {
		c[id] = new([3]int)
	}
	c[id][side] += times
}

// Play plays a story. It stops at the first line that is not so; the error begins with the line's
// place. A step is covered when the decider has looked for itself.
func (s *Story) Play(d Decider) (Covered, error) {
	covered := Covered{}
	st, err := open(d)
	if err != nil {
		return covered, fmt.Errorf("%s: %w", s.File, err)
	}
	for _, l := range s.lines {
		side, looked, err := st.play(l.text)
		if err != nil {
			return covered, fmt.Errorf("%s: %s\n\t%w", l.at, l.text, err)
		}
		for _, id := range l.ids {
			if looked {
				covered.count(id, side, 1)
			}
		}
	}
	return covered, nil
}

// play does what a line says, and reports whether the decider looked for itself. Only what happens
// at the desk need not make it look.
func (s *stage) play(text string) (side Side, looked bool, err error) {
	p, words, err := understand(text)
	if err != nil {
		return Neither, false, err
	}
	before := s.d.Looks()
	side, err = p.do(s, words)
	looked = s.d.Looks() != before
	if err == nil && side != Neither && !looked && !p.desk {
		err = fmt.Errorf("nobody looked")
	}
	return side, looked, err
}
