package main

// The rules of output, for every command:
//
//   - What was asked for goes to standard output, everything else to standard error.
//   - Colors only to a terminal that has them, and never with NO_COLOR set to
//     anything or TERM=dumb. They only repeat what the words say.
//   - Places are links (OSC 8) to a terminal that is not known to choke on them.
//   - Prose is wrapped to the terminal, but never wider than is good to read.
//   - What a course or a submission says passes through report.Terminal or package
//     lesson, so that it cannot steer the terminal.

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/charmbracelet/x/ansi"
	"golang.org/x/term"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/lesson"
	"workbook/cmd/workbook/internal/terminal"
	"workbook/grader/report"
)

const (
	plainWidth   = 80  // of prose where there is no terminal
	readingWidth = 100 // the widest that prose gets
)

// A screen is standard output or standard error.
type screen struct {
	*os.File
	terminal bool   // a person is looking, and escape sequences work
	color    bool   //
	links    bool   // places can be links
	root     string // of the course, once it is open
	whyPlain string // why there is no color; empty when there is
	contrast bool   // nothing is dim
	still    bool   // nothing is written over
	spoken   bool   // it is read aloud: words stand for rules and shapes
}

// accessibleEnv asks every program for what a screen reader can read.
const accessibleEnv = "ACCESSIBLE"

func accessible() bool { return os.Getenv(accessibleEnv) != "" }

func newScreen(f *os.File) *screen {
	s := &screen{File: f, spoken: accessible()}
	switch {
	case !term.IsTerminal(int(f.Fd())):
		s.whyPlain = tr.T("not a terminal")
	case os.Getenv("TERM") == "dumb":
		s.whyPlain = tr.T("TERM is dumb")
	case !enableEscapes(f):
		s.whyPlain = tr.T("this console has none")
	case os.Getenv("NO_COLOR") != "":
		s.terminal, s.whyPlain = true, tr.T("NO_COLOR is set")
	default:
		s.terminal, s.color = true, true
	}
	s.links = s.terminal && terminal.Of(os.Getenv).Links
	return s
}

// width is the number of columns to wrap prose to.
func (s *screen) width() int { return min(s.columns(), readingWidth) }

// columns is how many columns there are, of a terminal, or else should be filled.
func (s *screen) columns() int {
	if w, _, err := term.GetSize(int(s.Fd())); err == nil && w > 0 {
		return w
	}
	return plainWidth
}

func (s *screen) printf(format string, args ...any) { fmt.Fprintf(s, format, args...) }

// paint puts text between the escape sequences of an ANSI style.
func (s *screen) paint(code, text string) string {
	if !s.color || code == "" || text == "" || s.contrast && code == dim {
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}

// link makes text a link to a file of the course that is named as seen from its root, where
// the screen has links. What it adds has no width.
func (s *screen) link(file, text string) string {
	local := filepath.FromSlash(file)
	if !s.links || !filepath.IsLocal(local) {
		return text
	}
	return terminal.Link(terminal.FileURL(host(), filepath.Join(s.root, local)), text)
}

// host is this machine for links to its files. Without a name they are to the machine that
// shows them, which is the same one as a rule.
func host() string {
	name, _ := os.Hostname()
	return name
}

// json writes v as a document that people can read too.
func (s *screen) json(v any) error {
	if err := writeJSON(s, v); err != nil {
		return failed(tr.Errorf("writing JSON: %w", err))
	}
	return nil
}

// writeJSON writes v as a document that people can read too.
func writeJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}

// markdown writes a few sentences of a course, such as a hint.
func (s *screen) markdown(text string) {
	for _, p := range lesson.Parse([]byte(text)).Pages {
		s.page(p)
	}
}

// page writes one page of a lesson. Without colors, marks stand for styles.
func (s *screen) page(p lesson.Page) {
	switch {
	case s.spoken:
		p = p.Spoken()
	case !s.color:
		p = p.Marked()
	}
	var sb strings.Builder
	lines := lesson.Render(p, s.width())
	for i, l := range lines {
		sb.WriteString(s.line(l))
		if rule := underline(l); !s.color && rule != "" && (i+1 == len(lines) || underline(lines[i+1]) == "") {
			sb.WriteString(strings.Repeat(rule, l.Width()) + "\n")
		}
	}
	_, _ = s.WriteString(sb.String())
}

// line is a line as it is written.
func (s *screen) line(l lesson.Line) string {
	var sb strings.Builder
	for _, span := range l {
		sb.WriteString(s.paint(sgr[span.Style], span.Text))
	}
	return sb.String() + "\n"
}

// underline is what a heading is underlined with where it cannot be bold.
func underline(l lesson.Line) string {
	if len(l) == 0 {
		return ""
	}
	switch l[0].Style {
	case lesson.Title:
		return "="
	case lesson.Subtitle:
		return "-"
	}
	return ""
}

// ANSI styles by meaning. The eight colors follow the terminal's own theme, light
// or dark.
const (
	bold   = "1"
	dim    = "2"
	red    = "31"
	green  = "32"
	yellow = "33"
)

var sgr = map[lesson.Style]string{
	lesson.Title:     "1;4",
	lesson.Subtitle:  bold,
	lesson.Strong:    bold,
	lesson.Emph:      "3",
	lesson.Code:      "36",
	lesson.LinkText:  "4",
	lesson.URL:       dim,
	lesson.Bar:       dim,
	lesson.Bullet:    bold,
	lesson.TableHead: bold,
	lesson.RuleMark:  dim,
	lesson.Folded:    dim,
	lesson.Keyword:   "35",
	lesson.TypeName:  "34",
	lesson.Builtin:   "34",
	lesson.StringLit: green,
	lesson.NumberLit: "36",
	lesson.Comment:   "2;3",
	lesson.Same:      dim,
}

// wrap wraps a sentence to the screen, each line indented.
func (s *screen) wrap(indent int, text string) string {
	pad := strings.Repeat(" ", indent)
	text = ansi.Wordwrap(report.OneLine(text), max(s.width()-indent, lesson.MinWidth), "")
	return pad + strings.ReplaceAll(text, "\n", "\n"+pad)
}
