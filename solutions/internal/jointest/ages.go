package jointest

import (
	"time"

	"workbook/grader/check"
)

// Ages lets two hundred years of the bubble's time pass, which cost nothing: whoever has
// a time limit, however long, has given up then. Ask first whether anybody polls, or
// each look of two hundred years has to be waited for.
func Ages(c *check.C) {
	const year = 365 * 24 * time.Hour
	c.Sleep(200 * year)
}
