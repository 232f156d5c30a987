// Package telemetry builds a small join handle first. The handle can be used
// again, and Run becomes one line; that line starts emit at once and joins at the
// end, which one has to know of defer.
package telemetry

type handle struct{ over chan struct{} }

func spawn(f func()) *handle {
	h := &handle{over: make(chan struct{})}
	go h.run(f)
	return h
}

func (h *handle) run(f func()) {
	defer close(h.over)
	f()
}

func (h *handle) join() { <-h.over }

func Run(emit, work func()) {
	defer spawn(emit).join() // the receiver is worked out now, join is called at the end
	work()
}
