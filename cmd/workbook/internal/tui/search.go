package tui

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/lesson"
	"workbook/cmd/workbook/internal/study"
	"workbook/grader/course"
)

// A search is an overlay: words to find in the course, and where they stand.
type search struct {
	course     *course.Course
	all, found []study.Spot
	jump       func(study.Spot) tea.Cmd
	query      string
	choice     int // index of the one that enter goes to
	room       room
	scroll     scroll
}

func newSearch(c *course.Course, lessons map[string]lesson.Lesson, jump func(study.Spot) tea.Cmd) *search {
	return &search{course: c, all: study.Spots(c, lessons), jump: jump, scroll: newScroll()}
}

func searchPrompt() string { return " " + tr.T("Search:") + " " }

func (s *search) title() string               { return tr.T("Search") }
func (s *search) wheel(b tea.MouseButton)     { s.scroll.wheel(b) }
func (s *search) click(int) (answer, tea.Cmd) { return ignored, nil }

func (s *search) where() string {
	if s.query == "" {
		return ""
	}
	return tr.N(len(s.found), "%d place", "%d places", len(s.found))
}

func (s *search) keys(k keyMap) []key.Binding {
	return []key.Binding{
		bind(tr.T("type"), tr.T("words to find"), "type"), bind("↑↓", tr.T("choose"), "up"), bind("enter", tr.T("go there"), "enter"), k.Close,
	}
}

func (s *search) cursor() (x, y int) {
	return lipgloss.Width(searchPrompt() + s.field()), 0
}

// field is the end of what has been typed, where all of it does not fit before the
// cursor.
func (s *search) field() string {
	room := max(s.room.width-lipgloss.Width(searchPrompt())-1, 1)
	if over := lipgloss.Width(s.query) - room; over > 0 {
		return "…" + ansi.TruncateLeft(s.query, over+1, "")
	}
	return s.query
}

func (s *search) layout(r room) {
	s.room = r
	s.scroll.size(r.width, max(r.height-2, 0))
	s.render()
}

// update takes what is pasted, and the lessons when the search was opened before
// they were read.
func (s *search) update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.PasteMsg:
		s.add(msg.Content)
	case lessonsMsg:
		s.all = study.Spots(s.course, msg.lessons)
		s.find(s.query)
	}
	return nil
}

func (s *search) key(_ keyMap, msg tea.KeyPressMsg) (answer, tea.Cmd) {
	switch msg.String() {
	case "enter":
		if len(s.found) == 0 {
			return ignored, nil
		}
		return closed, s.jump(s.found[s.choice])
	case "up", "ctrl+p":
		s.choice = max(s.choice-1, 0)
	case "down", "ctrl+n":
		s.choice = max(min(s.choice+1, len(s.found)-1), 0)
	case "backspace":
		_, n := utf8.DecodeLastRuneInString(s.query)
		s.find(s.query[:len(s.query)-n])
	case "ctrl+w":
		s.find(strings.TrimRightFunc(s.query[:strings.LastIndex(strings.TrimRight(s.query, " "), " ")+1], unicode.IsSpace))
	case "ctrl+u":
		s.find("")
	default:
		s.add(msg.Text)
	}
	s.render()
	return obeyed, nil
}

// add adds text to the query.
func (s *search) add(text string) {
	const longest = 100
	if text == "" || len(s.query) > longest {
		return
	}
	s.find(s.query + strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return -1
	}, text))
}

func (s *search) find(query string) {
	s.query, s.choice = query, 0
	s.found = study.Find(s.all, query)
	s.render()
}

func (s *search) render() {
	if s.room.width == 0 {
		return
	}
	t, width := s.room.theme, s.room.width
	sh := newSheet(width)
	if s.query == "" {
		sh.para(t.dim, 1, tr.T("Titles, lessons and hints are searched. A hint that you go to is shown."))
	} else if len(s.found) == 0 {
		sh.para(t.dim, 1, tr.T("Nothing holds all of these words."))
	}
	var chosen stretch
	for i, f := range s.found {
		from := len(sh.lines)
		if i == s.choice {
			sh.styled(t.match.Render(fit(glyphPointer+f.Label, width)))
		} else {
			sh.styled(t.strong.Render(" " + f.Label))
		}
		for _, line := range excerpt(f.Text, s.query, width-4) {
			if i == s.choice {
				line = fit("   "+line, width)
				sh.lines = append(sh.lines, marked(line, s.query, t.match, t.match.Inherit(t.strong)))
			} else {
				sh.lines = append(sh.lines, "   "+marked(line, s.query, t.dim, t.strong))
			}
		}
		if i == s.choice {
			chosen = stretch{from, len(sh.lines) - 1}
		}
	}
	s.scroll.set(sh.lines)
	s.scroll.show(chosen.first, chosen.last)
}

// excerptLines is how many lines are shown of each place.
const excerptLines = 2

// excerpt is the part of text that shows why query has found it.
func excerpt(text, query string, width int) []string {
	width = max(width, 1)
	most := max(excerptLines*width-width/4, width) // words are not broken at the ends of lines
	lines := wrap(study.Around(text, query, most), width)
	return lines[:min(len(lines), excerptLines)]
}

// marked is text in one style, with the words of query in another.
func marked(text, query string, style, found lipgloss.Style) string {
	var b strings.Builder
	at := 0
	for _, m := range study.Matches(text, query) {
		b.WriteString(style.Render(text[at:m.Start]))
		b.WriteString(found.Render(text[m.Start:m.End]))
		at = m.End
	}
	b.WriteString(style.Render(text[at:]))
	return b.String()
}

func (s *search) rows() []string {
	width := s.room.width
	prompt := s.room.theme.accent.Render(searchPrompt()) + s.field()
	return append([]string{fit(prompt, width), strings.Repeat(" ", width)}, s.scroll.rows()...)
}
