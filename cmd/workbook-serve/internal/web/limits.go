package web

import (
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// A limiter has a rate for each key. It forgets a key that would be as good as new.
type limiter struct {
	each  rate.Limit
	burst int

	mu      sync.Mutex
	byKey   map[string]*rate.Limiter
	cleaned time.Time
}

func newLimiter(each rate.Limit, burst int) *limiter {
	return &limiter{each: each, burst: burst, byKey: map[string]*rate.Limiter{}}
}

// allow reports whether there may be one more now, and after which time there may be.
func (l *limiter) allow(key string) (wait time.Duration, ok bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	l.clean(now)
	one := l.byKey[key]
	if one == nil {
		one = rate.NewLimiter(l.each, l.burst)
		l.byKey[key] = one
	}
	r := one.ReserveN(now, 1)
	if wait := r.DelayFrom(now); wait > 0 {
		r.CancelAt(now)
		return wait, false
	}
	return 0, true
}

// clean forgets what is full again, now and then.
func (l *limiter) clean(now time.Time) {
	if now.Sub(l.cleaned) < time.Minute {
		return
	}
	l.cleaned = now
	for key, one := range l.byKey {
		if one.TokensAt(now) >= float64(l.burst) {
			delete(l.byKey, key)
		}
	}
}

// A counter counts what each person has open.
type counter struct {
	most int

	mu   sync.Mutex
	open map[int64]int
}

func newCounter(most int) *counter { return &counter{most: most, open: map[int64]int{}} }

// enter reports whether there may be one more; leave must be called then.
func (c *counter) enter(person int64) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.open[person] >= c.most {
		return false
	}
	c.open[person]++
	return true
}

func (c *counter) leave(person int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.open[person]--; c.open[person] <= 0 {
		delete(c.open, person)
	}
}
