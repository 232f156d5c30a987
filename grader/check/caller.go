package check

import "workbook/grader/internal/trace"

// Caller is the line of the learner's that has called the function that calls Caller,
// over however many others. It is for a listener, a connection or a log that a
// hidden test makes itself: what is done to them was done there. It is the zero
// Position where nothing of the learner's is on the stack.
func Caller() Position {
	f, _ := trace.First(ownFrames(), isLearner)
	return position(f)
}
