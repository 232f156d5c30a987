package report

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// WriteGitHub writes r as workflow commands of GitHub Actions: an annotation for
// everything that is wrong, at its file and line, and a plain line that counts at
// the end. A stage that was left out of a pass is a notice.
//
// A runner obeys every line of a log that begins with "::". Therefore nothing of
// a submission is printed as it is: raw output is left out, and what a message
// carries is escaped and stays within the command that carries it.
func WriteGitHub(w io.Writer, r *Report) error {
	r = r.orEmpty()
	var b bytes.Buffer
	for i := range r.Exercises {
		annotate(&b, &r.Exercises[i])
	}
	fmt.Fprintf(&b, "workbook: %s", r.Count())
	if s := line(r.isolation()); s != "" {
		fmt.Fprintf(&b, "; isolation: %s", logCommands.Replace(s))
	}
	b.WriteByte('\n')
	if _, err := w.Write(b.Bytes()); err != nil {
		return fmt.Errorf("writing the report as workflow commands: %w", err)
	}
	return nil
}

func annotate(b *bytes.Buffer, e *Exercise) {
	said := false
	say := func(level, what, file string, ln, column int, message string) {
		said = said || level == "error"
		command(b, level, file, ln, column, e.ID+": "+what, message)
	}
	for _, p := range e.Problems {
		m := p.Message
		if p.Hint != "" {
			m += "\n" + p.Hint
		}
		say("error", e.Verdict.Word(), p.File, p.Line, p.Column, m)
	}
	for _, s := range e.Stages {
		what := string(s.Name) + " " + s.Verdict.Word()
		switch {
		case s.Verdict.Bad() && !e.explained(s):
			say("error", what, s.File, s.Line, 0, e.stageMessage(s))
		case s.Verdict == NotRun && e.Verdict.Passed():
			say("notice", what, "", 0, 0, e.stageMessage(s))
		}
	}
	for _, c := range e.Checks {
		if !c.Verdict.Bad() {
			continue
		}
		level := "error"
		if !c.Required && e.Verdict.Passed() {
			level = "warning"
		}
		m := e.checkMessage(c)
		for _, v := range c.values() {
			m += "\n" + v[0] + ": " + v[1]
		}
		say(level, c.heading(), c.File, c.Line, 0, m)
	}
	if !e.Verdict.Passed() && !said {
		say("error", e.Verdict.Word(), e.File, e.Line, 0, e.message())
	}
}

// command writes one workflow command.
func command(b *bytes.Buffer, level, file string, ln, column int, title, message string) {
	b.WriteString("::" + level + " ")
	if file = OneLine(file); file != "" {
		b.WriteString("file=" + property(file) + ",")
		if ln > 0 {
			b.WriteString("line=" + strconv.Itoa(ln) + ",")
			if column > 0 {
				b.WriteString("col=" + strconv.Itoa(column) + ",")
			}
		}
	}
	b.WriteString("title=" + property(line(title)) + "::" + data(text(message)) + "\n")
}

var (
	dataEscaper     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	propertyEscaper = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

// data escapes the message of a command, property the value of a parameter.
func data(s string) string     { return dataEscaper.Replace(logCommands.Replace(s)) }
func property(s string) string { return propertyEscaper.Replace(logCommands.Replace(s)) }
