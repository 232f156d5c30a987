package outside

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"sync"
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
)

// Main runs the hidden tests of a package. Every package of outside checks has
//
//	func TestMain(m *testing.M) { outside.Main(m) }
//
// It does not return.
func Main(m *testing.M) {
	code := kit.Run(m)
	removeBuiltSubjects()
	os.Exit(code)
}

// Wraps reports whether target itself is in the tree of err. Checks use it where
// other programs use errors.Is, because the learner's error may have an Is method
// that says yes to everything.
func Wraps(err, target error) bool { return pipe.Wraps(err, target) }

// Quote shows b as a Go string literal; of a long b the beginning.
func Quote(b []byte) string { return kit.Quote(b) }

// A C is one outside check under way: what [Run] hands to the function that is the check.
//
// It is a require.TestingT of testify, so that require.Equal(c, want, got, "a
// sentence") works. Its methods may be called from any goroutine of the check.
// A method that fails the check does not return: it ends the goroutine that
// called it, as t.FailNow does.
type C struct {
	base     *kit.Check
	began    time.Time
	failedIn chan struct{} // closed at the first failure

	mu       sync.Mutex
	subjects []*Subject
}

func newC(t *testing.T) *C {
	t.Helper()
	c := &C{began: time.Now(), failedIn: make(chan struct{})}
	c.base = kit.New(t, kit.Room{
		Line:   func() Position { return Position{} }, // nothing of the learner's is here
		Took:   func() time.Duration { return time.Since(c.began) },
		Output: c.output,
		Failed: func() { close(c.failedIn) },
	})
	return c
}

// output ends the subject programs of the check and gives what they wrote: only
// then has all of it arrived.
func (c *C) output() string {
	c.mu.Lock()
	subjects := c.subjects
	c.mu.Unlock()
	var b strings.Builder
	for _, s := range subjects {
		s.stop()
		b.Write(s.stdout.short())
		b.Write(s.stderr.short())
	}
	return outcome.Cut(b.String(), maxOutput)
}

// Name is the check's name: that of the test function.
func (c *C) Name() string { return c.base.Name() }

// Helper does nothing. It makes C a testify helper.
func (c *C) Helper() {}

// Now is the time since the check began, on the machine's clock.
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

// Mark records a moment, so that the check can be drawn later. The kit marks by
// itself what its own clients and subjects do.
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

// alive ends the calling goroutine when the check has failed already.
func (c *C) alive() { c.base.Alive() }

// Sleep lets d of the machine's time pass.
func (c *C) Sleep(d time.Duration) {
	c.alive()
	time.Sleep(d)
	c.alive()
}
