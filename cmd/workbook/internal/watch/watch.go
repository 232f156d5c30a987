// Package watch tells when the content of an exercise's folder has changed.
//
// An editor's save is several things to a file system: a temporary file and a
// rename, a delete and a create, a truncation and two writes, a changed mode. A
// [Watcher] waits until it is quiet and then compares contents. It reports a
// change only when there is one:
//
//	w := watch.New(watch.Options{})
//	for ev := range w.Watch(ctx, dir) {
//		grade(ev.Hash)
//	}
//
// It listens to the file system and falls back to polling where that does not
// work or the folder goes away; [Watcher.Mode] says which of the two it is.
package watch

import (
	"context"
	"os"
	"sync/atomic"
	"time"
)

// Env is the environment variable that, when it is "1", makes every Watcher poll.
const Env = "WORKBOOK_POLL"

// The modes of a Watcher.
const (
	Notify  = "fsnotify"
	Polling = "polling"
)

// The defaults of [Options].
const (
	DefaultDebounce = 100 * time.Millisecond
	DefaultInterval = 500 * time.Millisecond
)

// Options say how to watch. The zero value is right for a learner.
type Options struct {
	Poll     bool          // do not listen to the file system
	Debounce time.Duration // how long it must be quiet before the content is compared; 0 means DefaultDebounce
	Interval time.Duration // between two polls; 0 means DefaultInterval
}

// An Event says that the content of the folder is another than before.
type Event struct {
	Hash string    // of the content now; see [Hash]
	At   time.Time // when it was seen
	Gone bool      // the folder itself has been away for a while; there is no hash
}

// A Watcher watches folders. It is safe for concurrent use.
type Watcher struct {
	opt    Options
	listen func(dir string) (*listener, error)
	hash   func(dir string) (string, error)
	mode   atomic.Value // string
}

// New returns a Watcher. The environment variable [Env] overrides opt.Poll.
func New(opt Options) *Watcher {
	if opt.Debounce <= 0 {
		opt.Debounce = DefaultDebounce
	}
	if opt.Interval <= 0 {
		opt.Interval = DefaultInterval
	}
	if os.Getenv(Env) == "1" {
		opt.Poll = true
	}
	w := &Watcher{opt: opt, listen: listen, hash: Hash}
	w.mode.Store(Polling)
	return w
}

// Mode says how the folder is watched at the moment: [Notify] or [Polling].
func (w *Watcher) Mode() string { return w.mode.Load().(string) }

// Watch watches the folder until ctx ends; then it closes the channel, and
// nothing of it is left running. What is in the folder when Watch is called is not
// an event; what changes after it has returned is. When changes come faster than
// events are received, only the latest is kept, and none when the content has come
// back to what was last reported. The folder may be missing: it is waited for. When one
// goes that was there, that is an event too, unless it is soon back.
func (w *Watcher) Watch(ctx context.Context, dir string) <-chan Event {
	l := &loop{w: w, dir: dir, out: make(chan Event)}
	l.start()
	go l.run(ctx)
	return l.out
}
