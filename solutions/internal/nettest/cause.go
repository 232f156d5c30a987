package nettest

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"os"
	"slices"
	"strings"

	"workbook/grader/check"
	"workbook/solutions/internal/panictest"
)

// A Cause is something to panic with, and what must be found in the log of it.
type Cause struct {
	What  string // in words that follow "panicked with"
	Panic func()

	parts []string // where styles differ, they stand side by side: "nil|Nil"
}

// In reports whether a text holds the value, with %v or with %q, %+v, %#v: the words
// are the learner's.
func (a Cause) In(text string) bool {
	for _, part := range a.parts {
		if !slices.ContainsFunc(strings.Split(part, "|"), func(p string) bool { return strings.Contains(text, p) }) {
			return false
		}
	}
	return true
}

// Expected says what In looks for.
func (a Cause) Expected() string {
	return fmt.Sprintf("an entry that holds %.200q", strings.Join(a.parts, " and "))
}

// Causes gives one of each kind.
func Causes(c *check.C) []Cause {
	word := func() string { return fmt.Sprintf("cause-%08x", c.Rand().Uint32()) }
	with := func(what string, v any, parts ...string) Cause {
		return Cause{what, func() { panic(v) }, parts}
	}
	number := 1_000_000 + c.Rand().IntN(1_000_000)
	a, b, d, e, f, g := word(), word(), word(), word(), word(), word()
	first, second := word(), word()
	long := strings.Repeat(word()+" ", 100<<10/15)
	type point struct {
		Name string
		X    int
	}
	var none *fs.PathError
	var noDish *panictest.Dish
	numbers := []int{}
	return []Cause{
		with("a text", a, a),
		with("an error", errors.New(b), b),
		with("an error that wraps another one", fmt.Errorf("reading %s: %w", d, os.ErrNotExist), d, os.ErrNotExist.Error()),
		with("an int", number, fmt.Sprint(number)),
		with("a struct", point{e, number}, e, fmt.Sprint(number)),
		with("a pointer to a struct", &point{f, number}),
		with("a text with percent signs, which is no format", "100%d of "+g+"%s %v%", "100%d of "+g+"%s %v%"),
		with(fmt.Sprintf("a text of %d bytes", len(long)), long, long),
		with("a text of two lines", first+"\n"+second, first, second),
		with("io.EOF, as a Read gives it when its client has gone", io.EOF, io.EOF.Error()),
		with("net.ErrClosed, as a Write gives it when the connection is closed", net.ErrClosed, net.ErrClosed.Error()+"|errNetClosing"),
		with("an error of the network, as a Write to a client that has gone gives it", BrokenPipe(), "broken pipe|net.OpError"),
		with("an empty text", ""),
		with("0", 0),
		with("false", false),
		with("a nil pointer with a type", none),
		with("a fmt.Stringer that is a nil pointer", noDish),
		with("a function", func() {}),
		// A literal nil is what go vet warns of.
		{"nil, which is a panic like any other: the runtime makes a *runtime.PanicNilError of it", func() { var v any; panic(v) }, []string{"nil|Nil"}},
		{"an error of the runtime", func() { _ = numbers[len(numbers)+3] }, []string{"index out of range [3]|boundsError"}},
	}
}
