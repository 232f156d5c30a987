package grader

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"workbook/grader/build"
)

// fullDisk are the words of the systems that we know for a disk without room. They
// are looked for in text, because mostly it is a compiler or a linker that met it.
var fullDisk = regexp.MustCompile(`(?i)no space left on device|disk quota exceeded|not enough space on the disk`)

// position is how a compiler begins what it has to say about a file.
var position = regexp.MustCompile(`^\S+\.go:\d+`)

// notTheirs turns what the machine did to a build into an error that is nobody's
// fault who submitted. The output of a compiler quotes the submission, so lines
// about a file of Go do not count.
func notTheirs(err error) error {
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

// sentence says what went wrong with the grader, and what to do about it.
func sentence(what string, err error) string {
	s := fmt.Sprintf("%s: %s.", what, strings.TrimSuffix(err.Error(), "."))
	if fullDisk.MatchString(err.Error()) {
		s += " The disk is full: make room on it, or have the grader write elsewhere; TMPDIR and GOCACHE say where."
	}
	return s
}
