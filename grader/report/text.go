package report

// The rules of the text form, for people at a terminal or in a log:
//
//   - One line an exercise: the verdict in capitals, the id, the title, the points.
//   - A pass says nothing more, except what was left out or is not required and
//     failed. Anything else shows every stage and every check; [TextOptions.Verbose]
//     shows them for a pass too, and all of an output.
//   - Under a check that did not pass: the sentence, the place, what was sent, got
//     and expected, what was printed. Nothing of it is said twice: not the place that
//     the sentence names, not what was expected when it is what was sent, and not the
//     same failure of another check.
//   - What was not run says why. Checks that were held back by failed ones share one
//     line, and so do hidden ones, and all checks when none was run; Verbose lists them.
//   - What a submission printed stands behind "| " on every line, so that it cannot
//     be taken for a line of the report.
//   - The last line counts. Colors only repeat what the words say.

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// TextOptions say how [WriteText] writes. The zero value is plain and not wrapped.
type TextOptions struct {
	Color   bool                           // with ANSI colors
	Width   int                            // of the terminal, in characters; sentences wrap to it; 0 does not wrap
	Link    func(file, text string) string // makes text a link to a file; it must not change its width; nil: none
	Words   Words                          // in another language than English; nil: none
	Verbose bool                           // also what passed, and up to [MaxLines] lines of each output
}

// quietLines is how much of an output is shown without Verbose.
const quietLines = 20

// WriteText writes r for a person to read.
func WriteText(w io.Writer, r *Report, opt TextOptions) error {
	r = r.orEmpty()
	p := &textPrinter{opt: opt, words: opt.Words}
	if p.words == nil {
		p.words = english{}
	}
	for i := range r.Exercises {
		p.exercise(&r.Exercises[i])
	}
	p.line(0, r.Count().In(p.words))
	p.circumstances(r.circumstances())
	if _, err := w.Write(p.buf.Bytes()); err != nil {
		return fmt.Errorf("writing the report as text: %w", err)
	}
	return nil
}

// circumstances says how the exercises were graded; which, where they differ in it.
func (p *textPrinter) circumstances(all []circumstance) {
	for _, c := range all {
		s := line(c.isolation)
		if s == "" {
			continue
		}
		s = p.words.T("isolation: %s; seed %d", s, c.seed)
		if len(all) > 1 {
			s += ": " + line(strings.Join(c.exercises, ", "))
		}
		p.line(0, p.paint(dim, s))
	}
}

type textPrinter struct {
	buf   bytes.Buffer
	opt   TextOptions
	words Words
}

// about names the exercise and whose it is, as the method of Exercise does in English.
func (p *textPrinter) about(e *Exercise) string {
	if e.Student == "" {
		return e.ID
	}
	return p.words.T("%s of %s", e.ID, line(e.Student))
}

func (p *textPrinter) exercise(e *Exercise) {
	head := fmt.Sprintf("%s  %s  %s  %s", p.paint(bold+tone(e.Verdict), strings.ToUpper(p.verdict(e.Verdict))),
		line(p.about(e)), line(e.Title), p.words.T("%d/%d points", e.Points, e.MaxPoints))
	if e.DurationMS > 0 {
		head += "  " + duration(e.DurationMS)
	}
	p.line(0, head)
	before := p.buf.Len()
	whole := p.opt.Verbose || !e.Verdict.Passed()
	if m := e.ownMessage(p.words); m != "" {
		p.explain(2, m, e.File, e.Line)
	}
	p.stages(e, whole)
	p.checks(e, whole)
	if p.buf.Len() > before {
		p.buf.WriteByte('\n')
	}
}

// ownMessage is the exercise's sentence, unless something below says it.
func (e *Exercise) ownMessage(w Words) string {
	if e.Message == "" && (e.firstBad() != "" || len(e.Problems) > 0) {
		return ""
	}
	m := text(e.message(w))
	for _, s := range e.Stages {
		if m == text(s.Message) {
			return ""
		}
	}
	for _, c := range e.Checks {
		if m == text(c.Message) {
			return ""
		}
	}
	for _, pr := range e.Problems {
		if m == text(pr.Message) {
			return ""
		}
	}
	return m
}

func (p *textPrinter) stages(e *Exercise, whole bool) {
	column := 0
	for _, s := range e.Stages {
		column = max(column, utf8.RuneCountInString(p.verdict(s.Verdict)))
	}
	listed := false // the problems
	for _, s := range e.Stages {
		if s.Verdict.Passed() && !whole {
			continue
		}
		head := fmt.Sprintf("%-9s %s  ", line(string(s.Name)), p.word(s.Verdict, column))
		if s.Verdict == NotRun {
			p.wrapAfter(2, head, 2+10+column+2, text(e.stageMessage(p.words, s)))
			continue
		}
		if s.DurationMS > 0 {
			head += duration(s.DurationMS)
		}
		p.line(2, head)
		switch {
		case !s.Verdict.Bad():
		case !e.explained(s):
			p.explain(6, text(e.stageMessage(p.words, s)), s.File, s.Line)
			p.output(6, s.Output)
		case s.Name.Info().Problems:
			p.problems(e)
			listed = true
			if p.opt.Verbose {
				p.output(6, s.Output)
			}
		}
	}
	if !listed {
		p.problems(e)
	}
}

func (p *textPrinter) problems(e *Exercise) {
	for _, pr := range e.Problems {
		at := place(pr.File, pr.Line, pr.Column)
		if Says(pr.Message, at) {
			at = ""
		}
		if at != "" {
			at += ": "
		}
		p.linked(pr.File, place(pr.File, pr.Line, pr.Column), func() { p.wrap(6, at+text(pr.Message)) })
		if pr.Hint != "" {
			p.wrap(8, text(pr.Hint))
		}
	}
}

func (p *textPrinter) checks(e *Exercise, whole bool) {
	if whole && len(e.Checks) > 0 && len(e.Stages) > 0 {
		p.buf.WriteByte('\n')
	}
	if why, ok := e.noneRun(p.words); ok && !p.opt.Verbose {
		p.wrap(2, p.words.N(len(e.Checks), "%d check not run: %s", "%d checks not run: %s", len(e.Checks), why))
		return
	}
	column := 0
	for _, c := range e.Checks {
		column = max(column, utf8.RuneCountInString(p.verdict(c.Verdict)))
	}
	failed := slices.ContainsFunc(e.Checks, func(c Check) bool { return c.Verdict.Bad() })
	heldBack, withheld := 0, 0
	for _, c := range e.Checks {
		if !whole && !c.Verdict.Bad() {
			continue
		}
		switch {
		case c.Withheld && !p.opt.Verbose:
			withheld++
			continue
		case c.Verdict == NotRun && !p.opt.Verbose && failed:
			heldBack++
			continue
		}
		title := c.heading()
		if c.Verdict != Pass && c.Title != "" {
			title += " (" + line(c.Name) + ")"
		}
		if !c.Required {
			title += p.words.T(", not required")
		}
		points := fmt.Sprintf("%d/%d", c.Points, c.MaxPoints)
		p.wrapAfter(2, fmt.Sprintf("%s  %5s  ", p.word(c.Verdict, column), points), 2+column+2+5+2, title)
		switch {
		case c.Verdict.Bad():
			p.failure(e, c)
		case c.Verdict == NotRun:
			p.wrap(6, text(e.checkMessage(p.words, c)))
		case p.opt.Verbose:
			p.output(6, c.Output)
		}
	}
	if heldBack > 0 {
		p.line(2, p.word(NotRun, column)+"         "+p.words.N(heldBack,
			"%d check, held back until the failed ones pass", "%d checks, held back until the failed ones pass", heldBack))
	}
	if withheld > 0 {
		p.line(2, p.word(NotRun, column)+"         "+p.words.N(withheld,
			"%d check, hidden: they are run on what you hand in", "%d checks, hidden: they are run on what you hand in", withheld))
	}
}

// noneRun reports whether no check was run, all for the same reason, and which.
func (e *Exercise) noneRun(w Words) (why string, ok bool) {
	for i, c := range e.Checks {
		m := text(e.checkMessage(w, c))
		if c.Verdict != NotRun || i > 0 && m != why {
			return "", false
		}
		why = m
	}
	return why, len(e.Checks) > 1
}

func (p *textPrinter) failure(e *Exercise, c Check) {
	if _, ok := e.twin(c); ok {
		return
	}
	p.explain(6, text(e.checkMessage(p.words, c)), c.File, c.Line)
	if n := e.twins(c); n > 0 {
		p.line(6, p.words.N(n, "also: %d more check, below, for the same reason", "also: %d more checks, below, for the same reason", n))
	}
	for _, v := range c.values() {
		for i, l := range strings.Split(v[1], "\n") {
			name := p.words.Text(v[0])
			if i > 0 {
				name = ""
			}
			p.line(6, p.paint(dim, fmt.Sprintf("%-8s", name))+"  "+l)
		}
	}
	p.output(6, c.Output)
}

// output writes what a process printed, each line behind a bar.
func (p *textPrinter) output(indent int, s string) {
	s = strings.Trim(Terminal(s), "\n")
	if s == "" {
		return
	}
	max := quietLines
	if p.opt.Verbose {
		max = MaxLines
	}
	for _, l := range strings.Split(ClipLines(s, max), "\n") {
		p.line(indent, p.paint(dim, "|")+" "+l)
	}
}

// explain writes a sentence and its place, which the sentence may have named.
func (p *textPrinter) explain(indent int, message, file string, ln int) {
	at := place(file, ln, 0)
	p.linked(file, at, func() {
		p.wrap(indent, message)
		if at != "" && !Says(message, at) {
			p.line(indent, p.paint(bold, at))
		}
	})
}

// linked makes a place a link, the first time that write writes it on one line. That is
// done afterwards, so that it changes nothing of how lines are folded.
func (p *textPrinter) linked(file, at string, write func()) {
	before := p.buf.Len()
	write()
	if p.opt.Link == nil || at == "" {
		return
	}
	written := p.buf.String()[before:]
	i := placeIn(written, at)
	if i < 0 {
		return
	}
	p.buf.Truncate(before)
	p.buf.WriteString(written[:i] + p.opt.Link(file, at) + written[i+len(at):])
}

// line writes one line, without the blanks at its end. The text form is read in
// CI logs too: a line there that a runner would obey as a command is defused.
func (p *textPrinter) line(indent int, s string) {
	s = logCommands.Replace(s)
	if strings.HasPrefix(strings.TrimLeft(s, " \t"), "::") {
		s = "| " + s
	}
	p.buf.WriteString(strings.TrimRight(strings.Repeat(" ", indent)+s, " "))
	p.buf.WriteByte('\n')
}

// wrap writes s, each line of it indented and wrapped at spaces.
func (p *textPrinter) wrap(indent int, s string) { p.wrapAfter(indent, "", indent, s) }

// wrapAfter writes head and then s; what does not fit on the line goes below,
// indented by hang.
func (p *textPrinter) wrapAfter(indent int, head string, hang int, s string) {
	room := p.opt.Width - max(hang, indent+utf8.RuneCountInString(Terminal(head)))
	at, prefix := indent, head
	for _, para := range strings.Split(s, "\n") {
		for _, l := range fold(para, p.opt.Width > 0, room) {
			p.line(at, prefix+l)
			at, prefix = hang, ""
		}
	}
}

// minRoom is the least number of characters a line is wrapped to: on a very
// narrow terminal a long line reads better than a column of single words.
const minRoom = 20

// fold cuts one line at spaces so that each piece has at most room characters,
// if no word is longer than that. Spaces at its beginning are kept.
func fold(s string, wrap bool, room int) []string {
	room = max(room, minRoom)
	if !wrap || utf8.RuneCountInString(s) <= room {
		return []string{s}
	}
	lead := s[:len(s)-len(strings.TrimLeft(s, " \t"))]
	var out []string
	cur, n := lead, utf8.RuneCountInString(lead)
	empty := true
	for _, word := range strings.Fields(s) {
		k := utf8.RuneCountInString(word)
		if !empty && n+1+k > room {
			out = append(out, cur)
			cur, n, empty = lead, utf8.RuneCountInString(lead), true
		}
		if !empty {
			cur += " "
			n++
		}
		cur, n, empty = cur+word, n+k, false
	}
	return append(out, cur)
}

// duration is a number of milliseconds for reading.
func duration(ms int64) string {
	d := time.Duration(ms) * time.Millisecond
	if d >= time.Second {
		return fmt.Sprintf("%.1fs", d.Seconds())
	}
	return d.String()
}
