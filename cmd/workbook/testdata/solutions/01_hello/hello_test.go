package hello_test

import (
	"testing"

	hello "example.com/course/solutions/01_hello"
	"workbook/grader/check"
)

func TestMain(m *testing.M) { check.Main(m) }

func TestHello(t *testing.T) {
	check.Run(t, func(c *check.C) {
		if got := hello.Hello(); got != "hello" {
			c.Failf("Hello says %q instead of hello", got)
		}
	})
}
