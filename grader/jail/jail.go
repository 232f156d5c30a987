// Package jail runs programs that nobody has reason to trust, within bounds of
// time, memory and output, and leaves nothing running afterwards.
//
// A [Jail] is a way of doing that, and a [Cell] is one, of a [Level] that says how
// strong it is. [Probe] finds the strongest that this machine has:
//
//	cell := jail.Cell{Level: jail.Probe().Level, Temp: dir}
//	res, err := cell.Run(ctx, jail.Command{Path: program})
package jail

import (
	"context"
	"os"
	"time"

	"workbook/grader/internal/limits"
)

// A Jail runs commands in isolation. Implementations are safe for concurrent use.
type Jail interface {
	// Run runs cmd to its end, or to the first limit it hits, and says how it
	// ended. When Run returns, no process that belongs to cmd is left. The error
	// is for what is not the command's doing: it could not be started, or ctx
	// ended (errors.Is ctx.Err()).
	Run(ctx context.Context, cmd Command) (Result, error)
	// Isolation says in a few words what separates a command from this machine.
	Isolation() string
}

// A Command is a program to run.
type Command struct {
	Path   string   // of the program; absolute
	Args   []string // without the program's name
	Env    []string // added to the clean environment, as "NAME=value"
	Limits Limits
	Dir    string // where it starts; empty means a private home, or nowhere at all
	Access Access // beyond its own memory and pipes
	// OneStream has standard output and standard error be one pipe, so that Output is in
	// the order in which it was written.
	OneStream bool
	// Guard marks a command of the grader's own, which puts others into cells: it
	// is bounded as at L1, and learns from [Posted] what the cell is.
	Guard bool
	// ResultsEnv makes a pipe that the command may write its results to; its file
	// descriptor is the value of this environment variable. Empty: no pipe.
	ResultsEnv string
	// Watch is told what comes over that pipe as it comes, and Result.Results stays empty.
	// It is called by one goroutine, and not any more when Run has returned. May be nil.
	Watch func([]byte)
	// Task is sent to the command when it asks for it, which it does by a byte on a
	// pipe, and not before: until then there is nothing in its process to be read.
	// TaskEnv is the environment variable with the two descriptors, a space between
	// them: of the pipe that the task comes by, and of the one to ask on. Empty: no
	// task. Its standard input is empty always.
	Task    []byte
	TaskEnv string

	name string // argument zero; empty means the program's own
}

// Limits bound one run. A zero field takes the value of [DefaultLimits].
type Limits struct {
	Wall      time.Duration // real time from start to kill; up to four times as much where the machine gave the process no turn
	MemoryMiB int           // resident memory of the process; negative is no limit
	OutputKiB int           // of standard output and standard error together; the rest is dropped
	// Sparse is for a program that maps far more memory than it uses, as those of
	// the race detector do: only what it uses is limited.
	Sparse bool
}

// DefaultLimits are the limits of a command that names none.
var DefaultLimits = Limits{Wall: limits.WallSeconds * time.Second, MemoryMiB: limits.MemoryMiB, OutputKiB: limits.OutputKiB}

func (l Limits) withDefaults() Limits {
	if l.Wall == 0 {
		l.Wall = DefaultLimits.Wall
	}
	if l.MemoryMiB == 0 {
		l.MemoryMiB = DefaultLimits.MemoryMiB
	}
	if l.OutputKiB == 0 {
		l.OutputKiB = DefaultLimits.OutputKiB
	}
	return l
}

// A Cause says what ended a run.
type Cause string

// The causes.
const (
	Exited     Cause = "exited"      // the program ended by itself, or by a signal of its own making
	WallClock  Cause = "wall clock"  // killed: still running at Limits.Wall
	MemoryFull Cause = "memory full" // killed: resident memory above Limits.MemoryMiB
)

// A Result says how a run ended.
type Result struct {
	Cause Cause
	// NoTurn says of a process that the wall clock ended that it was ready to run nearly
	// all of the time, and hardly ran: the machine was too busy for it.
	NoTurn  bool
	Exit    int       // exit code when Cause is Exited; -1 when a signal ended the process
	Signal  os.Signal // that signal, or nil
	Output  []byte    // standard output and error as they came, at most Limits.OutputKiB
	Cut     bool      // more output came than is kept in Output
	Trace   []byte    // the last part of standard error, and before it where a crash begins: it holds the runtime's stack traces also when Output was cut
	Results []byte    // what came over the results pipe, at most MaxResults
	Asked   int       // how often the task was asked for: who asks before the program proper does, shows
	Elapsed time.Duration
	PeakMiB int // highest resident memory seen; 0 where it cannot be seen
	// User and System are what the command and all that it started took of processors.
	User, System time.Duration
	// Faults is how often the kernel had to give them a page of memory; 0 on Windows.
	Faults  int64
	Moments Moments
}

// Moments are when a command came how far, for who looks where the time goes. What did not
// happen, or cannot be seen, is zero.
type Moments struct {
	Began time.Time // it was started
	Ran   time.Time // the program has taken over from what walled it in
	Asked time.Time // it asked for its task: everything in it is initialised
	Told  time.Time // the last of its results came
	Ended time.Time
}

// MaxResults is the number of bytes after which the results pipe is not read.
const MaxResults = 4 << 20
