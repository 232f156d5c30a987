// Package exit says how a command of the workbook ends: with which exit code, and with what
// said to whoever typed it. All its programs end alike.
//
//	return exit.Wrong(fmt.Errorf("--jobs cannot be %d", n), "it is how many are graded at the same time")
//	…
//	os.Exit(exit.Report(os.Stderr, "workbook", err, ctx.Err() != nil))
package exit

import (
	"errors"
	"fmt"
	"io"

	"workbook/cmd/internal/tr"
	"workbook/grader/report"
)

// The exit codes of every command.
const (
	OK          = report.ExitPassed      // every exercise named passed; the command did what it was told
	NotPassed   = report.ExitNotPassed   // an exercise did not pass; the doctor found a problem
	Usage       = 2                      // the command or its input is wrong
	Broken      = report.ExitGraderError // the grader, or the program itself, failed
	Interrupted = 130                    // Ctrl-C, as shells have it
)

// A Failure is an error with the exit code that it means and with what to do next. An
// error that is no Failure means Usage.
type Failure struct {
	Err   error // nil: all has been said already
	Code  int
	Hints []string
}

func (f *Failure) Error() string {
	if f.Err == nil {
		return tr.T("exit code %d", f.Code)
	}
	return f.Err.Error()
}

func (f *Failure) Unwrap() error { return f.Err }

// Wrong says what is wrong with the command or its input, and what to do about it.
func Wrong(err error, hints ...string) error { return &Failure{err, Usage, hints} }

// Failed says that the program could not do its part.
func Failed(err error, hints ...string) error { return &Failure{err, Broken, hints} }

// Silent ends the command with a code when its output has said why.
func Silent(code int) error {
	if code == OK {
		return nil
	}
	return &Failure{Code: code}
}

// Report writes the error of a command and returns its exit code.
func Report(w io.Writer, program string, err error, interrupted bool) int {
	if err == nil {
		return OK
	}
	if interrupted {
		fmt.Fprintln(w, tr.T("%s: interrupted", program))
		return Interrupted
	}
	f := &Failure{Code: Usage}
	if !errors.As(err, &f) || f.Err != nil {
		fmt.Fprintln(w, tr.T("%s: error: %s", program, report.Terminal(err.Error())))
	}
	for _, hint := range f.Hints {
		fmt.Fprintln(w, tr.T("hint: %s", report.Terminal(hint)))
	}
	return f.Code
}
