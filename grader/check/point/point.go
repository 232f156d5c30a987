// Package point is where a submission under a schedule may hand the processor to
// another goroutine. Submissions do not import it: package instrument puts calls of
// [At] into their source, and the kit begins a schedule by [Begin].
//
// A goroutine that comes to a point waits there. Once every other one waits, at a
// point or for something else, the schedule chooses one of those at points, which goes
// on to its next. So one of them runs at a time, and who that is follows from the
// schedule's number and from what the program did before, and neither from the order
// in which the runtime lets goroutines run nor from the machine's clock.
//
// All of it is for a program with one processor in which nobody is interrupted (see
// package build, Steady). Nothing here makes anything new at a point: a garbage
// collection may have the goroutine give way in the middle of that.
package point

import (
	"math"
	"runtime"
	"runtime/debug"
)

const (
	// crowd is how many goroutines may wait at points. What comes when it is full passes,
	// and who runs is then for the runtime to say: each choice looks at all who wait.
	crowd = 64
	// most bounds the choices of a run. A loop over a megabyte has as many points as it
	// has bytes, and none of them is worth more than the first thousands.
	most = 20_000
	// quietTurns is how often whoever decides lets all others run before it takes them
	// for waiting. Where the runtime is not that of steady runs, it lets a goroutine run
	// before others that are ready at every 61st turn, and so not twice in a row.
	quietTurns = 3
)

// A schedule under way.
type schedule struct {
	chooser chooser
	waiting [crowd]waiter // sorted by goroutine, in the order in which these were made; the rest have a gate only
	count   int
	chosen  goroutine // goes on now; 0 while nobody has been chosen
	decides goroutine // of those that wait, who does
	last    goroutine // who was chosen last
	quiet   int
	steps   int
	order   uint64 // of what was chosen, as a hash (FNV-1a)
}

// A waiter is a goroutine at a point.
type waiter struct {
	goroutine goroutine
	point     int
	gate      *gate
}

// A chooser chooses among the goroutines that wait at points: the index of one.
type chooser interface {
	choose(s *schedule) int
}

var (
	now     *schedule
	begun   *schedule // the last that has begun
	waiting int       // goroutines at points, of this schedule and of those before
)

// At is a point. It does nothing unless a schedule has begun.
func At(point int) {
	if s := now; s != nil {
		s.at(point)
	}
}

func (s *schedule) at(point int) {
	if s.steps >= most || s.count == crowd {
		return
	}
	me := current()
	gate := s.enter(me, point)
	waiting++
	for s.chosen != me && now == s {
		switch {
		case s.decides != me || s.chosen != 0:
			gate.wait()
		case s.quiet == quietTurns:
			s.decide()
		default:
			s.quiet++
			runtime.Gosched()
		}
	}
	waiting--
	s.leave(me)
}

// enter has a goroutine wait among the others, at a gate of its own.
func (s *schedule) enter(me goroutine, point int) *gate {
	i, gate := s.count, s.waiting[s.count].gate
	for ; i > 0 && s.waiting[i-1].goroutine > me; i-- {
		s.waiting[i] = s.waiting[i-1]
	}
	s.waiting[i] = waiter{me, point, gate}
	if s.count++; s.count == 1 {
		s.decides = me
	}
	s.quiet = 0
	return gate
}

// leave has it go on, and another one decide.
func (s *schedule) leave(me goroutine) {
	i := 0
	for s.waiting[i].goroutine != me {
		i++
	}
	gate := s.waiting[i].gate
	copy(s.waiting[i:s.count-1], s.waiting[i+1:s.count])
	s.count--
	s.waiting[s.count] = waiter{gate: gate}
	s.chosen, s.quiet, s.decides = 0, 0, s.waiting[0].goroutine
	s.waiting[0].gate.open()
}

func (s *schedule) decide() {
	w := s.waiting[s.chooser.choose(s)]
	if watcher != nil {
		watcher(uint64(w.goroutine), s.appendWaiting(shown[:0]))
	}
	s.steps++
	s.order = (s.order ^ uint64(w.point)) * 1099511628211
	s.chosen, s.last = w.goroutine, w.goroutine
	w.gate.open()
}

// newSchedule is the schedule of a number.
func newSchedule(number uint64) *schedule {
	s := &schedule{chooser: chooserOf(number), order: 14695981039346656037}
	for i := range s.waiting {
		g := new(gate)
		g.lock.Lock()
		s.waiting[i].gate = g
	}
	return s
}

// release has everybody look up who waits at a point of the schedule that is under way.
func release() {
	if s := now; s != nil {
		for _, w := range s.waiting[:s.count] {
			w.gate.open()
		}
	}
	now = nil
}

// Begin has points follow the schedule of a number from now on. What is random in the
// bubble follows from it as well: a select with several ready cases, the order of a map,
// math/rand's own source.
func Begin(number uint64) {
	release()
	debug.SetMemoryLimit(seedLimit(number))
	begun = newSchedule(number)
	now = begun
}

// End has points do nothing from now on. Whoever waits at one goes on.
func End() {
	release()
	debug.SetMemoryLimit(math.MaxInt64)
}

// seedLimit is a limit of memory by which the runtime of steady runs is told the number:
// it reads there what seeds the random choices of a bubble (package build, steadyChanges).
// It is about eight exbibytes, which no memory reaches, and no limit to any other runtime.
func seedLimit(number uint64) int64 { return math.MaxInt64 - 1 - int64(number%(1<<40-1)) }

// Pause has points do nothing until the function that it returns is called.
func Pause() (resume func()) {
	was := now
	release()
	return func() { now = was }
}

// Busy reports whether a goroutine waits at a point, and will go on from there.
func Busy() bool { return waiting > 0 }

// Order tells apart two runs under the last schedule that came to other points, or
// to the same in another order.
func Order() uint64 {
	if begun == nil {
		return 0
	}
	return begun.order
}
