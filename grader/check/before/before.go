// Package before is the part of the kit that comes before a submission: in a process
// that runs hidden checks it takes the numbers of the descriptors, by which the task
// comes and results go, out of the environment while packages are initialised, and
// keeps them for package wire.
//
// Go initialises a package after those that it imports; what imports leave open it
// decides by the import paths, and a course's module may have any name. So every
// submission is compiled with a file beside it that imports this package, see
// grader/build. It is small because subject programs get it too, which have no use for it.
package before

import "os"

// The environment of a process that runs hidden checks.
const (
	// ResultEnv holds the file descriptor (on Windows: the handle) of the pipe
	// that results are written to. Unset: a plain `go test`, nothing is written.
	ResultEnv = "WORKBOOK_RESULT_FD"
	// TaskEnv holds those of the pipe that the task comes by, and of the one that it
	// is asked for on, with a space between them.
	TaskEnv = "WORKBOOK_TASK_FDS"
)

var taken = map[string]string{}

// What runs in this process from here on has no use for them, and the submission's
// own initialisation comes next.
func init() {
	for _, name := range []string{ResultEnv, TaskEnv} {
		taken[name] = os.Getenv(name)
		os.Unsetenv(name)
	}
}

// Taken is what the environment had under one of these names; empty where it had nothing.
func Taken(name string) string { return taken[name] }
