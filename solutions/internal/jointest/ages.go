package jointest

import (
	"workbook/grader/check"
	"workbook/solutions/internal/pausetest"
)

// Ages lets two hundred years of the bubble's time pass, which cost nothing: whoever has
// a time limit, however long, has given up then. Ask first whether anybody polls, or
// each look of two hundred years has to be waited for.
func Ages(c *check.C) {
	c.Sleep(200 * pausetest.Year)
}
