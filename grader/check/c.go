package check

import (
	"fmt"
	"math/rand/v2"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"workbook/grader/check/internal/kit"
	"workbook/grader/check/internal/pipe"
	"workbook/grader/report/outcome"
)

// What both rooms have.
type (
	// A Mistake is what a check tells the learner.
	Mistake = kit.Mistake
	// A Position is a line of a file.
	Position = kit.Position
	// A Goroutine is one of the learner's goroutines, and where it is.
	Goroutine = kit.Goroutine
)

// Main runs the hidden tests of a package. Every package of inside checks has
//
//	func TestMain(m *testing.M) { check.Main(m) }
//
// It does not return.
func Main(m *testing.M) { os.Exit(kit.Run(m)) }

// Wraps reports whether target itself is in the tree of err. Checks use it where
// other programs use errors.Is, because the learner's error may have an Is method
// that says yes to everything: it is believed where it tells target from errors like it.
func Wraps(err, target error) bool { return pipe.Wraps(err, target) }

// Quote shows b as a Go string literal; of a long b the beginning.
func Quote(b []byte) string { return kit.Quote(b) }

// A C is one inside check under way: what [Run] hands to the function that is the check.
//
// It is a require.TestingT of testify, so that require.Equal(c, want, got, "a
// sentence") works. Its methods may be called from any goroutine of the check.
// A method that fails the check does not return: it ends the goroutine that
// called it, as t.FailNow does.
type C struct {
	t     *testing.T
	base  *kit.Check
	known int       // goroutines of the learner's that were there before the check
	real  time.Time // when the check began, on the machine's clock

	clock   *outsideClock          // the machine's clock, for the bubble
	bubble  atomic.Int64           // id of the synctest bubble; 0 before it has begun
	pending atomic.Pointer[string] // the sentence that the check now waits to see come true

	sites    atomic.Uint64 // counts the calls of the learner's code; see sites.go
	places   sync.Map      // of a return address, whether it is in the learner's code
	activity atomic.Uint64 // counts what happens; the watchdog calls a check dead when nothing does
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
	changed   chan struct{}
	calls     []*Call
	listeners []*Listener
	clients   map[string]*link // the newest of each name
}

func newC(t *testing.T) *C {
	t.Helper()
	c := emptyC(t)
	c.base = kit.New(t, c.room())
	return c
}

func emptyC(t *testing.T) *C {
	now := time.Now()
	return &C{
		t:     t,
		real:  now,
		clock: newOutsideClock(now),
		gone:  make(chan struct{}),
	}
}

// room is what the bubble side differs in.
func (c *C) room() kit.Room {
	return kit.Room{
		Line:   kit.OwnLine, // of a task that the learner's code has called
		Took:   c.took,
		Output: func() string { return "" }, // the grader sees it
		Dies:   true,
		Failed: func() {
			if id := c.bubbleID(); self().Bubble == id {
				close(c.failedIn)
			}
		},
	}
}

// took is how long the check has run on the machine's clock.
func (c *C) took() time.Duration {
	if self().Bubble != 0 {
		return c.clock.sleep(0)
	}
	return time.Since(c.real)
}

// Name is the check's name: that of the test function.
func (c *C) Name() string { return c.base.Name() }

// Helper does nothing. It makes C a testify helper.
func (c *C) Helper() {}

// Now is the time since the check began, on the bubble's clock.
func (c *C) Now() time.Duration { return c.base.Now() }

// Rand is a source of random numbers that depends on the seed of the run and the
// check's name only. It is safe for concurrent use; but several goroutines that
// draw from it get numbers in no certain order.
func (c *C) Rand() *rand.Rand { return c.base.Rand() }

// Bytes gives n random bytes. From n = 8 on they hold what breaks code that takes
// bytes for text or lines: a newline, a carriage return, a zero, '%', 0x04, and
// bytes that are not UTF-8. They neither begin nor end with a newline.
func (c *C) Bytes(n int) []byte { return c.base.Bytes(n) }

// Payload gives n bytes for the client called who: random ones with labels, which
// say whose they are and where they belong in all that Payload and [C.Line] have
// given for that name. From n = 64 on they hold what [C.Bytes] has from 8 on; they
// neither begin nor end with a newline. What is shorter than a label has none.
func (c *C) Payload(who string, n int) []byte { return c.base.Payload(who, n) }

// Line is a payload of n bytes that is a line: it ends with its only newline.
func (c *C) Line(who string, n int) []byte { return c.base.Line(who, n) }

// Amount is first in the run by which a check passes, and again in one that repeats
// what has passed to see it in another order: under a schedule, under the race detector,
// or on more processors. A limit shows itself in the first run, so that the others need
// no thousands; what depends on luck has the better chances in the others, of which more
// fit into the same time the less each does.
func (c *C) Amount(first, again int) int { return c.base.Amount(first, again) }

// Mark records a moment, so that the check can be drawn later. The kit marks by
// itself what its own connections, calls and gates see.
func (c *C) Mark(kind outcome.MomentKind, who, note string) { c.base.Mark(kind, who, note) }

// Failf fails the check now, with a sentence to the learner.
func (c *C) Failf(format string, args ...any) { c.Fail(Mistake{Message: fmt.Sprintf(format, args...)}) }

// Fail fails the check now.
func (c *C) Fail(m Mistake) { c.fail(m, outcome.Fail) }

func (c *C) fail(m Mistake, v outcome.Verdict) { c.base.Fail(m, v) }

// Errorf notes a failure without ending the check yet; testify calls it. The
// first one counts.
func (c *C) Errorf(format string, args ...any) { c.base.Errorf(format, args...) }

// FailNow ends the check with what Errorf noted.
func (c *C) FailNow() { c.base.FailNow() }

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

// alive ends the calling goroutine when the check has failed already.
func (c *C) alive() {
	c.activity.Add(1)
	c.base.Alive()
}
