package compare

import (
	"strings"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/lesson"
)

// sideBySide is the width from which there is room for two columns.
const sideBySide = 100

// The signs beside lines that differ.
const (
	signMine   = "‹"
	signTheirs = "›"
	signBoth   = "≠"
	signSame   = "│"
)

// Heads are what the two sides are called, in a word or two.
type Heads struct{ Mine, Theirs string }

// Layout lays a comparison out for a screen of width columns: two columns where they
// fit, else the lines of both below one another, each beside a sign that says whose it
// is. What both have is of the style [lesson.Same], and a declaration that does not
// differ is its title alone. No line is wider than width.
func Layout(parts []Part, heads Heads, width int) []lesson.Line {
	l := layout{heads: heads, width: max(width, lesson.MinWidth)}
	l.two = width >= sideBySide
	l.legend()
	for _, p := range parts {
		l.add(nil)
		l.part(p)
	}
	return l.lines
}

// A layout is a comparison that is being laid out.
type layout struct {
	heads Heads
	width int
	two   bool // columns
	lines []lesson.Line
}

func (l *layout) add(line lesson.Line) { l.lines = append(l.lines, line.Fold(l.width)...) }

// legend says what stands where.
func (l *layout) legend() {
	mark := func(sign string) lesson.Span { return lesson.Span{Text: sign + " ", Style: lesson.Bullet} }
	plain := func(text string) lesson.Span { return lesson.Span{Text: text, Style: lesson.Plain} }
	if !l.two {
		l.add(lesson.Line{mark(signMine), plain(l.heads.Mine + "   "), mark(signTheirs), plain(l.heads.Theirs)})
		return
	}
	head := func(text string) lesson.Line { return lesson.Line{{Text: text, Style: lesson.Strong}} }
	l.columns(head(l.heads.Mine), signSame, head(l.heads.Theirs))
}

func (l *layout) part(p Part) {
	title := lesson.Line{{Text: p.Title, Style: lesson.Subtitle}}
	note := func(text string) {
		l.add(append(title, lesson.Span{Text: "  " + text, Style: lesson.Folded}))
	}
	switch {
	case p.Theirs == nil:
		note(tr.T("%s only", l.heads.Mine))
	case p.Mine == nil:
		note(tr.T("%s only", l.heads.Theirs))
	case p.Same():
		note(tr.T("the same in both"))
		return
	case p.Renamed != "":
		note(l.heads.Theirs + ": " + p.Renamed)
	default:
		l.add(title)
	}
	mine, theirs := colored(p.Mine), colored(p.Theirs)
	rows := p.Rows
	if l.two {
		rows = packed(rows)
	}
	for _, r := range rows {
		var left, right lesson.Line
		if r.Mine >= 0 {
			left = mine[r.Mine]
		}
		if r.Theirs >= 0 {
			right = theirs[r.Theirs]
		}
		l.row(r, left, right)
	}
}

// packed puts what only the one side has beside what only the other has, where they
// follow each other: two columns are read one after the other, and would be twice as
// long.
func packed(rows []Row) []Row {
	var out []Row
	var mine, theirs []int // of the run of such rows
	flush := func() {
		for i := range max(len(mine), len(theirs)) {
			r := Row{-1, -1, false}
			if i < len(mine) {
				r.Mine = mine[i]
			}
			if i < len(theirs) {
				r.Theirs = theirs[i]
			}
			out = append(out, r)
		}
		mine, theirs = nil, nil
	}
	for _, r := range rows {
		switch {
		case r.Theirs < 0:
			mine = append(mine, r.Mine)
		case r.Mine < 0:
			theirs = append(theirs, r.Theirs)
		default:
			flush()
			out = append(out, r)
		}
	}
	flush()
	return out
}

// row lays out a line of both sides.
func (l *layout) row(r Row, left, right lesson.Line) {
	if r.Same {
		left, right = same(left), same(right)
	}
	switch {
	case l.two:
		l.columns(left, r.sign(), right)
	case r.Same:
		l.beside(" ", left)
	default:
		if r.Mine >= 0 {
			l.beside(signMine, left)
		}
		if r.Theirs >= 0 {
			l.beside(signTheirs, right)
		}
	}
}

// sign stands between the columns of a row.
func (r Row) sign() string {
	switch {
	case r.Same:
		return signSame
	case r.Theirs < 0:
		return signMine
	case r.Mine < 0:
		return signTheirs
	}
	return signBoth
}

// beside lays out a line behind a sign, which stands beside all that it is folded to.
func (l *layout) beside(sign string, line lesson.Line) {
	mark := lesson.Span{Text: sign + " ", Style: lesson.Bullet}
	for _, part := range line.Fold(l.width - 2) {
		l.lines = append(l.lines, append(lesson.Line{mark}, part...))
	}
}

// columns lays out two lines beside each other. What is folded in one column leaves
// room in the other.
func (l *layout) columns(left lesson.Line, sign string, right lesson.Line) {
	half := (l.width - 3) / 2
	a, b := left.Fold(half), right.Fold(half)
	style := lesson.Bullet
	if sign == signSame {
		style = lesson.RuleMark
	}
	for i := range max(len(a), len(b)) {
		var line lesson.Line
		if i < len(a) {
			line = append(line, a[i]...)
		}
		line = append(line, lesson.Span{Text: strings.Repeat(" ", half-line.Width()), Style: lesson.Plain})
		line = append(line, lesson.Span{Text: " " + sign + " ", Style: style})
		if i < len(b) {
			line = append(line, b[i]...)
		}
		l.lines = append(l.lines, line)
	}
}

// colored are the lines of a declaration as code. It may end in lines that coloring
// would leave out, or begin in the middle of a comment.
func colored(lines []string) []lesson.Line {
	out := lesson.Go(strings.Join(lines, "\n"))
	for len(out) < len(lines) {
		out = append(out, nil)
	}
	return out
}

// same is a line in the style of what both sides have.
func same(line lesson.Line) lesson.Line {
	if len(line) == 0 {
		return nil
	}
	return lesson.Line{{Text: line.String(), Style: lesson.Same}}
}
