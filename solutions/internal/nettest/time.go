package nettest

import (
	"workbook/grader/check"
	"workbook/solutions/internal/pausetest"
)

// A century is longer than any limit of time that somebody may have thought enough. The
// bubble's clock has room for two of them.
const century = 100 * pausetest.Year

// Age lets a century of the bubble's time pass. Make sure before that nothing polls.
func Age(c *check.C) { c.Sleep(century) }
