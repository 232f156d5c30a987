package compare

import (
	"strings"

	"workbook/cmd/internal/tr"
)

// Spoken is a comparison in words, for a screen reader or a terminal that shows nothing but
// lines: whose code is what stands in a line before it, and the code is indented.
func Spoken(parts []Part, heads Heads) []string {
	var out []string
	for _, p := range parts {
		if p.Same() {
			out = append(out, tr.T("%s: the same in both.", p.Title))
			continue
		}
		t := teller{part: p, heads: heads}
		t.lines = append(t.lines, t.heading())
		for _, r := range p.Rows {
			t.row(r)
		}
		t.flush()
		out = append(out, t.lines...)
	}
	return out
}

// A teller says how the two sides of a part differ.
type teller struct {
	part         Part
	heads        Heads
	lines        []string
	both         []string // of the stretch that is to be said
	mine, theirs []string
}

func (t *teller) heading() string {
	switch p := t.part; {
	case p.Theirs == nil:
		return tr.T("%s: only in %s.", p.Title, t.heads.Mine)
	case p.Mine == nil:
		return tr.T("%s: only in %s.", p.Title, t.heads.Theirs)
	case p.Renamed != "":
		return tr.T("%s, which %s calls %s:", p.Title, t.heads.Theirs, p.Renamed)
	default:
		return p.Title + ":"
	}
}

// row takes a row to what it goes on with, and says what ends with it.
func (t *teller) row(r Row) {
	if different := len(t.mine)+len(t.theirs) > 0; different && r.Same || len(t.both) > 0 && !r.Same {
		t.flush()
	}
	if r.Same {
		t.both = append(t.both, t.part.Mine[r.Mine])
		return
	}
	if r.Mine >= 0 {
		t.mine = append(t.mine, t.part.Mine[r.Mine])
	}
	if r.Theirs >= 0 {
		t.theirs = append(t.theirs, t.part.Theirs[r.Theirs])
	}
}

func (t *teller) flush() {
	t.say(tr.T("both"), t.both)
	t.say(t.heads.Mine, t.mine)
	t.say(t.heads.Theirs, t.theirs)
	t.both, t.mine, t.theirs = nil, nil, nil
}

// say says whose code it is and how long, and so where it ends.
func (t *teller) say(whose string, code []string) {
	if len(code) == 0 {
		return
	}
	t.lines = append(t.lines, tr.N(len(code), "In %s, %d line:", "In %s, %d lines:", whose, len(code)))
	for _, line := range code {
		t.lines = append(t.lines, strings.TrimRight("  "+strings.ReplaceAll(line, "\t", "    "), " "))
	}
}
