package point

// A Waiter is a goroutine that waits at a point.
type Waiter struct {
	Goroutine uint64 // its number, as stack traces have it
	Point     int
}

var (
	watcher func(chosen uint64, waiting []Waiter)
	shown   [crowd]Waiter // what the watcher is given
)

// Watch has f told of every choice from now on: the goroutine that is about to go on,
// and all that wait at points, in the order in which they were made; nil ends that. f is
// called while nobody else runs. It must neither wait nor yield, and the slice is its
// own until it returns.
func Watch(f func(chosen uint64, waiting []Waiter)) { watcher = f }

// Waiting are the goroutines that wait at points now.
func Waiting() []Waiter {
	if now == nil {
		return nil
	}
	return now.appendWaiting(nil)
}

func (s *schedule) appendWaiting(to []Waiter) []Waiter {
	for _, w := range s.waiting[:s.count] {
		to = append(to, Waiter{uint64(w.goroutine), w.point})
	}
	return to
}
