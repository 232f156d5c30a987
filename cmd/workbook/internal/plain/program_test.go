package plain

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"sync"
	"testing"
	"testing/synctest"
	"time"
	"unicode"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"workbook/cmd/workbook/internal/bookmark"
	"workbook/cmd/workbook/internal/fake"
	"workbook/cmd/workbook/internal/study"
	"workbook/cmd/workbook/internal/watch"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// A program is a line mode in a bubble, with a person at it.
type program struct {
	t          *testing.T
	cfg        Config
	grader     *fake.Grader
	store      *fake.Progress
	watcher    *fake.Watcher
	keys       *io.PipeWriter
	interrupts chan os.Signal
	out        *transcript
	left       bookmark.Bookmark // once ended is closed
	ended      chan struct{}
	err        error // of Run, once ended is closed
}

// A transcript is all that was written.
type transcript struct {
	mu   sync.Mutex
	text bytes.Buffer
	seen int // as far as it was looked at
}

func (o *transcript) Write(b []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.Write(b)
}

func inBubble(t *testing.T, change func(*program), f func(p *program)) {
	synctest.Test(t, func(t *testing.T) {
		in, keys := io.Pipe()
		p := &program{t: t, grader: fake.NewGrader(), store: fake.NewProgress(), watcher: fake.NewWatcher(),
			keys: keys, interrupts: make(chan os.Signal), out: new(transcript), ended: make(chan struct{})}
		p.cfg = Config{
			Config: study.Config{Course: fake.NewCourse(t), Grader: p.grader, Progress: p.store, Watch: p.watcher.AsWatcher,
				Getenv: fake.NoEnv, Zone: time.UTC, Version: "v1.2.3", Reset: fake.ResetNothing},
			In: in, Out: p.out, Interactive: true, Interrupts: p.interrupts,
			Leave: func(b bookmark.Bookmark) { p.left = b },
		}
		if change != nil {
			change(p)
		}
		ctx, cancel := context.WithCancel(t.Context())
		t.Cleanup(func() {
			cancel()
			<-p.ended
			keys.Close() // which ends the reader
			synctest.Wait()
		})
		go func() {
			defer close(p.ended)
			p.err = Run(ctx, p.cfg)
		}()
		synctest.Wait()
		f(p)
		require.NoError(t, speakable(p.out.text.String()))
	})
}

// new is what was written since it was called last.
func (p *program) new() string {
	synctest.Wait()
	p.out.mu.Lock()
	defer p.out.mu.Unlock()
	text := p.out.text.String()[p.out.seen:]
	p.out.seen += len(text)
	return text
}

// types types a line, and gives what is written then.
func (p *program) types(line string) string {
	p.t.Helper()
	p.new()
	_, err := io.WriteString(p.keys, line+"\n")
	require.NoError(p.t, err)
	return p.new()
}

func (p *program) saveTo(exercise, hash string) {
	p.watcher.In(exercise) <- watch.Event{Hash: hash, At: fake.SavedAt}
	synctest.Wait()
}

func (p *program) run() *fake.Run {
	p.t.Helper()
	synctest.Wait()
	require.Len(p.t, p.grader.Started, 1, "runs that were started")
	return <-p.grader.Started
}

func (p *program) ends() {
	p.t.Helper()
	<-p.ended
	require.NoError(p.t, p.err)
}

// speakable holds text to what can be read aloud or shown on any terminal: lines, nothing
// that moves a cursor, nothing drawn.
func speakable(text string) error {
	for _, r := range text {
		switch {
		case r == '\n' || r == '\t':
		case unicode.IsControl(r):
			return errors.New("a control character in " + text)
		case r >= 0x2190 && r <= 0x2bff:
			return errors.New("a drawing in " + text)
		}
	}
	return nil
}
