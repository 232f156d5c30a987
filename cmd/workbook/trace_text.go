package main

import (
	"strconv"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/wording"
	"workbook/grader/picture"
	"workbook/grader/report"
	"workbook/grader/steps"
)

// A tracer writes a run for people: a line a step, and between the lines what changes for
// the other goroutines, what the clients see and what is printed.
type tracer struct {
	out    *screen
	run    *steps.Run
	source map[string][]string // the lines of each file
	name   int                 // the widths of columns
	place  int
	number int
	// grouped has the name of a goroutine stand once, above its steps: there is no room for
	// a column of it, or it would be read aloud at each.
	grouped bool
	shown   map[int]steps.Place // the last of each goroutine
}

// roomForCode is how much of a statement should be seen.
const roomForCode = 36

func newTracer(out *screen, run *steps.Run) *tracer {
	t := &tracer{out: out, run: run, source: map[string][]string{}, shown: map[int]steps.Place{}}
	for _, f := range run.Sources {
		t.source[f.Name] = strings.Split(report.Terminal(f.Text), "\n")
	}
	for _, g := range run.Goroutines {
		t.name = max(t.name, ansi.StringWidth(g.Name))
	}
	for _, s := range run.Steps {
		t.place = max(t.place, ansi.StringWidth(wording.Place(s.File, s.Line)))
	}
	t.number = len(strconv.Itoa(len(run.Steps)))
	t.grouped = out.spoken || out.terminal && t.number+t.name+t.place+8+roomForCode > out.columns()
	return t
}

func (t *tracer) write() {
	t.head()
	for i := 0; i < len(t.run.Steps); {
		f, again := round(t.run.Steps, i)
		for range max(f.steps, 1) {
			t.whole(i)
			i++
		}
		if again {
			i += f.steps * f.times
			t.aside(tr.T("and the same %d times again", f.times))
		}
	}
	t.changes(t.run.End, -1)
	if t.run.Left > 0 {
		t.aside(tr.N(t.run.Left, "%d more step is not shown", "%d more steps are not shown", t.run.Left))
	}
	t.verdict()
}

// whole writes a step with what comes before and after it.
func (t *tracer) whole(i int) {
	s := t.run.Steps[i]
	if i == 0 { // nearly all of its events came before it
		t.events(s)
	} else if passed := t.run.Time(i) - t.run.Time(i-1); passed >= time.Millisecond {
		t.aside(wording.Passes(passed))
	}
	t.changes(s.Changed, s.Goroutine)
	t.step(i, s)
	if i > 0 {
		t.events(s)
	}
	t.printed(s.Output)
}

// head says what is shown.
func (t *tracer) head() {
	r := t.run
	t.out.printf("%s\n", t.out.paint(bold, report.OneLine(r.Exercise+"  "+r.Check+"  "+r.Title)))
	t.out.printf("%s\n\n", tr.T("schedule %d: %s, %s", r.Schedule,
		tr.N(len(r.Steps), "%d step", "%d steps", len(r.Steps)),
		tr.N(r.Switches(), "%d switch", "%d switches", r.Switches())))
}

// step writes one.
func (t *tracer) step(i int, s steps.Step) {
	mark, style := " ", ""
	if t.run.Switch(i) {
		mark, style = ">", bold
	}
	name := t.run.Goroutines[s.Goroutine].Name
	switch {
	case !t.grouped:
		name = t.out.paint(style, pad(name, t.name)) + "  "
	case t.run.Switch(i) && t.out.spoken:
		t.line(tr.T("%s goes on:", name))
		mark, name = " ", ""
	case t.run.Switch(i):
		t.line("> " + t.out.paint(bold, name))
		mark, name = " ", ""
	default:
		name = ""
	}
	head := mark + " " + pad(strconv.Itoa(i+1), -t.number) + "  " + name + t.out.paint(dim, pad(wording.Place(s.File, s.Line), t.place)) + "  "
	text := t.statement(s)
	if s.Between {
		text += "  " + t.out.paint(yellow, tr.T("(has read, and now writes)"))
	}
	t.line(head + text)
}

// statement is the source from where a step goes on.
func (t *tracer) statement(s steps.Step) string {
	lines := t.source[s.File]
	if s.Line < 1 || s.Line > len(lines) {
		return ""
	}
	text := lines[s.Line-1]
	if s.Column > 1 && s.Column <= len(text) {
		text = text[s.Column-1:]
	}
	return strings.ReplaceAll(strings.TrimSpace(text), "\t", " ")
}

// changes writes what has become of goroutines other than the one that goes on.
func (t *tracer) changes(places []steps.Place, next int) {
	for _, p := range places {
		before, known := t.shown[p.Goroutine]
		t.shown[p.Goroutine] = p
		name := t.run.Goroutines[p.Goroutine].Name
		where := wording.Place(p.File, p.Line)
		switch {
		case p.State == steps.Waits:
			t.aside(name + " " + wording.Does(picture.Span{State: picture.Waits, On: p.On, File: p.File, Line: p.Line}))
		case p.State == steps.Ended && where != "":
			t.aside(tr.T("%s ends at %s", name, where))
		case p.State == steps.Ended && known && before.State != steps.Ended:
			t.aside(tr.T("%s ends", name))
		case p.Goroutine == next:
		case p.Between:
			t.aside(tr.T("%s has read at %s, and has not written yet", name, where))
		case !known:
			t.aside(tr.T("%s begins", name))
		case before.State == steps.Waits:
			t.aside(tr.T("%s need not wait any more", name))
		}
	}
}

func (t *tracer) events(s steps.Step) {
	for _, words := range wording.Seen(t.run, s) {
		t.aside(words)
	}
}

// printed writes what the process printed.
func (t *tracer) printed(text string) {
	text = strings.Trim(report.Terminal(text), "\n")
	if text == "" {
		return
	}
	for _, l := range strings.Split(text, "\n") {
		t.aside("| " + l)
	}
}

// aside writes what stands between steps.
func (t *tracer) aside(text string) {
	indent := strings.Repeat(" ", t.number+4)
	if t.out.terminal && !t.out.spoken {
		text = ansi.Wordwrap(text, max(t.out.columns()-len(indent), roomForCode), "")
	}
	for _, l := range strings.Split(text, "\n") {
		t.line(indent + t.out.paint(dim, l))
	}
}

// line writes a line, on a terminal as much of it as there is room for.
func (t *tracer) line(text string) {
	if t.out.terminal && !t.out.spoken {
		text = ansi.Truncate(text, t.out.columns(), "…")
	}
	t.out.printf("%s\n", strings.TrimRight(text, " "))
}

// verdict says how the check ended.
func (t *tracer) verdict() {
	style := red
	words := tr.T("The check fails under this schedule.")
	switch {
	case t.run.Verdict.Passed():
		style, words = green, tr.T("The check passes under this schedule.")
	case !t.run.Verdict.Failed():
		words = tr.T("The check has no verdict under this schedule.")
	}
	t.out.printf("\n%s\n", t.out.paint(style, words))
	if t.run.Message != "" {
		t.out.printf("%s\n", t.out.wrap(2, t.run.Message))
	}
}

// pad fills text up to a width; on its left side where that is negative.
func pad(text string, width int) string {
	if width < 0 {
		return strings.Repeat(" ", max(0, -width-ansi.StringWidth(text))) + text
	}
	return text + strings.Repeat(" ", max(0, width-ansi.StringWidth(text)))
}
