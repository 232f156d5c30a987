package report

import (
	"bytes"
	"fmt"
	"io"
	"strings"
)

// WriteTAP writes r in version 14 of the Test Anything Protocol: a test point for each
// exercise, and a subtest in front of it with a test point for each check. What was not
// run is skipped; a check that need not pass is a TODO where the exercise passed
// without it.
func WriteTAP(w io.Writer, r *Report) error {
	r = r.orEmpty()
	var b bytes.Buffer
	fmt.Fprintf(&b, "TAP version 14\n1..%d", len(r.Exercises))
	if len(r.Exercises) == 0 {
		b.WriteString(" # SKIP there is nothing to grade")
	}
	b.WriteByte('\n')
	for i := range r.Exercises {
		e := &r.Exercises[i]
		fmt.Fprintf(&b, "# Subtest: %s\n    1..%d\n", tapText(e.about()), len(e.Checks))
		for n, c := range e.Checks {
			e.tapCheck(&b, n+1, c)
		}
		fmt.Fprintf(&b, "%s %d - %s\n", tapOK(e.Verdict.Passed()), i+1, tapText(e.about()+": "+e.Title))
		if !e.Verdict.Passed() {
			tapDiagnosis(&b, "  ", e.Verdict, e.message(english{}), place(e.File, e.Line, 0))
		}
	}
	if _, err := w.Write(b.Bytes()); err != nil {
		return fmt.Errorf("writing the report as TAP: %w", err)
	}
	return nil
}

func (e *Exercise) tapCheck(b *bytes.Buffer, n int, c Check) {
	directive := ""
	switch {
	case c.Verdict == NotRun:
		directive = " # SKIP " + tapText(e.checkMessage(english{}, c))
	case c.Verdict.Bad() && !c.Required && e.Verdict.Passed():
		directive = " # TODO not required"
	}
	// A skipped point that is "not ok" is a failure for some readers, and an "ok" one
	// takes nothing from anybody: the exercise's own point counts.
	fmt.Fprintf(b, "    %s %d - %s%s\n", tapOK(!c.Verdict.Bad()), n, tapText(c.heading()), directive)
	if c.Verdict.Bad() {
		tapDiagnosis(b, "      ", c.Verdict, e.checkMessage(english{}, c), place(c.File, c.Line, 0))
	}
}

func tapOK(ok bool) string {
	if ok {
		return "ok"
	}
	return "not ok"
}

// tapDiagnosis writes a block of YAML, whose strings are those of JSON.
func tapDiagnosis(b *bytes.Buffer, indent string, v Verdict, message, at string) {
	fmt.Fprintf(b, "%s---\n%sverdict: %s\n%smessage: %s\n", indent, indent, jsonText(string(v)), indent, jsonText(text(message)))
	if at != "" {
		fmt.Fprintf(b, "%sat: %s\n", indent, jsonText(at))
	}
	fmt.Fprintf(b, "%s...\n", indent)
}

var tapEscaper = strings.NewReplacer(`\`, `\\`, `#`, `\#`)

// tapText is a description on one line.
func tapText(s string) string { return tapEscaper.Replace(logCommands.Replace(line(s))) }
