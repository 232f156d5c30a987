package nettest

import (
	"workbook/grader/check"
	"workbook/solutions/internal/pausetest"
)

// A century is longer than any limit of time that somebody may have thought enough. The
// bubble's clock has room for two of them.
const century = 100 * pausetest.Year

// Long lets ten years of the bubble's time pass while something waits for what takes its
// time, and sees that nothing polls meanwhile. A check may do so many times. Its text follows
// "While".
func Long(c *check.C, what string) {
	c.NoPolling("While " + what + ", something in your package looks again and again whether that is done. Wait for it: what is waited for wakes the one who waits.")
	c.Sleep(10 * pausetest.Year)
}

// Age lets a century of the bubble's time pass. Make sure before that nothing polls.
func Age(c *check.C) { c.Sleep(century) }
