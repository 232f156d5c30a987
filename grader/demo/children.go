package demo

import (
	"fmt"
	"io"
	"os"
	"strconv"
)

// A child of a demo does what it is there for, and ends.
func init() {
	if len(os.Args) < 2 || os.Args[0] != childName {
		return
	}
	part, numbers, err := childOf(os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	go func() { // who started it is gone, or wants it to end
		_, _ = io.Copy(io.Discard, os.Stdin)
		os.Exit(0)
	}()
	go func() { // this goroutine is locked to a thread as long as packages are initialized
		part(numbers)
		os.Exit(0)
	}()
	select {}
}

// children are what a child can be, each with how many numbers it is given.
var children = map[string]struct {
	numbers int
	part    func(numbers []int)
}{
	"bare":       {0, func([]int) { visitors(noBoundary) }},
	"bounded":    {0, func([]int) { visitors(withBoundary) }},
	"astray":     {0, func([]int) { visitors(goroutineAstray) }},
	"policy":     {3, func(n []int) { underPolicy(policy(n[0]), n[1], n[2]) }},
	"awaited":    {0, func([]int) { reportInBackground(true) }},
	"unawaited":  {0, func([]int) { reportInBackground(false) }},
	"reporter":   {4, func(n []int) { reporter(n[0], n[1] == 1, millis(n[2]), millis(n[3])) }},
	"load":       {3, func(n []int) { loaded(n[0], n[1], n[2]) }},
	"goroutines": {1, func(n []int) { measureThreads(n[0], false) }},
	"threads":    {1, func(n []int) { measureThreads(n[0], true) }},
}

// childOf is the part that the arguments name, with its numbers.
func childOf(args []string) (part func([]int), numbers []int, err error) {
	c, ok := children[args[0]]
	if !ok || len(args) != 1+c.numbers {
		return nil, nil, fmt.Errorf("no child of a demo is called %q", args)
	}
	for _, arg := range args[1:] {
		n, err := strconv.Atoi(arg)
		if err != nil {
			return nil, nil, err
		}
		numbers = append(numbers, n)
	}
	return c.part, numbers, nil
}
