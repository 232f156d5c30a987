package classreport

import (
	"go/scanner"
	"go/token"
	"maps"
	"slices"

	"workbook/grader/course"
	"workbook/grader/report"
)

// A stub is what everybody is given of an exercise, file by file, as tokens: who has only
// run gofmt or written a comment has not begun.
type stub map[string][]string

func stubOf(c *course.Course, ex *course.Exercise) stub {
	files, _ := goFiles(c.ExerciseDir(ex.ID))
	return tokens(files)
}

// untouched says whether what was handed in is the stub, and got no verdict that says more.
func (s stub) untouched(sub submission) bool {
	if sub.row.Verdict.Passed() || sub.row.Verdict == report.GraderError || len(s) == 0 {
		return false
	}
	return maps.EqualFunc(s, tokens(sub.files), slices.Equal)
}

// NotBegun says whether the folder with somebody's work has the stub, as it was handed out.
func NotBegun(c *course.Course, ex report.Exercise, dir string) bool {
	e, err := c.Exercise(ex.ID)
	return err == nil && stubOf(c, e).untouched(read(&Row{ex, dir}))
}

func tokens(files map[string][]byte) stub {
	all := stub{}
	for name, source := range files {
		fset := token.NewFileSet()
		var scan scanner.Scanner
		scan.Init(fset.AddFile(name, -1, len(source)), source, nil, 0) // without comments
		words := []string{}
		for {
			_, kind, text := scan.Scan()
			if kind == token.EOF {
				break
			}
			if kind == token.SEMICOLON {
				text = "" // written, or the end of a line
			}
			words = append(words, kind.String()+" "+text)
		}
		all[name] = words
	}
	return all
}
