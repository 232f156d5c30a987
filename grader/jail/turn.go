package jail

import "time"

// A process that is ready to run and gets no turn on a busy machine is not slow. So the
// wall clock stops a process only when it had its turn: a part of the limit as processor
// time, which everything that ends within the limit on an idle machine can live on for a
// good while. Otherwise it gets more time, up to some times the limit.
const (
	turnPart  = 2 // the limit by this is processor time enough
	turnMost  = 4 // times the limit, and no more
	turnAgain = 2 // the limit by this until the next look
)

// A Share is how a process got on with the scheduler.
type Share struct {
	Ran    time.Duration // on a processor, all threads together
	Waited time.Duration // for one, though ready to run
}

// Since is what came after another one of the same process. What threads that have ended
// since had is not known.
func (s Share) Since(before Share) Share {
	return Share{max(0, s.Ran-before.Ran), max(0, s.Waited-before.Waited)}
}

// wants reports whether the process has not had its turn yet, and waits for it.
func (s Share) wants(limit time.Duration) bool { return s.Ran < limit/turnPart && s.Waited > s.Ran }

// More says how much longer a process may take that has run into the limit after so much
// real time; 0 is that it has had its turn.
func (s Share) More(spent, limit time.Duration) time.Duration {
	if !s.wants(limit) {
		return 0
	}
	return max(0, min(limit/turnAgain, turnMost*limit-spent))
}
