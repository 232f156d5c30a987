package check

import (
	"workbook/grader/check/internal/kit"
	"workbook/grader/steps"
)

// Task says that the learner's code has called a function that the check gave it, on the
// goroutine that calls Task, and gives what says that this is over. Such a function begins
// with
//
//	defer c.Task("emit")()
//
// A picture of the run shows it, and calls a goroutine that the learner's code made for one
// task like the task. A run that nobody looks at does nothing here, so nothing is put in
// order that the race detector shall see as it is.
func (c *C) Task(name string) (over func()) {
	if !kit.Watched() {
		return func() {}
	}
	id := self().ID
	kit.Tell(id, steps.TaskBegins, name)
	return func() { kit.Tell(id, kit.Leaves(), name) }
}

// Note notes something about the goroutine that calls it, for a picture of the run: "is
// locked to its thread". It does nothing in a run that nobody looks at.
func (c *C) Note(note string) {
	if kit.Watched() {
		kit.Tell(self().ID, steps.TaskNotes, note)
	}
}

// Gave notes what a call of the learner's code has given to the goroutine that calls Gave, for
// a picture of the run: plain values as they are, of errors what their fields hold, and of
// others the type. No method of theirs is called.
func (c *C) Gave(values ...any) {
	if kit.Watched() {
		kit.Gave(self().ID, values...)
	}
}

// Gives notes what a function that the check gave to the learner's code is about to return,
// in the way of [C.Gave], on the goroutine that has called it.
func (c *C) Gives(values ...any) {
	if kit.Watched() {
		c.Note("gives " + kit.Shown(values))
	}
}
