package jail

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"regexp"
	"slices"
	"sync"
	"time"
)

// traceTail is how much of the end of standard error is kept besides the
// output: enough for the stack traces of some hundred goroutines.
const traceTail = 256 << 10

// crashHead is how much is kept of where a crash begins, when the stacks of all goroutines
// that follow are more than the tail: what happened, and to which goroutine. crashLead is
// how much is kept of what stands before it, where the runtime says why it gives up.
const (
	crashHead = 16 << 10
	crashLead = 1 << 10
)

// crashHeading is the line in which the runtime begins to tell of a crash.
var crashHeading = regexp.MustCompile(`(?m)^(?:panic|fatal error): `)

// output collects what a process prints, up to a limit, and the tail of its
// standard error without one.
type output struct {
	mu    sync.Mutex
	limit int
	head  []byte
	cut   bool
	tail  []byte // of standard error
	crash []byte // where the last crash begins that the tail has lost
}

func (o *output) write(b []byte, isStderr bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	room := max(o.limit-len(o.head), 0)
	if len(b) > room {
		o.cut = true
	}
	o.head = append(o.head, b[:min(room, len(b))]...)
	if !isStderr {
		return
	}
	o.tail = append(o.tail, b...)
	if len(o.tail) > 2*traceTail {
		o.shorten()
	}
}

// shorten cuts the tail to its length, and keeps where a crash begins in what is lost.
func (o *output) shorten() {
	lost := len(o.tail) - traceTail
	if lost <= 0 {
		return
	}
	headings := crashHeading.FindAllIndex(o.tail[:lost], -1)
	if len(headings) > 0 {
		at := headings[len(headings)-1][0]
		o.crash = bytes.Clone(o.tail[max(at-crashLead, 0):min(at+crashHead, lost)])
	}
	o.tail = append(o.tail[:0], o.tail[lost:]...)
}

// result is the output, and the trace: where the last crash begins, if that is not in the
// tail of standard error, an empty line, and the tail.
func (o *output) result() (head []byte, cut bool, trace []byte) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.shorten()
	if o.crash == nil || crashHeading.Match(o.tail) {
		return o.head, o.cut, o.tail
	}
	return o.head, o.cut, slices.Concat(o.crash, []byte("\n\n"), o.tail)
}

// A drain reads one pipe until its end in the background, so that the process
// never blocks on it.
type drain struct {
	r    *os.File
	done chan struct{}
}

// buffers are lent to drains: four of them for each of some thirty processes of a grading.
var buffers = sync.Pool{New: func() any {
	buf := make([]byte, 32<<10)
	return &buf
}}

// newDrain returns the write end to hand to a process, and the drain that reads
// the other end into sink.
func newDrain(sink func([]byte)) (*os.File, *drain, error) {
	r, w, err := os.Pipe()
	if err != nil {
		return nil, nil, err
	}
	d := &drain{r: r, done: make(chan struct{})}
	go func() {
		defer close(d.done)
		lent := buffers.Get().(*[]byte)
		defer buffers.Put(lent) // no sink keeps what it is given
		buf := *lent
		for {
			n, err := r.Read(buf)
			sink(buf[:n])
			if err != nil {
				return
			}
		}
	}()
	return w, d, nil
}

// finish waits for the end of each pipe, which comes when the last process that
// holds the other end is gone. Some process that got away may hold them for ever, or a
// socket that they were sent over: after a grace, the same for all, they are left alone.
func finish(drains []*drain) {
	for _, d := range drains {
		if err := d.r.SetReadDeadline(time.Now().Add(drainGrace)); err != nil {
			// No deadlines on this system's pipes: close instead of waiting for ever.
			timer := time.AfterFunc(drainGrace, func() { d.r.Close() })
			defer timer.Stop()
		}
	}
	for _, d := range drains {
		<-d.done
		d.r.Close()
	}
}

// drainGrace bounds the wait for output that is already in the pipes of a
// process that has ended.
const drainGrace = 2 * time.Second

// limited keeps the first n bytes written to it and forgets the rest.
type limited struct {
	n    int
	buf  []byte
	last time.Time // when something came last
}

// came notes that something came.
func (l *limited) came(b []byte) {
	if len(b) > 0 {
		l.last = time.Now()
	}
}

func (l *limited) write(b []byte) {
	l.came(b)
	room := max(l.n-len(l.buf), 0)
	l.buf = append(l.buf, b[:min(room, len(b))]...)
}

// A handover gives a process its task when it asks for it, once. It holds the end of
// the pipe that the task goes by: what has not been sent cannot be read.
type handover struct {
	task  []byte
	r, w  *os.File
	asked int
	first time.Time // when it asked first
}

func newHandover(task []byte) (*handover, error) {
	if len(task) > maxFilled {
		return nil, fmt.Errorf("a task of %d bytes is more than a pipe holds", len(task))
	}
	r, w, err := os.Pipe()
	if err != nil {
		return nil, fmt.Errorf("making a pipe: %w", err)
	}
	return &handover{task: task, r: r, w: w}, nil
}

// asks is told what came over the pipe that the process asks on, by one goroutine.
func (h *handover) asks(b []byte) {
	if h.asked == 0 && len(b) > 0 {
		h.first = time.Now()
		// It fits into the pipe, and who asked may be gone: neither keeps us.
		_, _ = h.w.Write(h.task)
		_ = h.w.Close()
	}
	h.asked = min(h.asked+len(b), 1<<20)
}

// close says how often the process asked, and when first. The pipe that it asked on has
// ended.
func (h *handover) close() (asked int, first time.Time) {
	if h == nil {
		return 0, time.Time{}
	}
	_ = h.w.Close() // a second time where the task was sent
	return h.asked, h.first
}

// filled makes a pipe that holds data, and then ends.
func filled(data []byte) (*os.File, error) {
	if len(data) > maxFilled {
		return nil, fmt.Errorf("%d bytes are more than a pipe holds", len(data))
	}
	r, w, err := os.Pipe()
	if err != nil {
		return nil, fmt.Errorf("making a pipe: %w", err)
	}
	_, err = w.Write(data)
	if err := errors.Join(err, w.Close()); err != nil {
		r.Close()
		return nil, fmt.Errorf("filling a pipe: %w", err)
	}
	return r, nil
}

// maxFilled is what a pipe takes on every system before anybody reads it.
const maxFilled = 60 << 10
