package trial

import (
	"fmt"
	"strconv"
	"time"

	"workbook/grader/build"
	"workbook/grader/course"
	"workbook/grader/internal/wire"
	"workbook/grader/jail"
	"workbook/grader/report"
)

// A Program is what a check runs: the submission, or what stands in its place.
type Program struct {
	Path    string // the test program of inside checks, the subject program of outside ones
	Referee string // of outside checks
	Race    bool   // it is built with the race detector
}

// refereeAllowance is what a referee gets on top of the exercise's wall clock: it
// waits for a subject with deadlines of its own, and says what it waited for.
const refereeAllowance = 20 * time.Second

// raceFactor is how much slower and larger a program may be under the race
// detector; see https://go.dev/doc/articles/race_detector#Runtime_Overheads.
const raceFactor = 10

// raceExit is the exit code of a process in which the race detector found a race.
const raceExit = 66

// steadyMemory is how much more memory a steady run may use, which frees none. The
// references use 21 MiB at most, all that they throw away included; a right solution
// of 17 that reads byte by byte was stopped at twice its limit, and passes with this.
const steadyMemory = 8

// command is the process of one run; pkg is the import path of the submission.
func command(limits course.Limits, pkg string, c course.Check, p Program, t Try) jail.Command {
	cmd := jail.Command{
		Path:       p.Path,
		Task:       wire.Task{Check: c.Name, Seed: t.Seed, Again: t.Again, Schedules: t.Schedules, Record: t.record, Trace: t.traced, Package: pkg}.Encode(),
		TaskEnv:    wire.TaskEnv,
		ResultsEnv: wire.ResultEnv,
		Limits: jail.Limits{
			Wall:      time.Duration(limits.WallSeconds) * time.Second,
			MemoryMiB: limits.MemoryMiB,
			OutputKiB: limits.OutputKiB,
		},
	}
	if t.Steady {
		cmd.Env = append(cmd.Env, build.Steady...)
		cmd.Limits.MemoryMiB *= steadyMemory
	}
	if t.Processors > 0 {
		cmd.Env = append(cmd.Env, "GOMAXPROCS="+strconv.Itoa(t.Processors))
	}
	if c.Kind == report.Outside {
		cmd.Path, cmd.Guard = p.Referee, true
		cmd.Env = append(cmd.Env, wire.SubjectEnv+"="+p.Path)
		cmd.Limits.Wall += refereeAllowance
	}
	if p.Race {
		cmd.Limits.Wall *= raceFactor
		cmd.Limits.MemoryMiB *= raceFactor
		cmd.Limits.Sparse = true // the detector's shadow of all memory
		// Without atexit_sleep_ms each process would sleep a second at its end. The
		// detector has no C library to ask for it, and reads it from a file; see
		// GetEnv in compiler-rt's sanitizer_linux.cpp.
		cmd.Access.Read = append(cmd.Access.Read, "/proc/self/environ")
		cmd.Env = append(cmd.Env, fmt.Sprintf("GORACE=atexit_sleep_ms=0 halt_on_error=1 exitcode=%d", raceExit))
	}
	return cmd
}
