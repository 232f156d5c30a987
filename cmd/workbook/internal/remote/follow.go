package remote

import (
	"context"
	"errors"
	"io"
	"net/http"
	"time"

	"workbook/cmd/internal/api"
	"workbook/cmd/internal/tr"
	"workbook/grader"
	"workbook/grader/report"
)

// silence is how long a stream may say nothing; the service breaks it far more often.
const silence = 75 * time.Second

// Follow tells what happens to a submission, to its verdict, which it returns.
func (s *Service) Follow(ctx context.Context, sub api.Submission, on func(grader.Event)) (report.Exercise, error) {
	f := &following{service: s, sub: sub, on: on, tries: s.newTries()}
	for {
		err := f.listen(ctx)
		if f.verdict != nil {
			return *f.verdict, nil
		}
		if err := f.tries.after(ctx, err); err != nil {
			return report.Exercise{}, err
		}
	}
}

// A following is one submission that is followed, over as many connections as it takes.
type following struct {
	service *Service
	sub     api.Submission
	on      func(grader.Event)
	tries   *tries
	last    string // id of the frame that was taken last
	verdict *report.Exercise
}

// errNewer is the error of a service that says more than this program knows.
var errNewer = tr.Error("this version does not know it; a newer release of the course does")

var errSilent = tr.Error("it has not been heard of for too long")

// listen reads one connection until the verdict, or until it breaks.
func (f *following) listen(ctx context.Context) error {
	heard, lose := context.WithCancelCause(ctx)
	defer lose(nil)
	header := http.Header{}
	header.Set("Accept", "text/event-stream")
	if f.last != "" {
		header.Set(api.LastEventID, f.last)
	}
	resp, err := f.service.do(heard, http.MethodGet, pathOf(f.sub.ID)+"/events", nil, header)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	alarm := time.AfterFunc(silence, func() { lose(errSilent) })
	defer alarm.Stop()
	frames := api.NewFrameReader(resp.Body)
	for {
		frame, err := frames.Next()
		if err != nil {
			return f.broken(heard, err)
		}
		alarm.Reset(silence)
		f.tries.worked()
		if err := f.take(frame); err != nil || f.verdict != nil {
			return err
		}
	}
}

func (f *following) broken(ctx context.Context, err error) error {
	if cause := context.Cause(ctx); cause != nil {
		err = cause
	}
	if errors.Is(err, io.EOF) {
		err = tr.Errorf("the connection ended before the verdict")
	}
	return &Unreachable{f.service.account.Server, err}
}

// take tells what a frame says.
func (f *following) take(frame api.Frame) error {
	if frame.Name == "" {
		return nil
	}
	e, err := api.Decode(f.sub.Exercise, frame.Name, frame.Data)
	if err != nil {
		return &Unreachable{f.service.account.Server, err}
	}
	if frame.ID != "" {
		f.last = frame.ID
	}
	switch e := e.(type) {
	case nil:
		return nil
	case grader.Finished:
		if !e.Exercise.Verdict.Known() {
			return tr.Errorf("the service has the verdict %q: %w", e.Exercise.Verdict, errNewer)
		}
		f.verdict = &e.Exercise
	}
	f.on(e)
	return nil
}
