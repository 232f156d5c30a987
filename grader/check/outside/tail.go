package outside

import (
	"bytes"
	"fmt"
	"sync"

	"workbook/grader/check/internal/kit"
)

// maxOutput bounds what a record holds of a program's output.
const maxOutput = 64 << 10

// A tail keeps the beginning and the end of what is written to it.
type tail struct {
	mu      sync.Mutex
	head    []byte
	end     []byte
	dropped int
}

const (
	headSize = maxOutput / 4
	endSize  = maxOutput - headSize
	endSlack = 1 << 20 // the end grows to this before it is cut
)

func newTail() *tail { return &tail{} }

func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	n := len(p)
	if room := headSize - len(t.head); room > 0 {
		room = min(room, len(p))
		t.head = append(t.head, p[:room]...)
		p = p[room:]
	}
	t.end = append(t.end, p...)
	if len(t.end) > 2*endSlack {
		cut := len(t.end) - endSlack
		t.dropped += cut
		t.end = bytes.Clone(t.end[cut:])
	}
	return n, nil
}

// bytes is what was kept, with a note where something is missing.
func (t *tail) bytes() []byte {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.dropped == 0 {
		return append(bytes.Clone(t.head), t.end...)
	}
	b := bytes.Clone(t.head)
	b = fmt.Appendf(b, "\n... %s bytes are left out ...\n", kit.Count(t.dropped))
	return append(b, t.end...)
}

// short is bytes, cut to size.
func (t *tail) short() []byte {
	b := t.bytes()
	if len(b) <= maxOutput {
		return b
	}
	short := bytes.Clone(b[:headSize])
	short = fmt.Appendf(short, "\n... %s bytes are left out ...\n", kit.Count(len(b)-maxOutput))
	return append(short, b[len(b)-endSize:]...)
}
