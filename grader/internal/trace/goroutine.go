package trace

import (
	"strconv"
	"strings"
)

// A Goroutine is one goroutine of a dump.
type Goroutine struct {
	ID        int
	State     string  // in the runtime's words, without "(durable)": "chan receive"
	Durable   bool    // blocked so that only its own synctest bubble can wake it
	Bubble    int     // the synctest bubble; 0 is none
	Wait      string  // what it does, in plain words that follow a subject: "waits to receive from a channel"
	Minutes   int     // blocked for so long, when the runtime says so
	Frames    []Frame // the innermost call first
	CreatedBy Frame   // the go statement; zero for the main goroutine
	CreatedIn int     // the goroutine that ran the go statement; 0 is unknown
}

// Blocked reports whether the goroutine can only go on when another one, or
// something outside the program, lets it.
func (g Goroutine) Blocked() bool {
	if g.Durable {
		return true
	}
	_, ok := blocked[g.State]
	return ok
}

// OnLock reports whether the goroutine waits for a sync.Mutex or sync.RWMutex.
func (g Goroutine) OnLock() bool {
	return g.State == "sync.Mutex.Lock" || g.State == "sync.RWMutex.Lock" || g.State == "sync.RWMutex.RLock"
}

// OnClock reports whether the goroutine is in time.Sleep.
func (g Goroutine) OnClock() bool { return g.State == "sleep" }

// blocked holds the runtime's words for goroutines that rest, and ours for them.
var blocked = map[string]string{
	"chan receive":            "waits to receive from a channel",
	"chan receive (nil chan)": "waits to receive from a nil channel, for ever",
	"chan send":               "waits to send on a channel",
	"chan send (nil chan)":    "waits to send on a nil channel, for ever",
	"select":                  "waits in a select",
	"select (no cases)":       "waits in an empty select, for ever",
	"sleep":                   "sleeps",
	"semacquire":              "waits for a semaphore",
	"sync.Cond.Wait":          "waits in sync.Cond.Wait",
	"sync.Mutex.Lock":         "waits to lock a sync.Mutex",
	"sync.RWMutex.Lock":       "waits to lock a sync.RWMutex",
	"sync.RWMutex.RLock":      "waits to read-lock a sync.RWMutex",
	"sync.WaitGroup.Wait":     "waits in sync.WaitGroup.Wait",
	"IO wait":                 "waits for input or output",
	"coroutine":               "waits in an iterator",
	"synctest.Run":            "waits for its bubble",
	"synctest.Wait":           "waits for its bubble to rest",
	"finalizer wait":          "waits for finalizers",
	"cleanup wait":            "waits for cleanups",
}

// passing holds the runtime's words for goroutines that go on by themselves: they run,
// or the runtime has work for them or with them.
var passing = map[string]bool{
	"": true, "running": true, "runnable": true, "preempted": true, "syscall": true, "waiting": true, "idle": true, "dead": true, "copystack": true,
	"panicwait": true, "debug call": true, "dumping heap": true, "stopping the world": true, "flushing proc caches": true, "page trace flush": true,
	"GC assist marking": true, "GC assist wait": true, "GC sweep wait": true, "GC scavenge wait": true, "GC mark termination": true,
	"GC worker (idle)": true, "GC worker (active)": true, "GC weak to strong wait": true, "wait for GC cycle": true, "force gc (idle)": true,
	"garbage collection": true, "garbage collection scan": true, "GOMAXPROCS updater (idle)": true,
	"trace reader (blocked)": true, "trace goroutine status": true, "trace proc status": true,
}

func describe(state string) string {
	if w, ok := blocked[state]; ok {
		return w
	}
	switch state {
	case "running", "runnable", "preempted":
		return "runs"
	case "syscall":
		return "is in a system call"
	}
	if passing[state] {
		return "is busy in the runtime (" + state + ")"
	}
	return "is in state " + strconv.Quote(state)
}

// ParseGoroutines reads every goroutine in text, which may hold anything else
// before, between and after them.
func ParseGoroutines(text []byte) []Goroutine {
	return parseGoroutines(splitLines(text))
}

func parseGoroutines(lines []string) []Goroutine {
	var all []Goroutine
	for i := 0; i < len(lines); {
		g, ok := Header(lines[i])
		i++
		if !ok {
			continue
		}
		i += g.body(lines[i:])
		all = append(all, g)
	}
	return all
}

// body reads the frames under a header and gives the number of lines it took.
func (g *Goroutine) body(lines []string) int {
	n := 0
	for n < len(lines) && lines[n] != "" {
		line := lines[n]
		if _, ok := Header(line); ok {
			return n
		}
		if rest, ok := strings.CutPrefix(line, "created by "); ok {
			g.CreatedBy.Func = rest
			if i := strings.LastIndex(rest, " in goroutine "); i >= 0 {
				g.CreatedBy.Func = rest[:i]
				g.CreatedIn, _ = strconv.Atoi(rest[i+len(" in goroutine "):])
			}
			n++
			if n < len(lines) {
				if file, l, ok := position(lines[n]); ok {
					g.CreatedBy.File, g.CreatedBy.Line = file, l
					n++
				}
			}
			continue
		}
		frames, took := parseFrames(lines[n:])
		g.Frames = append(g.Frames, frames...)
		n += max(took, 1) // "...100 frames elided..." and the like are passed over
	}
	return n
}

// Header reads the first line of a goroutine's trace:
// "goroutine 24 [chan receive (durable), 3 minutes, synctest bubble 1]:".
func Header(line string) (Goroutine, bool) {
	rest, ok := strings.CutPrefix(line, "goroutine ")
	if !ok {
		return Goroutine{}, false
	}
	digits := 0
	for digits < len(rest) && '0' <= rest[digits] && rest[digits] <= '9' {
		digits++
	}
	id, err := strconv.Atoi(rest[:digits])
	if err != nil || digits == len(rest) || rest[digits] != ' ' {
		return Goroutine{}, false
	}
	open := strings.IndexByte(rest, '[')
	end := strings.LastIndex(rest, "]:")
	if open < 0 || end < open {
		return Goroutine{}, false
	}
	inside := rest[open+1 : end]
	if i := strings.Index(inside, " labels:{"); i >= 0 {
		inside = inside[:i]
	}
	g := Goroutine{ID: id}
	state, notes, _ := strings.Cut(inside, ", ")
	state = strings.TrimSuffix(state, " (scan)")
	g.State, g.Durable = strings.CutSuffix(state, " (durable)")
	g.State = strings.TrimSuffix(strings.TrimSuffix(g.State, " (scan)"), " (leaked)")
	for notes != "" {
		var note string
		note, notes, _ = strings.Cut(notes, ", ")
		if b, ok := strings.CutPrefix(note, "synctest bubble "); ok {
			g.Bubble, _ = strconv.Atoi(b)
		} else if m, ok := strings.CutSuffix(note, " minutes"); ok {
			g.Minutes, _ = strconv.Atoi(m)
		}
	}
	g.Wait = describe(g.State)
	return g, true
}
