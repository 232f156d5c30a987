package watch

import (
	"context"
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/fsnotify/fsnotify"
	"github.com/stretchr/testify/require"
)

// A fake is a folder whose content and whose notifications a test decides, on the
// clock of a synctest bubble.
type fake struct {
	content atomic.Value // string; what hash returns
	hashes  atomic.Int64
	events  chan fsnotify.Event
	errs    chan error
	closed  atomic.Bool
	w       *Watcher
}

func newFake(opt Options) *fake {
	f := &fake{events: make(chan fsnotify.Event), errs: make(chan error), w: New(opt)}
	f.content.Store("v0")
	f.w.listen = func(string) (*listener, error) {
		return &listener{Events: f.events, Errors: f.errs, Close: func() error { f.closed.Store(true); return nil }}, nil
	}
	f.w.hash = func(string) (string, error) {
		f.hashes.Add(1)
		return f.content.Load().(string), nil
	}
	return f
}

// save is a change and the notification of it.
func (f *fake) save(content string) {
	f.content.Store(content)
	f.events <- fsnotify.Event{Name: "x/echo.go", Op: fsnotify.Write}
}

// in runs test in a bubble with a folder that is being watched.
func in(t *testing.T, opt Options, test func(t *testing.T, f *fake, got func() []string)) {
	dir := t.TempDir()
	t.Setenv(Env, "")
	synctest.Test(t, func(t *testing.T) {
		f := newFake(opt)
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		var mu sync.Mutex
		var hashes []string
		got := func() []string {
			mu.Lock()
			defer mu.Unlock()
			return slices.Clone(hashes)
		}
		events := f.w.Watch(ctx, dir)
		done := make(chan struct{})
		go func() {
			defer close(done)
			for ev := range events {
				mu.Lock()
				hashes = append(hashes, ev.Hash)
				mu.Unlock()
			}
		}()
		test(t, f, got)
		cancel()
		<-done
		require.True(t, f.w.opt.Poll || f.closed.Load(), "nothing is listened to any more")
	})
}

func TestDebounce(t *testing.T) {
	in(t, Options{}, func(t *testing.T, f *fake, got func() []string) {
		require.Equal(t, Notify, f.w.Mode())
		for range 10 { // a save in ten steps, faster than the quiet time
			f.save("half")
			time.Sleep(90 * time.Millisecond)
		}
		f.save("v1")
		time.Sleep(99 * time.Millisecond)
		synctest.Wait()
		require.Empty(t, got(), "not before it is quiet")
		time.Sleep(2 * time.Millisecond)
		synctest.Wait()
		require.Equal(t, []string{"v1"}, got(), "once, and the last state")
	})
}

func TestSameContentIsNoEvent(t *testing.T) {
	in(t, Options{}, func(t *testing.T, f *fake, got func() []string) {
		f.save("v0")
		time.Sleep(time.Second)
		f.save("v1")
		time.Sleep(time.Second)
		f.save("v1")
		time.Sleep(time.Second)
		f.save("v2")
		f.save("v1") // and back before it was quiet
		time.Sleep(time.Second)
		synctest.Wait()
		require.Equal(t, []string{"v1"}, got())
	})
}

// A program that writes a log beside the exercise must not hold up the verdict,
// nor make the folder be read over and over.
func TestOtherFilesDoNotPutItOff(t *testing.T) {
	in(t, Options{}, func(t *testing.T, f *fake, got func() []string) {
		f.save("v1")
		before := f.hashes.Load()
		for range 20 {
			f.events <- fsnotify.Event{Name: "x/server.log", Op: fsnotify.Write}
			f.events <- fsnotify.Event{Name: "x/.echo.go.swp", Op: fsnotify.Write}
			time.Sleep(50 * time.Millisecond)
		}
		synctest.Wait()
		require.Equal(t, []string{"v1"}, got())
		require.LessOrEqual(t, f.hashes.Load()-before, int64(2))
	})
}

func TestOverflowIsALook(t *testing.T) {
	in(t, Options{}, func(t *testing.T, f *fake, got func() []string) {
		f.content.Store("v1")
		f.errs <- fsnotify.ErrEventOverflow
		time.Sleep(101 * time.Millisecond)
		synctest.Wait()
		require.Equal(t, []string{"v1"}, got())
	})
}

// Some file systems take a listener and never tell it anything.
func TestSilentListener(t *testing.T) {
	in(t, Options{}, func(t *testing.T, f *fake, got func() []string) {
		f.content.Store("v1")
		time.Sleep(3 * time.Second)
		synctest.Wait()
		require.Equal(t, []string{"v1"}, got())
		require.Equal(t, Notify, f.w.Mode())
	})
}

func TestListenerThatCannotBeHad(t *testing.T) {
	t.Setenv(Env, "")
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(Options{})
		var fails atomic.Bool
		fails.Store(true)
		good := f.w.listen
		f.w.listen = func(dir string) (*listener, error) {
			if fails.Load() {
				return nil, errors.New("no more instances")
			}
			return good(dir)
		}
		ctx, cancel := context.WithCancel(t.Context())
		events := f.w.Watch(ctx, dir)
		require.Equal(t, Polling, f.w.Mode())
		f.content.Store("v1")
		require.Equal(t, "v1", (<-events).Hash)
		fails.Store(false) // it is tried again with every poll
		time.Sleep(DefaultInterval)
		synctest.Wait()
		require.Equal(t, Notify, f.w.Mode())

		close(f.events) // and taken away
		close(f.errs)
		fails.Store(true)
		time.Sleep(time.Millisecond)
		synctest.Wait()
		require.Equal(t, Polling, f.w.Mode())
		require.True(t, f.closed.Load())
		f.content.Store("v2")
		require.Equal(t, "v2", (<-events).Hash)
		cancel()
		_, open := <-events
		require.False(t, open)
	})
}

func TestPollingWaitsForTheEndOfASave(t *testing.T) {
	in(t, Options{Poll: true}, func(t *testing.T, f *fake, got func() []string) {
		require.Equal(t, Polling, f.w.Mode())
		f.content.Store("half")
		time.Sleep(DefaultInterval + 10*time.Millisecond) // seen by a poll
		synctest.Wait()
		f.content.Store("more") // before the quiet time is over
		time.Sleep(DefaultDebounce)
		synctest.Wait()
		require.Empty(t, got(), "it is still being written")
		f.content.Store("v1")
		time.Sleep(time.Second)
		synctest.Wait()
		require.Equal(t, []string{"v1"}, got())
		time.Sleep(time.Minute)
		synctest.Wait()
		require.Len(t, got(), 1)
	})
}

// A receiver that is busy gets the latest state, and nothing when the content has
// come back to the one it knows.
func TestSlowReceiver(t *testing.T) {
	t.Setenv(Env, "")
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(Options{})
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		events := f.w.Watch(ctx, dir)
		f.save("v1")
		time.Sleep(time.Second)
		f.save("v2")
		seen := time.Now().Add(DefaultDebounce)
		time.Sleep(time.Second)
		ev := <-events
		require.Equal(t, Event{Hash: "v2", At: seen}, ev)

		f.save("v3")
		time.Sleep(time.Second)
		f.save("v2")
		time.Sleep(time.Second)
		select {
		case ev := <-events:
			t.Fatalf("an event for the content that was known: %+v", ev)
		case <-time.After(time.Hour):
		}
		cancel()
		_, open := <-events
		require.False(t, open)
	})
}

func TestCanceledBeforeItBegins(t *testing.T) {
	t.Setenv(Env, "")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, open := <-New(Options{}).Watch(ctx, t.TempDir())
	require.False(t, open)
}
