package kit

import (
	"bytes"
	"hash/fnv"
	"runtime"
	"slices"
	"strconv"
	"sync"

	"workbook/grader/check/point"
)

// A look finds out what has changed about the goroutines that a record is about: those
// that came to a point, those that these have made, and those of calls of the check, which
// in a crowd need not wait at any point.
type look struct {
	buf    []byte
	known  map[uint64]*seen
	looks  int
	looked int      // goroutines, in all looks
	called sync.Map // by number: how the check knows it (acquaintance)
}

// An acquaintance is how the check knows a goroutine.
type acquaintance int

const (
	byCall   acquaintance = iota // it has called something on it
	byItself                     // a function of the check has told something on it
)

// seen is what is known of a goroutine.
type seen struct {
	came  bool // to a point
	made  bool // by one that came
	told  bool
	stack uint64 // a hash of what was told
	last  int    // the look that saw it
}

// dumpSize is what the stacks of some thousand goroutines take. What does not fit is not
// looked at.
const dumpSize = 1 << 20

func newLook() *look {
	return &look{buf: make([]byte, dumpSize), known: make(map[uint64]*seen, 256)}
}

// around looks at all goroutines, and gives the stacks that are not as they were, and who
// has ended. It is called while nobody else runs.
func (l *look) around(waiting []point.Waiter) (stacks []string, gone []uint64) {
	l.looks++
	for _, w := range waiting {
		l.of(w.Goroutine).came = true
	}
	text, whole := dump(l.buf)
	for len(text) > 0 {
		var one []byte
		one, text, _ = bytes.Cut(text, []byte("\n\n"))
		l.looked++
		if stack, changed := l.at(one, waiting); changed {
			stacks = append(stacks, stack)
		}
	}
	for id, s := range l.known {
		if whole && s.last != l.looks {
			delete(l.known, id)
			if s.told {
				gone = append(gone, id)
			}
		}
	}
	if whole {
		gone = l.ended(gone)
	}
	return stacks, gone
}

func (l *look) of(id uint64) *seen {
	s := l.known[id]
	if s == nil {
		s = new(seen)
		l.known[id] = s
	}
	return s
}

// at looks at the stack of one goroutine.
func (l *look) at(one []byte, waiting []point.Waiter) (stack string, changed bool) {
	id := numberAfter(one, "goroutine ")
	s := l.known[id]
	if s == nil {
		s = l.of(id)
		i := bytes.LastIndex(one, []byte("\ncreated by "))
		parent := l.known[numberAfter(one[max(i, 0):], " in goroutine ")]
		s.made = i >= 0 && parent != nil && parent.came
	}
	s.last = l.looks
	_, called := l.called.Load(id)
	if !s.came && !s.made && !called {
		return "", false
	}
	for _, w := range waiting {
		if w.Goroutine == id {
			one = fromPoint(one)
		}
	}
	h := fnv.New64a()
	_, _ = h.Write(one)
	if s.told && s.stack == h.Sum64() {
		return "", false
	}
	s.told, s.stack = true, h.Sum64()
	return string(one), true
}

// heard takes in that a goroutine has told something of itself; first says that it is met by
// that. It may never come to a point, and be over before anybody looks.
func (l *look) heard(goroutine uint64) (first bool) {
	_, known := l.called.LoadOrStore(goroutine, byItself)
	return !known
}

// ended adds to those who are gone who was met by what it told, and was not there in a whole
// look any more.
func (l *look) ended(gone []uint64) []uint64 {
	l.called.Range(func(id, how any) bool {
		if id := id.(uint64); how == byItself && l.known[id] == nil {
			l.called.Delete(id)
			if !slices.Contains(gone, id) {
				gone = append(gone, id)
			}
		}
		return true
	})
	return gone
}

// ownStack is the stack of the goroutine that calls it.
func ownStack() string {
	buf := make([]byte, 16<<10)
	return string(buf[:runtime.Stack(buf, false)])
}

// numberAfter is the number that follows words; 0 where there is none.
func numberAfter(text []byte, words string) (n uint64) {
	i := bytes.Index(text, []byte(words))
	if i < 0 {
		return 0
	}
	for _, c := range text[i+len(words):] {
		if c < '0' || c > '9' {
			break
		}
		n = 10*n + uint64(c-'0')
	}
	return n
}

// fromPoint is the stack of a goroutine at a point without what is above that: whoever
// chooses, and looks, does so in there.
func fromPoint(one []byte) []byte {
	i := bytes.Index(one, []byte("/check/point.At("))
	if i < 0 {
		return one
	}
	_, rest, _ := bytes.Cut(one[i:], []byte("\n")) // the line of its file
	_, rest, _ = bytes.Cut(rest, []byte("\n"))
	head := strconv.AppendUint([]byte("goroutine "), numberAfter(one, "goroutine "), 10)
	return append(append(head, " [runnable]:\n"...), rest...)
}

// dump is the text of all stacks, and whether it is whole.
func dump(buf []byte) (text []byte, whole bool) {
	n := runtime.Stack(buf, true)
	return buf[:n], n < len(buf)
}
