// Package fault says whose fault it is that a submission could not be built: its
// own, this machine's, or nobody can tell.
//
//	b, err := harness.Compile(ctx, jail, files)
//	err = fault.Machine(err) // no *build.Failure any more, when the machine failed
//	if fault.Uncertain(err) {
//		// build the reference, to see whether it fares better
//	}
package fault

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"workbook/grader/build"
	"workbook/grader/jail"
	"workbook/grader/report"
)

// fullDisk are the words of the systems that we know for a disk without room. They
// are looked for in text, because mostly it is a compiler or a linker that met it.
var fullDisk = regexp.MustCompile(`(?i)no space left on device|disk quota exceeded|not enough space on the disk`)

// position is how a compiler begins what it has to say about a file.
var position = regexp.MustCompile(`^\S+\.go:\d+`)

// places are how it begins a line about a line of source.
var places = regexp.MustCompile(`(?m)^\s*\S+\.go:\d+`)

// Machine turns what the machine did to a build into an error that is nobody's
// fault who submitted. The output of a compiler quotes the submission, so lines
// about a file of Go do not count.
func Machine(err error) error {
	var failed *build.Failure
	if !errors.As(err, &failed) {
		return err
	}
	for line := range strings.Lines(failed.Output) {
		if fullDisk.MatchString(line) && !position.MatchString(line) {
			return fmt.Errorf("building %s: %s", failed.What, strings.TrimSpace(line))
		}
	}
	return err
}

// Submission reports whether what was built is the reason that it failed, as far as
// the build can tell.
func Submission(err error) bool {
	return errors.As(err, new(*build.Failure)) && !Uncertain(err) || errors.As(err, new(*build.Exceeded))
}

// Uncertain reports whether a build failed in a way that the machine can cause: it
// took too long, or a tool of Go's failed without naming a place in the source.
func Uncertain(err error) bool {
	var exceeded *build.Exceeded
	var failed *build.Failure
	switch {
	case errors.As(err, &exceeded):
		return exceeded.Cause == jail.WallClock
	case errors.As(err, &failed):
		return staleCache(failed.Output) || !places.MatchString(failed.Output)
	}
	return false
}

// staleCache recognises the compiler's complaint about a missing archive, which
// a submission cannot cause: policy has seen its imports.
func staleCache(output string) bool { return strings.Contains(output, "could not import") }

// TooMuch is the verdict on a submission whose build was stopped.
func TooMuch(e *build.Exceeded) (report.Verdict, string) {
	verdict := report.Memory
	if e.Cause == jail.WallClock {
		verdict = report.Timeout
	}
	return verdict, fmt.Sprintf("The build was stopped: %v. "+
		"Look for very large arrays, constants or literals, and for types that are built from one another again and again.", e)
}

// Sentence says what went wrong with the grader, and what to do about it.
func Sentence(what string, err error) string {
	s := fmt.Sprintf("%s: %s.", what, strings.TrimSuffix(err.Error(), "."))
	if fullDisk.MatchString(err.Error()) {
		s += " The disk is full: make room on it, or have the grader write elsewhere; TMPDIR and GOCACHE say where."
	}
	return s
}
