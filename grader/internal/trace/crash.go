package trace

import "strings"

// A Crash is how a Go program died of a panic or a fatal error.
type Crash struct {
	Fatal      bool        // a "fatal error", which no recover stops, and not a panic
	Value      string      // the last panic's value, or the fatal error's text
	Panics     []string    // the values of all panics under way, the first first; nil for a fatal error
	Signal     string      // "SIGSEGV: segmentation violation" where the panic came from one
	Goroutines []Goroutine // the one that crashed first
}

// Learner is the line of the learner's code that the crash came from, if any:
// that of the goroutine that crashed, or else the place where it was started.
func (c Crash) Learner() (Frame, bool) {
	if len(c.Goroutines) == 0 {
		return Frame{}, false
	}
	g := c.Goroutines[0]
	if f, ok := g.Learner(); ok {
		return f, true
	}
	return g.CreatedBy, Learner(g.CreatedBy)
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

// OutOfMemory reports whether the runtime ended the process because the system
// gave it no more memory.
func (c Crash) OutOfMemory() bool {
	return c.Fatal && (strings.Contains(c.Value, "out of memory") || strings.Contains(c.Value, "cannot allocate memory"))
}
