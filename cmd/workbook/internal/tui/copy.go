package tui

import (
	"path"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/lesson"
)

// A clip is something to copy: its text, and what the learner is told it is.
type clip struct{ what, text string }

// A copyable pane has clips. What is first in view, or chosen, is the first.
type copyable interface {
	clips() []clip
}

// maxClip is more than anybody pastes, and less than what terminals take for an attack.
const maxClip = 64 << 10

// copyable is what a key that copies is about.
func (p *panes) copyable() (copyable, bool) {
	shown := p.overlay
	if shown == nil {
		shown = p.all[p.focus].pane
	}
	c, ok := shown.(copyable)
	return c, ok
}

// copy has the terminal copy what the learner looks at, and with each key in a row what
// comes after it.
func (m *root) copy() tea.Cmd {
	var all []clip
	if c, ok := m.panes.copyable(); ok {
		all = c.clips()
	}
	if len(all) == 0 {
		m.frame.say(tr.T("There is nothing here to copy: go to a failed check, or to a page with code."))
		return nil
	}
	way := m.terminal.Clipboard
	if way.Refuses {
		m.frame.say(tr.T("Not copied. %s Use the mouse: m lets it select, z zooms.", way.Why))
		return nil
	}
	c := all[m.copied%len(all)]
	if len(c.text) > maxClip {
		m.frame.say(tr.T("Not copied: %s has %d KiB, and terminals take %d.", c.what, len(c.text)>>10, maxClip>>10))
		return nil
	}
	m.copied++
	words := tr.T("Copied %s.", c.what)
	if len(all) > 1 {
		words += " " + tr.T("y again: %s.", all[m.copied%len(all)].what)
	}
	m.frame.say(strings.TrimSpace(words + " " + way.Why))
	return tea.SetClipboard(c.text)
}

// clips are the place of the chosen fault and what is said of it. Without any it is where
// to write.
func (p *verdictPane) clips() []clip {
	faults := p.work.Run().Faults()
	if len(faults) == 0 {
		return []clip{fileOf(p.work.Current.ID, p.work.Current.Files)}
	}
	f := faults[min(p.choice, len(faults)-1)]
	var out []clip
	if f.File != "" {
		at := clean(place(f.File, f.Line))
		out = append(out, clip{at, at})
	}
	if f.Message != "" {
		out = append(out, clip{tr.T("its message"), clean(f.Message)})
	}
	return out
}

// clips is the file of the exercise that is chosen.
func (o *outlinePane) clips() []clip {
	ex := o.work.Exercises()[o.cursor]
	return []clip{fileOf(ex.ID, ex.Files)}
}

func fileOf(exercise string, files []string) clip {
	at := path.Join("exercises", exercise, files[0])
	return clip{at, at}
}

// clips are the blocks of code on the page, from the first that is in view.
func (p *lessonPane) clips() []clip { return p.reading().code() }

func (r *reading) code() []clip {
	if r.pages() == 0 || r.width == 0 {
		return nil
	}
	var out []clip
	first, blocks := 0, r.lesson.Pages[r.page].Blocks
	for i, b := range blocks {
		code := codeIn(b)
		if end := r.height(blocks[:i+1]); end <= r.scroll.port.YOffset() {
			first += len(code) // it is above
		}
		out = append(out, code...)
	}
	if len(out) == 0 {
		return nil
	}
	first %= len(out)
	return slices.Concat(out[first:], out[:first])
}

// height is how many lines blocks take.
func (r *reading) height(blocks []lesson.Block) int {
	return len(r.paint(lesson.Page{Blocks: blocks}))
}

// codeIn are the blocks of code in a block.
func codeIn(b lesson.Block) []clip {
	var out []clip
	inside := func(blocks []lesson.Block) {
		for _, b := range blocks {
			out = append(out, codeIn(b)...)
		}
	}
	switch b := b.(type) {
	case lesson.CodeBlock:
		const most = 32 // columns, so that two of them fit into a notice
		first, _, more := strings.Cut(strings.TrimSpace(b.Text), "\n")
		first = ansi.Truncate(clean(strings.TrimSpace(first)), most, "…")
		what := tr.T("the code “%s”", first)
		if more {
			what = tr.T("the code from “%s”", first)
		}
		out = append(out, clip{what, b.Text})
	case lesson.Quote:
		inside(b.Blocks)
	case lesson.List:
		for _, item := range b.Items {
			inside(item)
		}
	}
	return out
}

// clips are what the pager was made with.
func (p *pager) clips() []clip {
	if p.copies == nil {
		return nil
	}
	return p.copies()
}

// clips are the files of the way that is shown.
func (p *comparisonPane) clips() []clip {
	var out []clip
	for _, f := range p.all[p.at].Files {
		out = append(out, clip{f.Name, f.Text})
	}
	return out
}
