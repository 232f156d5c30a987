package trial

import (
	"fmt"
	"regexp"
	"strings"

	"workbook/grader/internal/names"
	"workbook/grader/internal/trace"
	"workbook/grader/internal/wire"
	"workbook/grader/jail"
	"workbook/grader/report"
)

// The sentences here are for what no hidden test can say, because the process
// did not live to run it to its end.

const doesNotEnd = "A function returns to its caller; it does not end the program."

const noTurn = "This machine was too busy to tell: your code was ready to run, and other programs had the processors nearly all of the time. Grade again."

func memoryFull(n names.Names, r wire.Record, res jail.Result, limits jail.Limits) wire.Record {
	r.Verdict = report.Memory
	r.Message = fmt.Sprintf("Your code used more than %d MiB of memory and was stopped. "+
		"Look for a loop that keeps appending, or for a goroutine or a buffer made anew for every byte.", limits.MemoryMiB)
	if f, ok := crashLine(n, res.Trace); ok {
		r.File, r.Line = f.Path(), f.Line
	}
	return r
}

func wallClock(n names.Names, r wire.Record, res jail.Result, limits jail.Limits) wire.Record {
	r.Verdict, r.Unsure = report.Timeout, true
	r.Message = fmt.Sprintf("Your code was still running after %v and was stopped.", limits.Wall)
	g, f, ok := stuck(n, trace.ParseGoroutines(res.Trace))
	if !ok {
		return r
	}
	r.File, r.Line = f.Path(), f.Line
	r.Message = fmt.Sprintf("Your code was still running after %v: goroutine %d %s at %s.", limits.Wall, g.ID, g.Wait, f)
	return r
}

// stuck picks the goroutine that tells most about a process that did not end:
// one that is busy in the learner's code, or else one that waits there.
func stuck(n names.Names, all []trace.Goroutine) (trace.Goroutine, trace.Frame, bool) {
	var found trace.Goroutine
	var at trace.Frame
	var ok bool
	for _, g := range all {
		f, mine := trace.First(g.Frames, n.Learner)
		if !mine {
			continue
		}
		if !g.Blocked() {
			return g, f, true
		}
		if !ok {
			found, at, ok = g, f, true
		}
	}
	return found, at, ok
}

func crashed(n names.Names, r wire.Record, res jail.Result, limits jail.Limits) wire.Record {
	r.Verdict = report.Crash
	c, ok := trace.ParseCrash(res.Trace)
	if ok && c.OutOfMemory() {
		return memoryFull(n, r, res, limits) // the kernel was quicker than the jail's watch
	}
	if !ok {
		r.Exited = res.Signal == nil && res.Exit == 1
		r.Message = fmt.Sprintf("The process ended before the check was over, %s.", ending(res))
		if !r.Exited {
			r.Message += " " + doesNotEnd
		}
		return r
	}
	f, known := c.Line(n.Learner)
	if known {
		r.File, r.Line = f.Path(), f.Line
	}
	// The kernel counts threads for a user, not for a process: others of this user's
	// may have taken them all.
	r.Unsure = strings.Contains(c.Value, "newosproc") || noThread.Match(res.Trace)
	r.Message = crashSentence(n, c, f, known)
	return r
}

// noThread is what the runtime says when the kernel gives it no thread.
var noThread = regexp.MustCompile(`(?m)^runtime: failed to create new OS thread|^runtime/cgo: pthread_create failed: Resource temporarily unavailable`)

func ending(res jail.Result) string {
	if res.Signal != nil {
		return fmt.Sprintf("by the signal %q", res.Signal)
	}
	return fmt.Sprintf("with exit code %d", res.Exit)
}

func crashSentence(n names.Names, c trace.Crash, f trace.Frame, known bool) string {
	where := ""
	if known {
		where = fmt.Sprintf(" at %s", f)
	}
	value := report.Cut(strings.TrimSpace(c.Value), 300)
	switch {
	case c.ByTask(n.Learner, n.Around) && c.Repanicked(n.Learner) && len(c.Panics) > 1:
		tasks := report.Cut(strings.TrimSpace(c.Panics[len(c.Panics)-2]), 300)
		return fmt.Sprintf("A task that your code was given panicked, as it may: %s. Your code recovered that, and then panicked itself at %s, with %s. "+
			"Nobody recovers there any more: that ended the whole process, and every other goroutine with it. "+
			"The value of a panic may be anything: what your code does with it must be good for any value.", tasks, f, value)
	case c.ByTask(n.Learner, n.Around) && c.Repanicked(n.Learner):
		return fmt.Sprintf("A task that your code was given panicked, as it may: %s. Your code recovered that, and panicked again at %s, "+
			"on the task's goroutine. Nobody recovers there any more: that ended the whole process, and every other goroutine with it. "+
			"Whatever the value is, keep it, and hand it to whom the lesson says.", value, f)
	case c.ByTask(n.Learner, n.Around):
		return fmt.Sprintf("A task that your code was given panicked, as it may: %s. Your code called it at %s and let the panic go on, "+
			"which ended the whole process, and every other goroutine with it. Recover around it: recover counts only in a function that was deferred before that call, "+
			"on the same goroutine, and that calls recover itself, not in one that it calls.", value, f)
	case c.ByStartedTask(n.Learner, n.Around):
		return fmt.Sprintf("A task that your code was given panicked, as it may: %s. Your code started it at %s, on a goroutine on which there "+
			"is no other call of yours, and so none that recovers: that ended the whole process, and every other goroutine with it. "+
			"Start a function of yours there, which defers one that calls recover, and then calls the task.", value, f)
	case !c.Fatal:
		return fmt.Sprintf("Your code panicked%s: %s. A panic that nobody recovers ends the whole process, "+
			"and every other goroutine with it.", where, value)
	case c.StackOverflow():
		return fmt.Sprintf("A goroutine ran out of stack%s: a function calls itself without an end. No recover can stop that.", where)
	case strings.Contains(c.Value, "while printing panic value"):
		return fmt.Sprintf("A panic ended the process%s, and the runtime could not even print its value, whose Error or String method panics in turn: %s. "+
			"Whoever asks a value for its text calls somebody else's code: let fmt print it with %%v, which survives that.", where, value)
	case strings.Contains(c.Value, "deadlock"):
		return fmt.Sprintf("Every goroutine was waiting%s, so nothing could ever go on: %s.", where, value)
	default:
		return fmt.Sprintf("The runtime stopped the process%s: fatal error: %s. No recover can stop that.", where, value)
	}
}

func crashLine(n names.Names, text []byte) (trace.Frame, bool) {
	if c, ok := trace.ParseCrash(text); ok {
		return c.Line(n.Learner)
	}
	return trace.Frame{}, false
}
