// Package limits has the bounds of a run that names none of its own: an exercise
// without [limits], and a command of the jail.
package limits

// The bounds of one run.
const (
	WallSeconds = 10   // real time
	MemoryMiB   = 256  // resident memory of one process
	OutputKiB   = 1024 // standard output and standard error together
)
