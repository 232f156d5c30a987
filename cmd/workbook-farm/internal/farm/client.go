package farm

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/nats-io/nats.go"

	"workbook/grader"
	"workbook/grader/policy"
	"workbook/grader/report"
)

// A Looker reads submissions without running them, and says what verdicts depend on;
// *[grader.Grader] is one.
type Looker interface {
	Identifier
	Look(ctx context.Context, sub grader.Submission, req grader.Request) (*policy.Source, *report.Exercise, error)
}

// ClientOptions say how a client waits. The zero value is what everybody wants.
type ClientOptions struct {
	// Patience is how long the queue may be away before grading fails; default ten
	// minutes.
	Patience time.Duration
	// Look is how often to ask for a verdict of which nothing was heard; default 15 seconds.
	Look time.Duration
	Tell func(text string) // hears why it is waiting; may be nil
}

// A Client has submissions graded by the workers of a queue, as a Grader would. It is safe
// for concurrent use: it waits for as many verdicts as it is asked for at the same time,
// and that is how much work of its waits in the queue.
type Client struct {
	farm    *Farm
	course  Looker
	options ClientOptions
	charter Charter // with which it began

	mu         sync.Mutex
	identities map[string]string // of exercises
	told       string            // last; said once
}

// Client is one that reads submissions with course, which is refused with a
// [*DifferentError] when it is not the queue's.
func (f *Farm) Client(ctx context.Context, course Looker, o ClientOptions) (*Client, error) {
	if o.Patience == 0 {
		o.Patience = 10 * time.Minute
	}
	if o.Look == 0 {
		o.Look = 15 * time.Second
	}
	if o.Tell == nil {
		o.Tell = func(string) {}
	}
	charter, err := f.admit(ctx, course)
	if err != nil {
		return nil, err
	}
	return &Client{farm: f, course: course, options: o, charter: charter, identities: map[string]string{}}, nil
}

// Identity is that of the exercise as the queue grades it.
func (c *Client) Identity(ctx context.Context, exercise string) (string, error) {
	c.mu.Lock()
	known, ok := c.identities[exercise]
	c.mu.Unlock()
	if ok {
		return known, nil
	}
	identity, err := c.course.Identity(ctx, exercise)
	if err != nil {
		return "", err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.identities[exercise] = identity
	return identity, nil
}

// Grade is like [grader.Grader.Grade]. Of a submission's events it tells the last. The
// error is ctx's, or says why the queue could not be used.
func (c *Client) Grade(ctx context.Context, req grader.Request, on func(grader.Event)) (*report.Report, error) {
	rep := &report.Report{Schema: report.Schema, Exercises: []report.Exercise{}}
	for _, sub := range req.Submissions {
		ex, err := c.grade(ctx, sub, req)
		if err != nil {
			return rep, err
		}
		ex.Student = sub.Student
		rep.Exercises = append(rep.Exercises, ex)
		if on != nil {
			on(grader.Finished{Exercise: ex})
		}
	}
	return rep, nil
}

func (c *Client) grade(ctx context.Context, sub grader.Submission, req grader.Request) (report.Exercise, error) {
	src, verdict, err := c.course.Look(ctx, sub, req)
	if err != nil {
		return report.Exercise{}, err
	}
	if verdict != nil {
		return *verdict, nil
	}
	identity, err := c.Identity(ctx, sub.Exercise)
	if err != nil {
		return report.Exercise{}, fmt.Errorf("looking at what a verdict on %s depends on: %w", sub.Exercise, err)
	}
	j := newJob(sub.Exercise, identity, src.Files, req)
	key, err := j.key(src.Hash)
	if err != nil {
		return report.Exercise{}, err
	}
	message, err := j.encode()
	if err != nil {
		return report.Exercise{}, err
	}
	if most := c.farm.nc.MaxPayload() - 4096; int64(len(message)) > most {
		return report.Exercise{}, fmt.Errorf("a submission of %d bytes is larger than the %d that the queue takes: raise max_payload of its server", len(message), most)
	}
	r, err := c.wait(ctx, &errand{key: key, message: message, fresh: req.Fresh})
	return r.Verdict, err
}

// An errand is work that a client waits for.
type errand struct {
	key     string
	message []byte
	fresh   bool // a verdict from before will not do
	begun   bool // it is known to be in the queue, or to have been there
}

// wait brings work into the queue and waits for its verdict, however often the queue or
// its memory goes away meanwhile.
func (c *Client) wait(ctx context.Context, e *errand) (result, error) {
	done := make(chan *nats.Msg, 1)
	sub, err := c.farm.nc.ChanSubscribe(doneSubject+e.key, done)
	if err != nil {
		return result{}, fmt.Errorf("waiting for a verdict: %w", err)
	}
	defer func() { _ = sub.Unsubscribe() }() // it fails only without a connection
	heard := time.Now()
	for {
		r, ok, err := c.look(ctx, e)
		pause := c.options.Look + rand.N(c.options.Look/4+1)
		switch {
		case ctx.Err() != nil:
			return result{}, ctx.Err()
		case ok:
			return r, nil
		case err == nil:
			heard = time.Now()
		case errors.Is(err, errFull):
			c.tellOnce(err.Error())
			heard, pause = time.Now(), pause/4
		case errors.As(err, new(*DifferentError)):
			return result{}, err
		case time.Since(heard) > c.options.Patience:
			return result{}, fmt.Errorf("the queue has not answered for %s: %w", c.options.Patience, err)
		default:
			c.tellOnce(fmt.Sprintf("the queue does not take part (%v); trying for %s", err, c.options.Patience))
			pause /= 8
		}
		select {
		case <-done:
		case <-time.After(pause):
		case <-c.farm.closed:
			return result{}, c.farm.ended()
		case <-ctx.Done():
			return result{}, ctx.Err()
		}
	}
}

// look asks for the verdict once, and brings the work into the queue when it is not there.
func (c *Client) look(ctx context.Context, e *errand) (result, bool, error) {
	// First whether it waits: a verdict is stored before the work is taken off, so what
	// does not wait any more has its verdict, or was lost.
	waits, err := c.waits(ctx, e)
	if err != nil {
		return result{}, false, err
	}
	r, revision, err := c.farm.result(ctx, e.key)
	switch {
	case err != nil:
		return result{}, false, err
	case revision != 0 && (e.begun || !e.fresh && !r.failed()):
		return r, true, nil
	case revision != 0:
		if err := c.farm.forget(ctx, e.key, revision); err != nil {
			return result{}, false, err
		}
	case waits:
		return result{}, false, nil
	}
	if err := c.farm.unchanged(ctx, c.charter); err != nil { // work for another is not handed in
		return result{}, false, err
	}
	if err := c.farm.submit(ctx, e.key, e.message); err != nil {
		return result{}, false, err
	}
	e.begun = true
	return result{}, false, nil
}

// waits reports whether the work is in the queue. Nobody asks before it may be.
func (c *Client) waits(ctx context.Context, e *errand) (bool, error) {
	if !e.begun {
		return false, nil
	}
	return c.farm.waits(ctx, e.key)
}

// tellOnce says why it waits, when that was not the last thing said.
func (c *Client) tellOnce(text string) {
	c.mu.Lock()
	again := c.told == text
	c.told = text
	c.mu.Unlock()
	if !again {
		c.options.Tell(text)
	}
}
