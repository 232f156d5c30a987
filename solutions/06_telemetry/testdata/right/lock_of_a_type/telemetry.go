// Package telemetry keeps its state in a type, and waits for a lock that emit
// holds.
package telemetry

import "sync"

type reporter struct {
	sync.RWMutex
	emit func()
}

func (r *reporter) run() {
	defer r.RUnlock()
	r.emit()
}

func Run(emit, work func()) {
	r := &reporter{emit: emit}
	r.RLock()
	go r.run()
	defer r.Lock()
	work()
}
