package outside

import (
	"fmt"
	"os"
	"time"
)

// Threads is how many threads the subject has, as the machine sees it: nothing that
// runs in the subject has a say in it. ok is false where that cannot be seen, which
// is everywhere but on Linux.
func (s *Subject) Threads() (n int, ok bool) {
	tasks, err := os.ReadDir(fmt.Sprintf("/proc/%d/task", s.cmd.Process.Pid))
	return len(tasks), err == nil && len(tasks) > 0
}

// Await returns true as soon as cond holds, and false when it does not within some
// seconds, which a right solution must never need; a failure after that is unsure. It
// is for what the subject does not say and can be seen all the same, as [Subject.Threads].
func (s *Subject) Await(cond func() bool) bool {
	s.c.alive()
	turns := s.turns()
	for end := time.Now().Add(patienceOutside); !cond(); time.Sleep(time.Millisecond) {
		s.c.alive()
		if time.Now().After(end) {
			if more := turns.more(patienceOutside); more > 0 {
				end = end.Add(more)
				continue
			}
			s.c.base.Unsure()
			return cond()
		}
	}
	return true
}
