package grader

import (
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/policy"
	"workbook/grader/report"
)

const loops = `package echo

func Empty() int {
	for {
	}
}

func Serve(c chan int, stop *bool) {
	for {
		<-c
		go func() {
			for {
				if *stop {
					return
				}
			}
		}()
	}
}

type Handle[T any] struct{ done bool }

func (h *Handle[T]) Join() {
again:
	goto again
}

func (h Handle[T]) Wait() {
	for {
		if h.done {
			break
		}
	}
	for {
		if !h.done {
			break
		}
	}
}

func Polls(ready func() bool) {
	for {
		if ready() {
			return
		}
	}
}
`

func TestEndless(t *testing.T) {
	for function, line := range map[string]int{
		"Empty":             4,
		"Serve":             12, // the one that waits is not it
		"Serve.func1":       12,
		"Handle.Join":       24,
		"Handle.Join.func1": 24,
		"Handle.Wait":       28, // two, so it is the function
		"Polls":             42,
		"Poll":              0,
		"":                  0,
	} {
		require.Equal(t, line, endless([]byte(loops), function), function)
	}
	require.Zero(t, endless([]byte("package"), "Empty"))
}

func TestWithLine(t *testing.T) {
	w := &work{src: &policy.Source{Prefix: "exercises/01_echo/", Files: []policy.File{{Name: "echo.go", Data: []byte(loops)}}}}
	got := w.withLine(report.Check{Message: "It runs at exercises/01_echo/echo.go:1 (in Empty) and never rests.", Line: 1})
	require.Equal(t, report.Check{Message: "It runs at exercises/01_echo/echo.go:4 and never rests.", Line: 4}, got)
	for _, message := range []string{
		"It runs at exercises/01_echo/echo.go:1 (in Nobody).",
		"It runs at exercises/01_echo/other.go:1 (in Empty).",
		"It runs at exercises/01_echo/echo.go:14.",
	} {
		c := report.Check{Message: message, Line: 1}
		require.Equal(t, c, w.withLine(c))
	}
}
