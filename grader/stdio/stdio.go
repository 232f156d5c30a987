// Package stdio grades by another process, which is spoken with over its standard streams:
// one that knows how to reach machines of which this program knows nothing.
//
//	g, err := stdio.Start(ctx, exec.Command("workbook-farm", "grade", "--farm", url))
//	…
//	defer g.Close()
//	rep, err := batch.Run(ctx, g, journal, rows, options, nil)
//
// The other side is [Serve]. Both speak lines of JSON: a question has a number, and an
// answer the number of its question, so many are under way at a time. What the process has
// to say to people it writes to standard error, which is this process's.
package stdio

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"sync"

	"workbook/grader"
	"workbook/grader/report"
	"workbook/grader/tempdir"
)

// A question is a line to the other process. One of Identity, Grade and Cancel is set.
type question struct {
	ID       uint64          `json:"id"`
	Identity string          `json:"identity,omitempty"` // of which exercise
	Grade    *grader.Request `json:"grade,omitempty"`
	Cancel   bool            `json:"cancel,omitempty"` // the answer to ID is not wanted any more
}

// An answer is a line from it. The first line of all has no number: it is ready.
type answer struct {
	ID       uint64         `json:"id"`
	Identity string         `json:"identity,omitempty"`
	Report   *report.Report `json:"report,omitempty"`
	Error    string         `json:"error,omitempty"`
}

// A Grader grades by another process. It is safe for concurrent use.
type Grader struct {
	cmd  *exec.Cmd
	in   io.WriteCloser
	dir  *tempdir.Dir
	over chan struct{} // closed when the process has ended

	mu      sync.Mutex
	last    uint64
	waiting map[uint64]chan answer
	why     error // that the process has ended, once over is closed
}

// ErrEnded is why nothing is graded any more: the process has ended, and said why on
// standard error. The error also is an [*exec.ExitError] when it had an exit code.
var ErrEnded = errors.New("what grades elsewhere has ended")

// Start starts the process, which must not have its streams set, and waits until it is
// ready; when ctx ends before, it is killed. Close the Grader.
func Start(ctx context.Context, cmd *exec.Cmd) (*Grader, error) {
	dir, err := tempdir.Make()
	if err != nil {
		return nil, err
	}
	ready := make(chan answer, 1)
	g := &Grader{cmd: cmd, dir: dir, over: make(chan struct{}), waiting: map[uint64]chan answer{0: ready}}
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err == nil {
		g.in, err = cmd.StdinPipe()
	}
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("starting %s: %w", cmd.Path, err), dir.Remove())
	}
	go g.read(out)
	if _, err := g.answer(ctx, ready); err != nil {
		if ctx.Err() != nil {
			_ = cmd.Process.Kill() // it may have ended just now
		}
		return nil, errors.Join(err, g.Close())
	}
	return g, nil
}

// read hands on answers until the process ends.
func (g *Grader) read(out io.Reader) {
	lines := json.NewDecoder(bufio.NewReader(out))
	var err error
	for err == nil {
		var a answer
		if err = lines.Decode(&a); err != nil {
			break
		}
		g.mu.Lock()
		if to, ok := g.waiting[a.ID]; ok {
			to <- a // there is room for one
			delete(g.waiting, a.ID)
		}
		g.mu.Unlock()
	}
	if errors.Is(err, io.EOF) {
		err = nil
	}
	_ = g.in.Close() // if it is not understood any more, it shall end
	_, _ = io.Copy(io.Discard, out)
	err = errors.Join(ErrEnded, err, g.cmd.Wait())
	g.mu.Lock()
	g.why = err
	g.mu.Unlock()
	close(g.over)
}

// ask asks a question and waits for its answer.
func (g *Grader) ask(ctx context.Context, q question) (answer, error) {
	to := make(chan answer, 1)
	g.mu.Lock()
	g.last++
	q.ID = g.last
	g.waiting[q.ID] = to
	err := g.say(q)
	g.mu.Unlock()
	if err != nil {
		<-g.over // it does not read any more
	}
	a, err := g.answer(ctx, to)
	if ctx.Err() != nil {
		g.mu.Lock()
		delete(g.waiting, q.ID)
		_ = g.say(question{ID: q.ID, Cancel: true}) // it fails when there is nobody to tell
		g.mu.Unlock()
	}
	return a, err
}

// say writes a question. g.mu is held.
func (g *Grader) say(q question) error {
	line, err := json.Marshal(q)
	if err == nil {
		_, err = g.in.Write(append(line, '\n'))
	}
	return err
}

func (g *Grader) answer(ctx context.Context, to chan answer) (answer, error) {
	select {
	case a := <-to:
		if a.Error != "" {
			return a, errors.New(a.Error)
		}
		return a, nil
	case <-ctx.Done():
		return answer{}, ctx.Err()
	case <-g.over:
	}
	select {
	case a := <-to: // it came just before the end
		if a.Error == "" {
			return a, nil
		}
	default:
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	return answer{}, g.why
}

// Identity is like [grader.Grader.Identity].
func (g *Grader) Identity(ctx context.Context, exercise string) (string, error) {
	a, err := g.ask(ctx, question{Identity: exercise})
	return a.Identity, err
}

// Grade is like [grader.Grader.Grade], and tells on of each submission the end.
func (g *Grader) Grade(ctx context.Context, req grader.Request, on func(grader.Event)) (*report.Report, error) {
	a, err := g.ask(ctx, question{Grade: &req})
	if err != nil {
		return nil, err
	}
	if a.Report == nil || len(a.Report.Exercises) != len(req.Submissions) {
		return nil, errors.New("what grades elsewhere answered with something else than a verdict")
	}
	if on != nil {
		for _, ex := range a.Report.Exercises {
			on(grader.Finished{Exercise: ex})
		}
	}
	return a.Report, nil
}

// Folder makes a new folder of this process's, which Close removes.
func (g *Grader) Folder(pattern string) (string, error) {
	dir, err := os.MkdirTemp(g.dir.Path, pattern)
	if err != nil {
		return "", fmt.Errorf("making a temporary folder: %w", err)
	}
	return dir, nil
}

// Close has the process end, and waits for it.
func (g *Grader) Close() error {
	g.mu.Lock()
	err := g.in.Close()
	g.mu.Unlock()
	<-g.over
	if errors.Is(err, os.ErrClosed) {
		err = nil
	}
	return errors.Join(err, g.dir.Remove())
}
