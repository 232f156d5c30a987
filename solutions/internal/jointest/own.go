package jointest

import (
	"workbook/grader/check"
	"workbook/solutions/internal/panictest"
)

// OwnGoroutines runs tasks one after the other and sees that each has a goroutine of its
// own. run spawns a task that calls f, and joins it at once: often the task has not begun
// by then.
func OwnGoroutines(c *check.C, run func(f func())) {
	const n = 300
	var caller int
	ids := make([]int, n)
	c.Go("a caller of Spawn and then Join", func() error {
		caller = panictest.Goroutine()
		for i := range ids {
			run(func() { ids[i] = panictest.Goroutine() })
		}
		return nil
	}).Returns(EndIt)
	seen := map[int]int{}
	for i, id := range ids {
		if id == 0 {
			c.Failf("Spawn and Join were called one after the other, and Join returned before f had run. It has to wait until f has returned, deferred calls included: let the end of the task wake it")
		}
		if id == caller {
			c.Failf("Spawn and Join were called one after the other, and f ran on the goroutine of their caller. A task has a goroutine of its own, which Spawn starts; Join only waits, and never calls f, also when f has not begun yet")
		}
		if other, ok := seen[id]; ok {
			c.Failf("Tasks %d and %d ran on one goroutine, one after the other. Every task has a goroutine of its own: no workers", other, i)
		}
		seen[id] = i
	}
}
