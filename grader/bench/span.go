package bench

import (
	"time"

	"workbook/grader/report"
)

// A Span is a stage, or what is told of it, from the beginning of the grading.
type Span struct {
	Name       string
	Begin, End time.Duration
}

// stageSpans gathers when stages began and ended.
type stageSpans struct{ spans []Span }

func (s *stageSpans) began(name report.StageName, at time.Duration) {
	s.spans = append(s.spans, Span{Name: string(name), Begin: at})
}

func (s *stageSpans) ended(name report.StageName, at time.Duration) {
	for i := range s.spans {
		if s.spans[i].Name == string(name) {
			s.spans[i].End = at
		}
	}
}
