package report

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// explained reports whether the checks or the problems say in more detail what
// the stage's verdict says.
func (e *Exercise) explained(s Stage) bool {
	switch info := s.Name.Info(); {
	case info.Checks:
		return slices.ContainsFunc(e.Checks, func(c Check) bool { return c.Kind == s.Name && c.Verdict.Bad() })
	case info.Problems:
		return len(e.Problems) > 0 && e.firstBad() == s.Name
	}
	return false
}

// firstBad names the first stage that neither passed nor was left out.
func (e *Exercise) firstBad() StageName {
	for _, s := range e.Stages {
		if s.Verdict.Bad() {
			return s.Name
		}
	}
	return ""
}

// stageMessage is the sentence of a stage, with a plain one where there is none.
func (e *Exercise) stageMessage(w Words, s Stage) string {
	if s.Message != "" || s.Verdict == Pass {
		return s.Message
	}
	if s.Verdict == NotRun {
		return e.whyNotRun(w, s.Name)
	}
	if n := len(e.Problems); n > 0 && e.explained(s) {
		m := e.Problems[0].Message
		if n > 1 {
			m += " " + w.T("(and %d more)", n-1)
		}
		return m
	}
	return w.T("the %s stage %s", s.Name, w.Text(verb(s.Verdict)))
}

// checkMessage is the sentence of a check, with a plain one where there is none.
func (e *Exercise) checkMessage(w Words, c Check) string {
	if c.Message != "" || c.Verdict == Pass {
		return c.Message
	}
	if c.Verdict == NotRun {
		return e.whyNotRun(w, c.Kind)
	}
	return w.T("the check %s", w.Text(verb(c.Verdict)))
}

// whyNotRun finds a reason in the stages that came before.
func (e *Exercise) whyNotRun(w Words, before StageName) string {
	if first := e.firstBad(); first != "" && first != before {
		return w.T("the %s stage did not pass", first)
	}
	return w.T("the grader gave no reason")
}

// message is the sentence of the exercise, with a plain one where there is none.
func (e *Exercise) message(w Words) string {
	if e.Message != "" || e.Verdict == Pass {
		return e.Message
	}
	return w.T("the exercise %s", w.Text(verb(e.Verdict)))
}

// verb is a verdict as the end of a sentence.
func verb(v Verdict) string {
	switch v {
	case Refused:
		return "was refused"
	case Memory:
		return "ran out of memory"
	case NotRun:
		return "was not run"
	case GraderError:
		return "could not be judged: the grader itself failed"
	}
	if !v.Known() {
		return "has no verdict"
	}
	return v.Word()
}

// Says reports whether a sentence names a place already: a file, or "file:line".
func Says(message, place string) bool { return placeIn(message, place) >= 0 }

// placeIn is where a text names the place first, or -1.
func placeIn(text, place string) int {
	i := strings.Index(text, place)
	for ; i >= 0; i = indexFrom(text, place, i+1) {
		after := text[i+len(place):]
		if after == "" || after[0] < '0' || after[0] > '9' { // a.go:1 is not in a.go:12
			return i
		}
	}
	return -1
}

func indexFrom(s, part string, from int) int {
	if i := strings.Index(s[from:], part); i >= 0 {
		return from + i
	}
	return -1
}

// twin is the first check that failed with the same sentence at the same place, when
// it is another one: what there is to say is said there.
func (e *Exercise) twin(c Check) (Check, bool) {
	for _, d := range e.Checks {
		if d.Name == c.Name {
			break
		}
		if same(d, c) {
			return d, true
		}
	}
	return Check{}, false
}

// twins counts the checks of which c is the twin.
func (e *Exercise) twins(c Check) (n int) {
	for _, d := range e.Checks {
		if first, ok := e.twin(d); ok && first.Name == c.Name {
			n++
		}
	}
	return n
}

func same(a, b Check) bool {
	return a.Verdict.Bad() && a.Message != "" && a.Verdict == b.Verdict && a.Message == b.Message && a.File == b.File && a.Line == b.Line
}

// place writes a position as compilers do, and "" when the file is not known.
func place(file string, line, column int) string {
	file = OneLine(file)
	if file == "" || line <= 0 {
		return file
	}
	s := file + ":" + strconv.Itoa(line)
	if column > 0 {
		s += ":" + strconv.Itoa(column)
	}
	return s
}

// maxMessageLines bounds a message that is all newlines.
const maxMessageLines = 40

// text is a message ready for any format: safe, bounded, without empty edges.
func text(s string) string {
	return ClipLines(Clip(strings.TrimSpace(Terminal(s)), MaxMessage), maxMessageLines)
}

// line is text on one line.
func line(s string) string { return Clip(OneLine(s), MaxMessage) }

// values are what a check sent, got and expected, where it says so. An echo is
// expected to be what was sent, which is then said once.
func (c Check) values() [][2]string {
	var vs [][2]string
	if c.Sent == c.Expected {
		c.Sent = ""
	}
	for _, v := range [][2]string{{"sent", c.Sent}, {"got", c.Got}, {"expected", c.Expected}} {
		if v[1] != "" {
			vs = append(vs, [2]string{v[0], text(v[1])})
		}
	}
	return vs
}

// valueLines are the values, each on a line of its own, to stand behind a message.
func (c Check) valueLines() string {
	var b strings.Builder
	for _, v := range c.values() {
		b.WriteString("\n" + v[0] + ": " + v[1])
	}
	return b.String()
}

// heading names a check for a reader: its title, or its name when it has none.
func (c Check) heading() string {
	if t := line(c.Title); t != "" {
		return t
	}
	return line(c.Name)
}

// when is the time of the verdict, empty when it is not known.
func (e *Exercise) when() string {
	if e.GradedAt.IsZero() {
		return ""
	}
	return e.GradedAt.UTC().Format(time.RFC3339)
}

// about names the exercise and whose it is: "02_spawned of Ada".
func (e *Exercise) about() string {
	if e.Student == "" {
		return e.ID
	}
	return e.ID + " of " + line(e.Student)
}
