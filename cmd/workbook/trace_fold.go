package main

import (
	"slices"

	"workbook/grader/steps"
)

// longestRound bounds the rounds of a loop that are looked for.
const longestRound = 24

// folded is a part of a run that a trace writes once: a loop that goes round and round
// takes the same steps each time.
type folded struct {
	steps int // of one round
	times int // that it comes again
}

// round finds the rounds that begin at step i, if the same one comes at least twice again.
func round(all []steps.Step, i int) (f folded, ok bool) {
	for n := 1; n <= min(longestRound, (len(all)-i)/3); n++ {
		times := 0
		for next := i + n; next+n <= len(all) && slices.EqualFunc(all[i:i+n], all[next:next+n], sameStep); next += n {
			times++
		}
		if times >= 2 {
			return folded{n, times}, true
		}
	}
	return folded{}, false
}

// sameStep reports whether nobody could tell two steps apart but by their number.
func sameStep(a, b steps.Step) bool {
	return a.Goroutine == b.Goroutine && a.File == b.File && a.Line == b.Line && a.Column == b.Column &&
		a.Between == b.Between && a.AtUS == b.AtUS && a.Output == b.Output &&
		slices.Equal(a.Changed, b.Changed) && slices.Equal(a.Events, b.Events) && slices.Equal(a.Deeds, b.Deeds)
}
