package tui

import (
	"bytes"
	"context"
	"io"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/hinshun/vt10x"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"workbook/cmd/workbook/internal/fake"
	"workbook/cmd/workbook/internal/watch"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// A program is the whole program in a bubble, on a terminal that is a drawing in
// memory. Its time is the bubble's.
type program struct {
	t       *testing.T
	grader  *fake.Grader
	store   *fake.Progress
	watcher *fake.Watcher
	cfg     Config
	keys    *io.PipeWriter
	term    vt10x.Terminal
	ended   chan struct{}
	err     error // of Run, once ended is closed
}

// inBubble runs f on a program that has just been started, and must have ended
// when f returns.
func inBubble(t *testing.T, change func(*program), f func(p *program)) {
	synctest.Test(t, func(t *testing.T) {
		in, keys := io.Pipe()
		p := &program{
			t: t, grader: fake.NewGrader(), store: fake.NewProgress(), watcher: fake.NewWatcher(),
			keys: keys, term: vt10x.New(vt10x.WithSize(120, 40)), ended: make(chan struct{}),
		}
		p.cfg = Config{Course: fake.NewCourse(t), Grader: p.grader, Progress: p.store, Watch: p.watcher.AsWatcher,
			Getenv: fake.NoEnv, Input: in, Output: cooked{p.term}, Reset: fake.ResetNothing, zone: time.UTC,
			options: []tea.ProgramOption{
				tea.WithoutSignalHandler(), tea.WithWindowSize(120, 40), tea.WithColorProfile(colorprofile.ASCII),
				tea.WithEnvironment([]string{"TERM=xterm-256color"}),
			}}
		if change != nil {
			change(p)
		}
		ctx, cancel := context.WithCancel(t.Context())
		t.Cleanup(func() { // also when f has given up
			cancel()
			<-p.ended
			keys.Close() // the reader behind Input cannot be canceled, only ended
			synctest.Wait()
		})
		go func() {
			defer close(p.ended)
			p.err = Run(ctx, p.cfg)
		}()
		f(p)
		synctest.Wait()
		select {
		case <-p.ended:
		default:
			t.Error("the program is still running")
		}
	})
}

// cooked writes to a terminal as a line discipline does, which turns newlines
// into line feeds with carriage returns.
type cooked struct{ w io.Writer }

func (c cooked) Write(b []byte) (int, error) {
	_, err := c.w.Write(bytes.ReplaceAll(b, []byte("\n"), []byte("\r\n")))
	return len(b), err
}

// screen is what the terminal shows once nothing moves any more.
func (p *program) screen() string {
	time.Sleep(time.Second) // of the bubble's time: many frames
	synctest.Wait()
	return p.term.String()
}

func (p *program) shows(words ...string) {
	p.t.Helper()
	screen := p.screen()
	for _, w := range words {
		require.Contains(p.t, screen, w)
	}
}

func (p *program) lacks(words string) {
	p.t.Helper()
	require.NotContains(p.t, p.screen(), words)
}

func (p *program) press(keys string) {
	p.t.Helper()
	_, err := p.keys.Write([]byte(keys))
	require.NoError(p.t, err)
	synctest.Wait()
}

// save saves the first exercise.
func (p *program) save(hash string) { p.saveTo("01_sequential", hash) }

func (p *program) saveTo(exercise, hash string) {
	p.watcher.In(exercise) <- watch.Event{Hash: hash, At: fake.SavedAt}
	synctest.Wait()
}

// run is the run that was started last. There must be exactly one.
func (p *program) run() *fake.Run {
	p.t.Helper()
	synctest.Wait()
	require.Len(p.t, p.grader.Started, 1, "runs that were started")
	return <-p.grader.Started
}

func (p *program) idle() {
	p.t.Helper()
	synctest.Wait()
	require.Empty(p.t, p.grader.Started, "runs that were started")
}

func (p *program) quit() {
	p.t.Helper()
	p.press("q")
	<-p.ended
	require.NoError(p.t, p.err)
}
