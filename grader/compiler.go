package grader

import (
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
	return out
}
