package plain

import "context"

// submitCommand is the command that hands in.
func (s *session) submitCommand() command {
	return command{"submit", []string{"hand-in"}, "", "Hands the exercise in to your class, whose hidden checks grade it.", s.submit}
}

// submit hands in, and waits for the verdict.
func (s *session) submit(context.Context, []string) {
	s.awaitVerdict()
	s.do(s.work.HandIn())
}
