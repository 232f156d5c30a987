package check

import (
	"math/rand/v2"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"workbook/grader/internal/wire"
	"workbook/grader/report"
)

// A C is one check under way: what [Run] and [Outside] hand to the function
// that is the check.
//
// It is a require.TestingT of testify, so that require.Equal(c, want, got, "a
// sentence") works. Its methods may be called from any goroutine of the check.
// A method that fails the check does not return: it ends the goroutine that
// called it, as t.FailNow does.
type C struct {
	t      *testing.T
	name   string
	seed   uint64
	rng    *rand.Rand
	bulk   *bulk // what Bytes takes from
	inside bool
	known  int       // goroutines of the learner's that were there before an inside check
	real   time.Time // when the check began, on the machine's clock

	start   time.Time              // when the check began, on the check's own clock
	clock   *outsideClock          // the machine's clock, for the bubble
	bubble  atomic.Int64           // id of the synctest bubble; 0 before it has begun
	pending atomic.Pointer[string] // the sentence that the check now waits to see come true

	sites    atomic.Uint64 // counts the calls of the learner's code; see sites.go
	places   sync.Map      // of a return address, whether it is in the learner's code
	activity atomic.Uint64 // counts what happens; the watchdog calls a check dead when nothing does
	failed   atomic.Bool
	unsure   atomic.Bool   // something was decided by the machine's clock, and not by the bubble's
	ending   atomic.Bool   // what the check opened is being closed
	failedIn chan struct{} // closed in the bubble at the first failure
	gone     chan struct{} // closed when the bubble can never end and is left behind
	goneOnce sync.Once
	turn     chan struct{} // holds a token: whoever has it may settle
	own      atomic.Int64  // the goroutine that the check itself runs on

	// See pass.go.
	passing  sync.Map // what now waits for the bubble's clock, by its number
	passes   int      // how often something has
	leaveOut []int    // the numbers of those that waited in vain in an earlier bubble
	again    []int    // the same for the bubble to come
	bubbles  int      // those before this one

	mu        sync.Mutex
	record    *wire.Record // of the first failure
	softMsg   string       // the first Errorf that no FailNow has followed yet
	changed   chan struct{}
	closers   []func() // what ends goroutines of a check that is over
	calls     []*Call
	moments   []report.Moment
	dropped   int
	listeners int
	subjects  []*Subject
	given     map[string]*given // by the client's name: see payload.go
	kept      int               // bytes of it
}

func newC(t *testing.T, inside bool) *C {
	t.Helper()
	openResults()
	name := t.Name()
	if !claim(name) {
		t.Fatalf("check: %s runs two checks; a test function runs one", name)
	}
	return freshC(t, name, inside)
}

// freshC is a check that has just begun.
func freshC(t *testing.T, name string, inside bool) *C {
	now := time.Now()
	return &C{
		t:      t,
		name:   name,
		seed:   results.seed,
		rng:    random(results.seed, name),
		bulk:   newBulk(results.seed, name),
		inside: inside,
		real:   now,
		start:  now,
		clock:  newOutsideClock(now),
		gone:   make(chan struct{}),
	}
}

// Name is the check's name: that of the test function.
func (c *C) Name() string { return c.name }

// Helper does nothing. It makes C a testify helper.
func (c *C) Helper() {}

// Now is the time since the check began, on the bubble's clock in an inside
// check and on the machine's in an outside one.
func (c *C) Now() time.Duration { return time.Since(c.start) }

// Rand is a source of random numbers that depends on the seed of the run and the
// check's name only. It is safe for concurrent use; but several goroutines that
// draw from it get numbers in no certain order.
func (c *C) Rand() *rand.Rand { return c.rng }

// Bytes gives n random bytes. From n = 8 on they hold what breaks code that takes
// bytes for text or lines: a newline, a carriage return, a zero, '%', 0x04, and
// bytes that are not UTF-8. They neither begin nor end with a newline.
func (c *C) Bytes(n int) []byte {
	b := make([]byte, n)
	c.bulk.read(b)
	special := hard
	if n < len(special)+2 {
		special = special[:max(n-2, 0)]
	}
	if n > 2 { // each in a part of its own, so that none takes another's place
		part := (n - 2) / len(special)
		for i, s := range special {
			b[1+i*part+c.rng.IntN(part)] = s
		}
	}
	if n > 0 && b[0] == '\n' {
		b[0] = 'a'
	}
	if n > 0 && b[n-1] == '\n' {
		b[n-1] = 'z'
	}
	return b
}

// Amount is first in the run by which a check passes, and again in one that repeats
// what has passed to see it in another order: under the race detector, or on more
// processors. A limit shows itself in the first run, so that the others need no
// thousands; what depends on luck has the better chances in the others.
func (c *C) Amount(first, again int) int {
	if results.again {
		return again
	}
	return first
}

// maxMoments bounds the record of a check with thousands of clients.
const maxMoments = 2000

// Mark records a moment, so that the check can be drawn later. The kit marks by
// itself what its own connections, calls and gates see.
func (c *C) Mark(kind report.MomentKind, who, note string) {
	at := time.Since(c.start).Microseconds()
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.moments) >= maxMoments {
		c.dropped++
		return
	}
	c.moments = append(c.moments, report.Moment{AtUS: at, Kind: kind, Who: clip(who, 80), Note: clip(note, 200)})
}

// happened tells those who wait that something has changed.
func (c *C) happened() {
	c.activity.Add(1)
	c.mu.Lock()
	ch := c.changed
	c.changed = nil
	c.mu.Unlock()
	if ch != nil {
		close(ch)
	}
}

// nextChange gives a channel that is closed when something happens.
func (c *C) nextChange() <-chan struct{} {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.changed == nil {
		c.changed = make(chan struct{})
	}
	return c.changed
}

// atEnd registers what lets go of goroutines when the check is over.
func (c *C) atEnd(f func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.closers = append(c.closers, f)
}

// letGo closes everything that the check has opened.
func (c *C) letGo() {
	c.ending.Store(true)
	c.mu.Lock()
	closers := c.closers
	c.closers = nil
	c.mu.Unlock()
	for _, f := range closers {
		f()
	}
}

// alive ends the calling goroutine when the check has failed already.
func (c *C) alive() {
	c.activity.Add(1)
	if c.failed.Load() {
		runtime.Goexit()
	}
}

func sentence(s string) string {
	s = strings.TrimSpace(s)
	if s == "" {
		return ""
	}
	if strings.ContainsAny(s[len(s)-1:], ".!?") {
		return s
	}
	return s + "."
}

func (c *C) mustBeInside(method string) {
	if !c.inside {
		c.fail(Mistake{Message: "The hidden test is wrong: " + method + " is for inside checks only."}, report.GraderError)
	}
}

func (c *C) mustBeOutside(method string) {
	if c.inside {
		c.fail(Mistake{Message: "The hidden test is wrong: " + method + " is for outside checks only."}, report.GraderError)
	}
}
