package outside

import (
	"time"

	"workbook/grader/jail"
)

// soon is when what is waited for has mostly come. Nobody asks before that how the subject
// gets on with the scheduler, which takes reading a file for each of its threads.
const soon = 200 * time.Millisecond

// turns are those that the subject had on a processor since it was waited for. Where it was
// ready to run nearly all the time and had hardly any, the machine is busy and the subject
// not slow: it is given more time, as the walls give it (see [jail.Share]).
type turns struct {
	pid    int
	began  time.Time
	before jail.Share
}

func (s *Subject) turns() *turns {
	pid := s.cmd.Process.Pid
	return &turns{pid, time.Now(), jail.ShareOf(pid)}
}

// more says how much longer to wait for what has not come within the patience; 0 is no
// longer.
func (t *turns) more(patience time.Duration) time.Duration {
	return jail.ShareOf(t.pid).Since(t.before).More(time.Since(t.began), patience)
}
