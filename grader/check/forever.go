package check

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"sync/atomic"

	"workbook/grader/check/internal/kit"
	"workbook/grader/report/outcome"
)

// The commonest mistake of all is a loop that does not look at the error of Read: it
// never rests, and says nothing of why. So calls that fail are counted, and after
// maxRefusals in a row it is plain that the code will make them for ever.

// maxRefusals is how often in a row the learner may call what fails each time.
const maxRefusals = 1000

// failures counts calls of one kind that gave nothing, in a row.
type failures struct{ n atomic.Int64 }

func (f *failures) forget() { f.n.Store(0) }

// lastFailed reports whether the last call did.
func (f *failures) lastFailed() bool { return f.n.Load() > 0 }

// again reports whether there were too many.
func (f *failures) again(worked bool, err error) bool {
	if worked {
		f.forget()
		return false
	}
	return f.n.Add(1) > maxRefusals
}

// readsForEver ends the goroutine of the learner that calls it, and fails the check,
// also when the check is over: that its client is gone is how all of them end.
func (k *link) readsForEver(err error) {
	times := kit.Count(maxRefusals) + " times"
	var says string
	switch {
	case err == nil:
		says = fmt.Sprintf("Your code has called Read %s with room for no byte at all, and so it got none. Make the buffer first: make([]byte, 4096).", times)
	case err == io.EOF:
		says = fmt.Sprintf("Read has given io.EOF %s for %s: %s is done, and nothing more will ever come. Look at the error that Read gives you, and leave the loop.", times, k.name, k.name)
	default:
		says = k.failsForEver("Read", err)
	}
	k.forEver(says)
}

func (k *link) writesForEver(err error) { k.forEver(k.failsForEver("Write", err)) }

// failsForEver says that a method fails each time, and why.
func (k *link) failsForEver(method string, err error) string {
	why := fmt.Sprintf("the connection of %s is broken, and every call fails from now on", k.name)
	switch {
	case errors.Is(err, net.ErrClosed):
		why = fmt.Sprintf("your code has closed the connection of %s itself", k.name)
	case errors.Is(err, os.ErrDeadlineExceeded):
		why = "the time limit that your code has set is over, and stays so until it sets another one"
	}
	return fmt.Sprintf("%s has failed %s times in a row for %s (%v): %s. Look at the error that %s gives you, and leave the loop.",
		method, kit.Count(maxRefusals), k.name, err, why, method)
}

func (k *link) forEver(says string) {
	k.c.fail(Mistake{Message: says, At: kit.OwnLine()}, outcome.Fail)
}
