package tui

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"workbook/cmd/workbook/internal/lesson"
	"workbook/grader/course"
)

// A spot is a place that search can jump to.
type spot struct {
	exercise string // id
	page     int    // of the lesson; -1 for none
	hint     int    // counts from 1; 0 for none
	label    string // "02 Spawned · page 3"
	text     string // what is searched
}

// spots lists everything that can be found in a course.
func spots(c *course.Course, lessons map[string]lesson.Lesson) []spot {
	var out []spot
	for _, ex := range c.Exercises {
		name := number(ex.ID) + " " + ex.Title
		out = append(out, spot{exercise: ex.ID, page: -1, label: name,
			text: strings.Join([]string{ex.Summary, ex.Task, ex.ID}, " ")})
		for i, p := range lessons[ex.ID].Pages {
			out = append(out, spot{exercise: ex.ID, page: i,
				label: fmt.Sprintf("%s %s page %d", name, glyphDot, i+1), text: pageText(p)})
		}
		for i, h := range ex.Hints {
			out = append(out, spot{exercise: ex.ID, page: -1, hint: i + 1,
				label: fmt.Sprintf("%s %s hint %d", name, glyphDot, i+1), text: h})
		}
	}
	return out
}

// pageText is a page on one line.
func pageText(p lesson.Page) string {
	const wide = 400 // so that words that belong together stand on one line
	var words []string
	for _, l := range lesson.Render(p, wide) {
		words = append(words, strings.Fields(l.String())...)
	}
	return strings.Join(words, " ")
}

// find returns the spots that hold every word of query.
func find(all []spot, query string) []spot {
	words := strings.Fields(strings.ToLower(query))
	if len(words) == 0 {
		return nil
	}
	var out []spot
next:
	for _, s := range all {
		text := strings.ToLower(s.label + " " + s.text)
		for _, w := range words {
			if !strings.Contains(text, w) {
				continue next
			}
		}
		out = append(out, s)
	}
	return out
}

// A searching is the search page.
type searching struct {
	all, found []spot
	jump       func(spot) tea.Cmd
	query      string
	choice     int
	theme      theme
	width      int
	height     int
	scroll     scroll
}

func newSearching(all []spot, jump func(spot) tea.Cmd) *searching {
	return &searching{all: all, jump: jump, scroll: newScroll()}
}

const searchPrompt = " Search: "

func (s *searching) title() string           { return "Search" }
func (s *searching) wheel(b tea.MouseButton) { s.scroll.wheel(b) }

func (s *searching) place() string {
	switch {
	case s.query == "":
		return ""
	case len(s.found) == 1:
		return "1 place"
	}
	return fmt.Sprintf("%d places", len(s.found))
}

func (s *searching) keys(k keyMap) []key.Binding {
	return []key.Binding{
		bind("type", "words to find", "type"), bind("↑↓", "choose", "up"), bind("enter", "go there", "enter"), k.Close,
	}
}

func (s *searching) cursor() (x, y int, show bool) {
	return min(lipgloss.Width(searchPrompt+s.query), s.width-1), 0, true
}

func (s *searching) layout(width, height int, t theme) {
	s.theme, s.width, s.height = t, width, height
	s.scroll.size(width, max(height-2, 0))
	s.render()
}

func (s *searching) key(_ keyMap, msg tea.KeyPressMsg) (done bool, then func() tea.Cmd) {
	switch msg.String() {
	case "enter":
		if len(s.found) == 0 {
			return false, nil
		}
		to := s.found[s.choice]
		return true, func() tea.Cmd { return s.jump(to) }
	case "up", "ctrl+p":
		s.choice = max(s.choice-1, 0)
	case "down", "ctrl+n":
		s.choice = max(min(s.choice+1, len(s.found)-1), 0)
	case "backspace":
		_, n := utf8.DecodeLastRuneInString(s.query)
		s.search(s.query[:len(s.query)-n])
	case "ctrl+w":
		s.search(strings.TrimRightFunc(s.query[:strings.LastIndex(strings.TrimRight(s.query, " "), " ")+1], unicode.IsSpace))
	case "ctrl+u":
		s.search("")
	default:
		s.paste(msg.Text)
	}
	s.render()
	return false, nil
}

// paste adds text to the query.
func (s *searching) paste(text string) {
	const longest = 100
	if text == "" || len(s.query) > longest {
		return
	}
	s.search(s.query + strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return -1
	}, text))
}

func (s *searching) search(query string) {
	s.query, s.choice = query, 0
	s.found = find(s.all, query)
	s.render()
}

func (s *searching) render() {
	if s.width == 0 {
		return
	}
	t, sh := s.theme, newSheet(s.width)
	if s.query == "" {
		sh.para(t.dim, 1, "Titles, lessons and hints are searched. A hint that you go to is shown.")
	} else if len(s.found) == 0 {
		sh.para(t.dim, 1, "Nothing holds all of these words.")
	}
	for i, f := range s.found {
		label := " " + f.label
		excerpt := "   " + excerpt(f.text, s.query, s.width-4)
		if i == s.choice {
			sh.styled(t.match.Render(fit(glyphPointer+f.label, s.width)))
			sh.styled(t.match.Render(fit(excerpt, s.width)))
			continue
		}
		sh.styled(t.strong.Render(label))
		sh.styled(t.dim.Render(excerpt))
	}
	s.scroll.set(sh.lines)
	s.scroll.show(2*s.choice, 2*s.choice+1)
}

// excerpt is the part of text around the first word of query, width columns at
// most.
func excerpt(text, query string, width int) string {
	words := strings.Fields(strings.ToLower(query))
	at := -1
	if len(words) > 0 {
		at = strings.Index(strings.ToLower(text), words[0])
	}
	const before = 20
	if at > before && at < len(text) {
		start := at - before
		if space := strings.IndexByte(text[start:at], ' '); space >= 0 {
			start += space + 1
		}
		for !utf8.RuneStart(text[start]) {
			start++
		}
		text = "… " + text[start:]
	}
	return ansi.Truncate(clean(text), max(width, 1), "…")
}

func (s *searching) view() string {
	prompt := s.theme.accent.Render(searchPrompt) + s.query
	return fit(prompt, s.width) + "\n" + strings.Repeat(" ", s.width) + "\n" + s.scroll.view()
}
