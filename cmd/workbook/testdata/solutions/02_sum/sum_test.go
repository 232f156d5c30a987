package sum_test

import (
	"testing"

	sum "example.com/course/solutions/02_sum"
	"workbook/grader/check"
)

func TestMain(m *testing.M) { check.Main(m) }

func TestSum(t *testing.T) {
	check.Run(t, func(c *check.C) {
		if got := sum.Sum(2, 3); got != 5 {
			c.Failf("2 and 3 make %d instead of 5", got)
		}
	})
}
