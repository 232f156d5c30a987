package tui

import (
	"bytes"
	"runtime"
	"time"
)

// drawer is the function of the goroutine that draws, as a stack names it.
const drawer = "charm.land/bubbletea/v2.(*Program).startRenderer."

// awaitUndrawn returns when no goroutine draws any more.
//
// Bubble Tea tells that goroutine to end before a command gets the terminal, does
// not wait for it, and starts another after the command. On its way out the first
// stops the clock that both share: when it is late, by as little as a program being
// stopped by its shell at that moment, nothing is ever drawn again
// (github.com/charmbracelet/bubbletea/issues/1778, seen with v2.1.1). Nothing that
// it exports tells when the goroutine is over, but its stack does.
func awaitUndrawn() {
	// Another program in this process would draw on. There is none but in tests,
	// so this is no more than a bound.
	const most = 10 * time.Second
	for start := time.Now(); isDrawn() && time.Since(start) < most; {
		time.Sleep(time.Millisecond)
	}
}

// isDrawn reports whether a goroutine of this process draws.
func isDrawn() bool {
	for stacks := make([]byte, 1<<16); ; stacks = make([]byte, 2*len(stacks)) {
		if n := runtime.Stack(stacks, true); n < len(stacks) {
			return bytes.Contains(stacks[:n], []byte(drawer))
		}
	}
}
