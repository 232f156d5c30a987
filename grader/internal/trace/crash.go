package trace

import (
	"slices"
	"strings"
)

// A Crash is how a Go program died of a panic or a fatal error.
type Crash struct {
	Fatal      bool        // a "fatal error", which no recover stops, and not a panic
	Value      string      // the last panic's value, or the fatal error's text
	Panics     []string    // the values of all panics under way, the first first; nil for a fatal error
	Signal     string      // "SIGSEGV: segmentation violation" where the panic came from one
	Goroutines []Goroutine // the one that crashed first
}

// Line is the line of the learner's code that the crash came from, if any: that of
// the goroutine that crashed, or else the place where it was started.
func (c Crash) Line(learner func(Frame) bool) (Frame, bool) {
	if len(c.Goroutines) == 0 {
		return Frame{}, false
	}
	frames := c.Goroutines[0].Frames
	if c.StackOverflow() && len(frames) > 1 && learner(frames[1]) {
		return frames[1], true // the innermost has begun, and stands at its first line
	}
	return First(append(slices.Clip(frames), c.Goroutines[0].CreatedBy), learner)
}

// Panicking is whose code called panic, or did what panics: the learner's, or what is
// around it, such as a hidden test, which may do so on purpose. frames are those of a
// goroutine that panics; false means that neither is seen there. at is the learner's
// innermost line, which in the second case is the one that called what panicked.
func Panicking(frames []Frame, learner, around func(Frame) bool) (theirs bool, at Frame, ok bool) {
	for i, f := range frames {
		// What is above the call of panic are deferred functions and the runtime.
		if f.Func == "panic" {
			frames = frames[i+1:]
			break
		}
	}
	at, _ = First(frames, learner)
	for _, f := range frames {
		if learner(f) || around(f) {
			return learner(f), at, true
		}
	}
	return false, at, false
}

// ByTask reports whether the panic that ended the program was thrown by what is around
// the learner's code, which that had called.
func (c Crash) ByTask(learner, around func(Frame) bool) bool {
	if c.Fatal || len(c.Goroutines) == 0 {
		return false
	}
	theirs, at, ok := Panicking(c.Goroutines[0].Frames, learner, around)
	return ok && !theirs && !at.Zero()
}

// Repanicked reports whether a deferred function of the learner's recovered the panic
// that ended the program, and raised it again: its line is that of the crash. Go leaves
// out the second call of panic.
func (c Crash) Repanicked(learner func(Frame) bool) bool {
	if c.Fatal || len(c.Goroutines) == 0 {
		return false
	}
	frames := c.Goroutines[0].Frames
	i := slices.IndexFunc(frames, func(f Frame) bool { return f.Func == "panic" })
	return i > 0 && slices.ContainsFunc(frames[:i], learner)
}

// ByStartedTask is ByTask for a task that the learner's code has made a goroutine of,
// without a function of its own between: there is none that could recover.
func (c Crash) ByStartedTask(learner, around func(Frame) bool) bool {
	if c.Fatal || len(c.Goroutines) == 0 || !learner(c.Goroutines[0].CreatedBy) {
		return false
	}
	theirs, at, ok := Panicking(c.Goroutines[0].Frames, learner, around)
	return ok && !theirs && at.Zero()
}

// ParseCrash finds the crash that ended a program in what it wrote to its
// standard error. Of several candidates (a program may print anything) it takes
// the last one that a goroutine's trace follows.
func ParseCrash(stderr []byte) (Crash, bool) {
	lines := splitLines(stderr)
	for i := len(lines) - 1; i >= 0; i-- {
		if c, ok := crashAt(lines[i:]); ok {
			return c, true
		}
	}
	return Crash{}, false
}

func crashAt(lines []string) (Crash, bool) {
	if text, ok := strings.CutPrefix(lines[0], "fatal error: "); ok {
		gs := traceAfter(lines[1:])
		return Crash{Fatal: true, Value: text, Goroutines: gs}, len(gs) > 0
	}
	text, ok := strings.CutPrefix(lines[0], "panic: ")
	if !ok {
		return Crash{}, false
	}
	var c Crash
	value := []string{text}
	n := 1
	for ; n < len(lines); n++ {
		line := lines[n]
		if line == "" || !strings.HasPrefix(line, "\t") && !strings.HasPrefix(line, "[signal ") {
			break
		}
		if sig, ok := strings.CutPrefix(line, "[signal "); ok {
			c.Signal, _, _ = strings.Cut(strings.TrimSuffix(sig, "]"), " code=")
			n++
			break
		}
		if next, ok := strings.CutPrefix(line, "\tpanic: "); ok {
			c.Panics = append(c.Panics, panicValue(value))
			value = []string{next}
			continue
		}
		value = append(value, line[1:]) // the runtime indents the lines of a value
	}
	c.Panics = append(c.Panics, panicValue(value))
	c.Value = c.Panics[len(c.Panics)-1]
	c.Goroutines = traceAfter(lines[n:])
	return c, len(c.Goroutines) > 0
}

func panicValue(lines []string) string {
	v := strings.Join(lines, "\n")
	v = strings.TrimSuffix(v, " [recovered, repanicked]")
	return strings.TrimSuffix(v, " [recovered]")
}

// traceAfter reads the goroutines that follow, if nothing but the runtime's own
// stack and blank lines come before them.
func traceAfter(lines []string) []Goroutine {
	for i := 0; i < len(lines); i++ {
		if _, ok := Header(lines[i]); ok {
			return parseGoroutines(lines[i:])
		}
		switch {
		case lines[i] == "", strings.HasPrefix(lines[i], "[signal "), strings.HasPrefix(lines[i], "goroutine "):
		case strings.HasPrefix(lines[i], "runtime stack:"):
			_, took := parseFrames(lines[i+1:])
			i += took
		default:
			return nil
		}
	}
	return nil
}

// StackOverflow reports whether a goroutine's stack outgrew its limit.
func (c Crash) StackOverflow() bool { return c.Fatal && strings.Contains(c.Value, "stack overflow") }

// OutOfMemory reports whether the runtime ended the process because the system
// gave it no more memory.
func (c Crash) OutOfMemory() bool {
	return c.Fatal && (strings.Contains(c.Value, "out of memory") || strings.Contains(c.Value, "cannot allocate memory"))
}
