package report

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// maxAnnotations is how many annotations of a step GitHub shows; it drops others
// without a word. See "Annotation limits" in the documentation of workflow commands.
const maxAnnotations = 10

// WriteGitHub writes r as workflow commands of GitHub Actions: an annotation for
// everything that is wrong, at its file and line, and a plain line that counts at
// the end. A stage that was left out of a pass is a notice. At most ten are written,
// those first that matter most; a line says how many there are besides, and the place
// for all of them is the job's summary, for which [WriteMarkdown] writes.
//
// A runner obeys every line of a log that begins with "::". Therefore nothing of
// a submission is printed as it is: raw output is left out, and what a message
// carries is escaped and stays within the command that carries it.
func WriteGitHub(w io.Writer, r *Report) error {
	r = r.orEmpty()
	var all []finding
	for i := range r.Exercises {
		all = append(all, r.Exercises[i].findings()...)
	}
	slices.SortStableFunc(all, func(a, b finding) int { return cmp.Compare(a.level, b.level) })
	var b bytes.Buffer
	for _, f := range all[:min(len(all), maxAnnotations)] {
		command(&b, f)
	}
	if more := len(all) - maxAnnotations; more > 0 {
		fmt.Fprintf(&b, "workbook: %d more than the %d that GitHub shows: see the job's summary\n", more, maxAnnotations)
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

// levels are those of findings as commands.
var levels = map[level]string{failing: "error", warning: "warning", notice: "notice"}

// command writes one workflow command.
func command(b *bytes.Buffer, f finding) {
	b.WriteString("::" + levels[f.level] + " ")
	if file := OneLine(f.file); file != "" {
		b.WriteString("file=" + property(file) + ",")
		if f.line > 0 {
			b.WriteString("line=" + strconv.Itoa(f.line) + ",")
			if f.column > 0 {
				b.WriteString("col=" + strconv.Itoa(f.column) + ",")
			}
		}
	}
	b.WriteString("title=" + property(line(f.exercise+": "+f.what)) + "::" + data(text(f.message)) + "\n")
}

var (
	dataEscaper     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	propertyEscaper = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

// data escapes the message of a command, property the value of a parameter.
func data(s string) string     { return dataEscaper.Replace(logCommands.Replace(s)) }
func property(s string) string { return propertyEscaper.Replace(logCommands.Replace(s)) }
