package grader

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"workbook/grader/report"
)

var compileLine = regexp.MustCompile(`^(.+\.go):(\d+)(?::(\d+))?: (.*)$`)

// compileProblems reads the messages of the compiler; lines that belong to the
// message before them are joined to it.
func compileProblems(output string) []report.Problem {
	var out []report.Problem
	for line := range strings.Lines(output) {
		line = strings.TrimRight(line, "\r\n")
		if strings.HasPrefix(line, "\t") && len(out) > 0 { // also with a place: "\techo.go:5:2: other declaration of x"
			out[len(out)-1].Message += " " + strings.TrimSpace(line)
			continue
		}
		if m := compileLine.FindStringSubmatch(line); m != nil {
			n, _ := strconv.Atoi(m[2])
			col, _ := strconv.Atoi(m[3])
			out = append(out, report.Problem{File: m[1], Line: n, Column: col, Message: m[4]})
		}
	}
	if len(out) == 0 {
		out = append(out, report.Problem{Message: "The compiler refused the code: " + report.Cut(strings.TrimSpace(output), 300)})
	}
	return oncePerName(out)
}

// oncePerName leaves of a name that is not declared, which the compiler refuses wherever it
// stands, the first place: one := that is missing would look like six mistakes.
func oncePerName(problems []report.Problem) []report.Problem {
	type name struct{ file, message string }
	var out []report.Problem
	first := map[name]int{} // index in out
	lines := map[name]int{} // so many others
	for _, p := range problems {
		n := name{p.File, p.Message}
		at, said := first[n]
		if !said || !strings.HasPrefix(p.Message, "undefined: ") {
			first[n] = len(out)
			out = append(out, p)
			continue
		}
		if lines[n]++; lines[n] == 1 {
			out[at].Hint = "One more place in this file has the same mistake."
		} else {
			out[at].Hint = fmt.Sprintf("%d more places in this file have the same mistake.", lines[n])
		}
	}
	return out
}
