package grader

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"workbook/grader/build"
	"workbook/grader/internal/contract"
	"workbook/grader/internal/fault"
	"workbook/grader/internal/names"
	"workbook/grader/internal/reference"
	"workbook/grader/policy"
	"workbook/grader/report"
)

// compile compiles the submission by itself, and looks whether it declares what the
// task asks for.
func compile(ctx context.Context, w *work) error {
	defer w.ledger.begin(report.Compile)()
	if len(w.syntax) > 0 {
		// What cannot be parsed cannot be vetted, so it is not compiled either; to the
		// learner it is a compile error like any other.
		return w.refuse(report.Compile, report.CompileError, w.explainEmpty(firstOfEach(w.syntax)), "")
	}
	w.points = w.startPoints(ctx)
	b, err := w.builder.compile(ctx, files(w.src), false)
	if failed := new(build.Failure); errors.As(err, &failed) {
		output := w.display.named(failed.Output)
		return w.refuse(report.Compile, report.CompileError, compileProblems(output), output)
	}
	if exceeded := new(build.Exceeded); errors.As(err, &exceeded) {
		verdict, message := fault.TooMuch(exceeded)
		return w.refuse(report.Compile, verdict, []report.Problem{{Message: message}}, "")
	}
	if err != nil {
		return w.graderError(report.Compile, err)
	}
	w.compiled = b
	w.atEnd(b.Remove)
	if halfOf(w.shop.course, w.ex.ID) != names.Exercises {
		if missing := w.task().Missing(w.src); len(missing) > 0 {
			return w.refuse(report.Compile, report.CompileError, missing, "")
		}
	}
	w.ledger.finish(report.Stage{Name: report.Compile, Verdict: report.Pass})
	return nil
}

// firstOfEach leaves of the syntax errors of a file the first: the parser has lost its way
// there, and most of what it says of the lines after that is about nothing.
func firstOfEach(syntax []report.Problem) []report.Problem {
	var firsts []report.Problem
	more := map[string]int{} // by file, so many come after the first
	for _, p := range syntax {
		if n := len(firsts); n > 0 && firsts[n-1].File == p.File {
			more[p.File]++
			continue
		}
		firsts = append(firsts, p)
	}
	for i, p := range firsts {
		const where = "If nothing is wrong in this line, look at those before it."
		switch n := more[p.File]; {
		case n == 0:
			firsts[i].Hint = where
		case n == 1:
			firsts[i].Hint = where + " One more message about this file may only follow from this one."
		default:
			firsts[i].Hint = fmt.Sprintf("%s %d more messages about this file may only follow from this one.", where, n)
		}
	}
	return firsts
}

// explainEmpty says of a file with nothing in it what the parser, which has found EOF, says
// to nobody, and to a learner how the stub comes back.
func (w *work) explainEmpty(problems []report.Problem) []report.Problem {
	for _, f := range w.src.Files {
		if len(bytes.TrimSpace(f.Data)) > 0 {
			continue
		}
		for i := range problems {
			if problems[i].File != w.src.Display(f.Name) {
				continue
			}
			problems[i].Message = f.Name + " is empty."
			problems[i].Hint = w.bringsBack()
		}
	}
	return problems
}

// bringsBack says how the stub comes back; empty where the submission was handed in.
func (w *work) bringsBack() string {
	if w.dir != w.shop.course.ExerciseDir(w.ex.ID) {
		return ""
	}
	return fmt.Sprintf("`workbook reset %s` brings the stub back.", w.ex.ID)
}

// task is what the task asks for: the reference offers exactly that, and so does the stub
// where there is no reference.
func (w *work) task() contract.Contract {
	files, err := reference.Files(testsDir(w.shop.course, w.ex.ID))
	if err != nil {
		return nil // the course has been loaded, so whoever builds it will say why
	}
	var source []policy.File
	for _, f := range files {
		source = append(source, policy.File(f))
	}
	return contract.Of(source)
}

// mismatch explains hidden tests that do not compile against a submission which
// compiles by itself.
func (w *work) mismatch(failed *build.Failure) report.Problem {
	if p, ok := w.task().Mismatch(w.src); ok {
		return p
	}
	first := "it does not say why"
	if p := compileProblems(w.display.named(failed.Output)); len(p) > 0 {
		first = p[0].Message
	}
	return report.Problem{Message: fmt.Sprintf("The hidden tests do not compile with your package: %s. "+
		"Compare names and types with the task.", first)}
}
