package grader

import (
	"context"
	"sync"

	"workbook/grader/build"
)

// pointed is a submission that was compiled with points in it. Where checks run under
// schedules, they run with it from the start: a point does nothing before a schedule
// begins, and one program less is to be linked. What cannot be built with points is
// built without, and not run under schedules.
type pointed struct {
	build func() (*build.Build, error)
	link  func() (string, error) // gives the program of inside checks
}

// startPoints begins to compile, beside the submission as it is, which says what is wrong
// with it.
func (w *work) startPoints(ctx context.Context) *pointed {
	if w.req.Schedules.Count == 0 || !w.shop.course.HasSolutions() {
		return nil
	}
	ctx, stop := context.WithCancel(ctx)
	p := &pointed{build: sync.OnceValues(func() (*build.Build, error) { return w.builder.compileWithPoints(ctx, files(w.src)) })}
	p.link = sync.OnceValues(func() (string, error) {
		b, err := p.build()
		if err != nil {
			return "", err
		}
		return b.Inside(ctx)
	})
	var compiling sync.WaitGroup
	compiling.Go(func() { _, _ = p.build() })
	w.atEnd(func() {
		stop()
		compiling.Wait()
		if b, err := p.build(); err == nil {
			b.Remove()
		}
	})
	return p
}

// instead gives the program with points, or the other one where there is none.
func (p *pointed) instead(plain func() (string, error)) func() (string, error) {
	return func() (string, error) {
		if path, err := p.link(); err == nil {
			return path, nil
		}
		return plain()
	}
}
