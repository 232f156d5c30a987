package study

import (
	"context"
	"slices"
	"sync"
	"time"
)

// A Msg is what a job has found out, a Cmd a job that has yet to begin; nil is none.
type (
	Msg = any
	Cmd func() Msg
)

// Jobs is everything that runs beside the screen: grading, watching, warming,
// reading and writing files. They all end with its context, and Stop awaits
// them, so that nothing is left running when the program is over.
type Jobs struct {
	ctx    context.Context
	Cancel context.CancelFunc

	mu      sync.Mutex
	running int
	idle    chan struct{} // closed when running is 0; nil while nobody waits
	Queue   []Msg
	more    chan struct{} // holds a token when queue is not empty
}

// NewJobs has none. They end with ctx.
func NewJobs(ctx context.Context) *Jobs {
	ctx, cancel := context.WithCancel(ctx)
	return &Jobs{ctx: ctx, Cancel: cancel, more: make(chan struct{}, 1)}
}

// Cmd makes f a command that ends with the program. A command that is started
// after Stop does nothing.
func (j *Jobs) Cmd(f func(ctx context.Context) Msg) Cmd {
	return func() Msg {
		if !j.begin() {
			return nil
		}
		defer j.end()
		return f(j.ctx)
	}
}

// batch makes one command of several. They run side by side, and what they return is
// posted.
func (j *Jobs) batch(cmds ...Cmd) Cmd {
	cmds = slices.DeleteFunc(cmds, func(cmd Cmd) bool { return cmd == nil })
	switch len(cmds) {
	case 0:
		return nil
	case 1:
		return cmds[0]
	}
	return func() Msg {
		for _, cmd := range cmds {
			go func() {
				if msg := cmd(); msg != nil {
					j.Post(msg)
				}
			}()
		}
		return nil
	}
}

// Done is closed when they have to end.
func (j *Jobs) Done() <-chan struct{} { return j.ctx.Done() }

func (j *Jobs) begin() bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.ctx.Err() != nil {
		return false
	}
	j.running++
	return true
}

func (j *Jobs) end() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.running--
	if j.running == 0 && j.idle != nil {
		close(j.idle)
		j.idle = nil
	}
}

// Post queues a message for the screen and never blocks: a grader must not wait
// for a terminal that is busy with an editor.
func (j *Jobs) Post(msg Msg) {
	j.mu.Lock()
	j.Queue = append(j.Queue, msg)
	j.mu.Unlock()
	select {
	case j.more <- struct{}{}:
	default:
	}
}

// Posted is everything that was posted since the last time, in order.
type Posted []Msg

// Next is the command that awaits posted messages.
func (j *Jobs) Next() Cmd {
	return j.Cmd(func(ctx context.Context) Msg {
		select {
		case <-ctx.Done():
			return nil
		case <-j.more:
		}
		j.mu.Lock()
		defer j.mu.Unlock()
		batch := Posted(j.Queue)
		j.Queue = nil
		return batch
	})
}

// Stop cancels every job and waits for them, but no longer than limit. It
// reports whether they all ended.
func (j *Jobs) Stop(limit time.Duration) bool {
	j.Cancel()
	j.mu.Lock()
	if j.running == 0 {
		j.mu.Unlock()
		return true
	}
	if j.idle == nil {
		j.idle = make(chan struct{})
	}
	idle := j.idle
	j.mu.Unlock()
	timer := time.NewTimer(limit)
	defer timer.Stop()
	select {
	case <-idle:
		return true
	case <-timer.C:
		return false
	}
}
