// A mutex and a condition variable guard what is known of the work.
package propagate

import "sync"

type worker struct {
	mu    sync.Mutex
	cond  *sync.Cond
	over  bool
	value any // of the panic, nil when there was none
}

func (w *worker) do(work func()) {
	defer func() {
		p := recover()
		w.mu.Lock()
		defer w.mu.Unlock()
		w.over, w.value = true, p
		w.cond.Signal()
	}()
	work()
}

func (w *worker) wait() any {
	w.mu.Lock()
	defer w.mu.Unlock()
	for !w.over {
		w.cond.Wait()
	}
	return w.value
}

func Run(work func()) {
	w := new(worker)
	w.cond = sync.NewCond(&w.mu)
	go w.do(work)
	if p := w.wait(); p != nil {
		panic(p)
	}
}
