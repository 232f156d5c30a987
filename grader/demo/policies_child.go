package demo

import (
	"fmt"
	"log"
	"os"
	"runtime/debug"
	"time"
)

// A policy says what becomes of a panic.
type policy int

const (
	propagatePanic policy = iota
	logPanic
	ignorePanic
)

// do calls f, and deals with its panic.
func (p policy) do(logger *log.Logger, task string, f func()) {
	if p == propagatePanic {
		f()
		return
	}
	defer func() {
		if v := recover(); v != nil && p == logPanic {
			logger.Printf("%s: %v\n%s", task, v, debug.Stack())
		}
	}()
	f()
}

// What the child says.
const (
	taskOver  = "over %d"
	joinedSum = "sum %d"
)

// underPolicy is the child: its main function starts tasks, and joins them.
func underPolicy(p policy, tasks, work int) {
	fmt.Println("begun")
	logger := log.New(os.Stderr, "", 0)
	var handles []*handle
	for i := range tasks {
		handles = append(handles, spawn(func() (cups int) {
			defer fmt.Printf(taskOver+"\n", i)
			p.do(logger, "making tea", func() { cups = makeTea(i, tasks, time.Duration(work)*time.Millisecond) })
			return cups
		}))
	}
	sum := 0
	for _, h := range handles {
		sum += h.join()
	}
	fmt.Printf(joinedSum+"\n", sum)
}

// unlucky is the task that panics.
func unlucky(tasks int) int { return tasks / 2 }

// cupsOf is how many cups a task makes, if all goes well.
func cupsOf(task int) int { return 100 * (task + 1) }

// makeTea is a task's work. One of them counts on cups that are not there.
func makeTea(task, tasks int, work time.Duration) int {
	time.Sleep(work * time.Duration(task+1))
	if task == unlucky(tasks) {
		boil(nil)
	}
	return cupsOf(task)
}

// boil fills the fourth cup.
func boil(cups []string) { cups[3] = "tea" }
