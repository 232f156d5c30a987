package classreport

import (
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"workbook/grader/likeness"
	"workbook/grader/policy"
	"workbook/grader/report"
)

// A submission is the code of one student to one exercise.
type submission struct {
	row    *Row
	files  map[string][]byte
	prints likeness.Prints
}

func read(row *Row) submission {
	src, _ := policy.Read(row.Dir, "")
	s := submission{row: row, files: map[string][]byte{}}
	for _, f := range src.Files {
		s.files[f.Name] = f.Data
	}
	s.prints = likeness.Of(s.files)
	return s
}

// FirstFailure names what stopped a submission, for people and as known-wrong solutions
// name it.
func FirstFailure(ex *report.Exercise) (what, by string) {
	for _, s := range ex.Stages {
		if info := s.Name.Info(); s.Verdict.Failed() && !info.Checks {
			if s.Name != report.Race || !checksFailed(ex) {
				return string(s.Name) + ": " + s.Verdict.Word(), string(s.Name)
			}
		}
	}
	for _, c := range ex.Checks {
		if c.Required && c.Verdict.Failed() {
			return c.Title, c.Name
		}
	}
	return "", ""
}

func checksFailed(ex *report.Exercise) bool {
	return slices.ContainsFunc(ex.Checks, func(c report.Check) bool { return c.Required && c.Verdict.Failed() })
}

// failures are all that rejects a submission, as known-wrong solutions name it.
func failures(ex *report.Exercise) (names []string) {
	for _, s := range ex.Stages {
		if s.Verdict.Failed() && s.Name.Info().Catches {
			names = append(names, string(s.Name))
		}
	}
	for _, c := range ex.Checks {
		if c.Verdict.Failed() {
			names = append(names, c.Name)
		}
	}
	return names
}

// goFiles reads the Go files of a folder of the course, and the first sentence with
// which one of them begins. What cannot be read is not there.
func goFiles(dir string) (files map[string][]byte, about string) {
	files = map[string][]byte{}
	names, _ := filepath.Glob(filepath.Join(dir, "*.go")) // the pattern is right
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		data, err := os.ReadFile(name)
		if err != nil {
			continue
		}
		files[filepath.Base(name)] = data
		if about == "" {
			about = firstSentence(data)
		}
	}
	return files, about
}

func firstSentence(source []byte) string {
	f, err := parser.ParseFile(token.NewFileSet(), "", source, parser.PackageClauseOnly|parser.ParseComments)
	if err != nil || f.Doc == nil {
		return ""
	}
	text := strings.Join(strings.Fields(f.Doc.Text()), " ")
	sentence, _, _ := strings.Cut(text, ". ")
	return strings.TrimSuffix(sentence, ".")
}
