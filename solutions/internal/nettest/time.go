package nettest

import (
	"time"

	"workbook/grader/check"
)

// A century is longer than any limit of time that somebody may have thought enough. The
// bubble's clock has room for two of them.
const century = 100 * 365 * 24 * time.Hour

// Age lets a century of the bubble's time pass. Make sure before that nothing polls.
func Age(c *check.C) { c.Sleep(century) }
