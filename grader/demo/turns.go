package demo

import (
	"context"
	"sync"
)

// Turns are a scheduler in user space: processors, each with a queue of tasks. A task runs
// until its turn is over and goes to the end of the queue. A task is a goroutine; it goes on
// when it is given a turn, and gives the turn back.
type turns struct {
	steal bool
	tasks sync.WaitGroup // their goroutines
	quit  chan struct{}  // closed when nobody is given a turn any more

	mu     sync.Mutex
	queued sync.Cond // a queue got longer, or all is over
	queues [][]*turnTask
	left   int // tasks that are not over

	ran      []int // turns, by processor
	stolen   int   // tasks that went to another processor
	makespan int64 // microseconds
	busy     int64 // microseconds of all processors in which they ran a task
}

// A turnTask needs some turns.
type turnTask struct {
	number     int
	left       int
	turn, back chan struct{}
}

func newTurns(processors int, steal bool) *turns {
	s := &turns{steal: steal, queues: make([][]*turnTask, processors), ran: make([]int, processors), quit: make(chan struct{})}
	s.queued.L = &s.mu
	return s
}

// deal starts a task and deals it to a processor, round robin.
func (s *turns) deal(i, length int, work func()) {
	t := &turnTask{number: i + 1, left: length, turn: make(chan struct{}), back: make(chan struct{})}
	s.left++
	s.tasks.Go(func() {
		for range length {
			select {
			case <-t.turn:
			case <-s.quit:
				return
			}
			work()
			t.back <- struct{}{}
		}
	})
	to := i % len(s.queues)
	s.queues[to] = append(s.queues[to], t)
}

// run runs the processors until all tasks are over, or ctx is. watch is told what a processor
// does now; nil is nothing.
func (s *turns) run(ctx context.Context, watch func(processor int, t *turnTask)) {
	stop := context.AfterFunc(ctx, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.queued.Broadcast()
	})
	defer stop()
	var processors sync.WaitGroup
	for i := range s.queues {
		processors.Go(func() {
			for t := s.next(ctx, i, watch); t != nil; t = s.next(ctx, i, watch) {
				watch(i, t)
				t.turn <- struct{}{}
				<-t.back
				s.back(i, t)
			}
		})
	}
	processors.Wait()
	close(s.quit)
	s.tasks.Wait()
}

// next is the task that a processor runs next. It waits until there is one; nil is that there
// will be none.
func (s *turns) next(ctx context.Context, processor int, watch func(int, *turnTask)) *turnTask {
	s.mu.Lock()
	defer s.mu.Unlock()
	idle := false
	for s.left > 0 && ctx.Err() == nil {
		from := processor
		if len(s.queues[from]) == 0 && s.steal {
			from = s.fullest()
		}
		if queue := s.queues[from]; len(queue) > 0 {
			s.queues[from] = queue[1:]
			if from != processor {
				s.stolen++
			}
			return queue[0]
		}
		if !idle {
			idle = true
			watch(processor, nil)
		}
		s.queued.Wait()
	}
	if !idle {
		watch(processor, nil)
	}
	return nil
}

// fullest is the processor with the longest queue. The lock is held.
func (s *turns) fullest() int {
	best := 0
	for i := range s.queues {
		if len(s.queues[i]) > len(s.queues[best]) {
			best = i
		}
	}
	return best
}

// back takes a task back after its turn.
func (s *turns) back(processor int, t *turnTask) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ran[processor]++
	if t.left--; t.left > 0 {
		s.queues[processor] = append(s.queues[processor], t)
	} else {
		s.left--
	}
	s.queued.Broadcast()
}

// all is how many turns were run, and most how many by one processor.
func (s *turns) all() (n int) {
	for _, ran := range s.ran {
		n += ran
	}
	return n
}

func (s *turns) most() (n int) {
	for _, ran := range s.ran {
		n = max(n, ran)
	}
	return n
}

// idle is how much of the processors' time was idle, in percent.
func (s *turns) idle() float64 {
	return 100 * (1 - float64(s.busy)/float64(max(1, s.makespan)*int64(len(s.ran))))
}
