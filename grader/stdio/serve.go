package stdio

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sync"

	"workbook/grader"
	"workbook/grader/report"
)

// An Answerer is what grades at the other side.
type Answerer interface {
	Grade(ctx context.Context, req grader.Request, on func(grader.Event)) (*report.Report, error)
	Identity(ctx context.Context, exercise string) (string, error)
}

// Serve answers questions with g until in ends, and then those that are under way no more.
func Serve(ctx context.Context, in io.Reader, out io.Writer, g Answerer) error {
	ctx, cancel := context.WithCancel(ctx)
	s := &service{grader: g, out: json.NewEncoder(out), under: map[uint64]context.CancelFunc{}}
	defer s.work.Wait()
	defer cancel()
	if err := s.out.Encode(answer{}); err != nil {
		return fmt.Errorf("saying that it is ready: %w", err)
	}
	lines := json.NewDecoder(bufio.NewReader(in))
	for {
		var q question
		if err := lines.Decode(&q); errors.Is(err, io.EOF) || ctx.Err() != nil {
			return ctx.Err()
		} else if err != nil {
			return fmt.Errorf("reading a question: %w", err)
		}
		s.take(ctx, q)
	}
}

type service struct {
	grader Answerer
	work   sync.WaitGroup

	mu    sync.Mutex
	out   *json.Encoder
	under map[uint64]context.CancelFunc // questions that are under way
}

// take begins to answer, or ends it.
func (s *service) take(ctx context.Context, q question) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if q.Cancel {
		if end, ok := s.under[q.ID]; ok {
			end()
		}
		return
	}
	ctx, end := context.WithCancel(ctx)
	s.under[q.ID] = end
	s.work.Go(func() {
		a := s.answer(ctx, q)
		s.mu.Lock()
		defer s.mu.Unlock()
		end()
		delete(s.under, q.ID)
		_ = s.out.Encode(a) // who does not listen any more has closed in as well
	})
}

func (s *service) answer(ctx context.Context, q question) answer {
	a := answer{ID: q.ID}
	var err error
	switch {
	case q.Grade != nil:
		a.Report, err = s.grader.Grade(ctx, *q.Grade, nil)
	default:
		a.Identity, err = s.grader.Identity(ctx, q.Identity)
	}
	if err != nil {
		a.Report, a.Error = nil, err.Error()
	}
	return a
}
