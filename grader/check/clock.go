package check

import "time"

// In a bubble the machine's clock cannot be read: time.Now is virtual there. What
// needs it asks a goroutine outside, over channels that belong to no bubble.
type outsideClock struct {
	ask    chan time.Duration // how long to sleep
	answer chan time.Duration // the time since the check began
	over   chan struct{}
	began  time.Time
}

func newOutsideClock(began time.Time) *outsideClock {
	return &outsideClock{
		ask:    make(chan time.Duration),
		answer: make(chan time.Duration),
		over:   make(chan struct{}),
		began:  began,
	}
}

// serve answers until stop is called.
func (k *outsideClock) serve() {
	for {
		select {
		case d := <-k.ask:
			if d > 0 {
				time.Sleep(d)
			}
			select {
			case k.answer <- time.Since(k.began):
			case <-k.over:
				return
			}
		case <-k.over:
			return
		}
	}
}

func (k *outsideClock) stop() { close(k.over) }

// sleep lets the machine's time pass and gives the time since the check began.
// Meanwhile no bubble that the caller is in can think that it rests.
func (k *outsideClock) sleep(d time.Duration) time.Duration {
	select {
	case k.ask <- d:
	case <-k.over:
		return 0
	}
	select {
	case t := <-k.answer:
		return t
	case <-k.over:
		return 0
	}
}

// patienceMachine is how much of the machine's time [C.AwaitOutside] gives.
var patienceMachine = 5 * time.Second

// AwaitOutside is [C.Await] for what is not in the bubble and has a time of its
// own: how many threads the process has, for example. It returns true as soon as
// cond holds, and false when it does not within some seconds of the machine's time,
// which a right solution must never need; a failure after that is unsure. The
// bubble's time stands still meanwhile. cond must not block.
func (c *C) AwaitOutside(cond func() bool) bool {
	c.alive()
	for began := c.clock.sleep(0); !cond(); {
		c.checkFailed()
		if c.clock.sleep(time.Millisecond)-began > patienceMachine {
			if cond() {
				return true
			}
			c.base.Unsure()
			return false
		}
	}
	return true
}
