package watch

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// heartbeat is how many polling intervals pass between two looks at the folder
// while the file system is listened to. Some of them (network shares, folders of
// a virtual machine's host) take a listener and never tell it anything.
const heartbeat = 4

// A loop watches one folder.
type loop struct {
	w   *Watcher
	dir string
	out chan Event

	listener *listener   // nil while polling
	watched  os.FileInfo // the folder that listener listens to

	reported string // hash of what the receiver knows
	seen     string // hash at the last look
	glance   glance // at the last look, while the file system is listened to
	pending  *Event // not yet received
	away     int    // so many polls in a row the folder was not there
	quiet    *time.Timer
	tick     *time.Timer
}

// start takes the first look. Listening comes first, so that no change falls
// between the two.
func (l *loop) start() {
	l.relisten()
	l.reported, _ = l.w.hash(l.dir) // a folder that is missing has the hash ""
	l.seen = l.reported
	l.quiet = time.NewTimer(time.Hour)
	l.quiet.Stop()
	l.tick = time.NewTimer(l.interval())
}

func (l *loop) run(ctx context.Context) {
	defer close(l.out)
	defer l.deafen()
	defer l.quiet.Stop()
	defer l.tick.Stop()
	for {
		var out chan Event
		var next Event
		if l.pending != nil {
			out, next = l.out, *l.pending
		}
		select {
		case <-ctx.Done():
			return
		case out <- next:
			l.pending = nil
			if !next.Gone {
				l.reported = next.Hash
			}
		case ev, ok := <-l.listener.events():
			l.notified(ok, l.concerns(ev.Name))
		case _, ok := <-l.listener.errors():
			// An overflow, most likely: something was lost, so look.
			l.notified(ok, true)
		case <-l.tick.C:
			l.poll()
			l.tick.Reset(l.interval())
		case <-l.quiet.C:
			l.settle()
		}
	}
}

func (l *loop) interval() time.Duration {
	if l.listener != nil {
		return heartbeat * l.w.opt.Interval
	}
	return l.w.opt.Interval
}

// notified is called when the listener said something, and with !ok when it has
// ended. Only what concerns the content puts off the look at it: a program that
// keeps writing something else to the folder must not hold up a verdict.
func (l *loop) notified(ok, concerns bool) {
	if !ok || !l.same() {
		l.relisten()
		l.tick.Reset(l.interval())
		concerns = true
	}
	if concerns {
		l.quiet.Reset(l.w.opt.Debounce)
	}
}

// concerns reports whether the file is one that [Hash] counts.
func (l *loop) concerns(name string) bool { return counts(filepath.Base(name)) }

// poll looks at the folder without having been told.
func (l *loop) poll() {
	if l.listener == nil || !l.same() {
		l.relisten()
	} else if now := glanceAt(l.dir, time.Now()); now.old && now == l.glance {
		return // whoever listens is told of changes; this is for those who are not
	} else {
		l.glance = now
	}
	h, err := l.w.hash(l.dir)
	switch {
	case err != nil:
		l.missed()
	case h != l.seen:
		l.seen = h
		l.quiet.Reset(l.w.opt.Debounce)
	}
	if err == nil {
		l.away = 0
	}
}

// missed notes that the folder could not be read. That it is gone is said once, when a
// second poll finds so: git and some editors take it away and put another there.
func (l *loop) missed() {
	if _, err := os.Stat(l.dir); !errors.Is(err, fs.ErrNotExist) || l.reported == "" {
		return
	}
	if l.away++; l.away == 2 {
		l.pending = &Event{Gone: true, At: time.Now()}
	}
}

// settle compares the content after a quiet time. While polling nobody says that
// a file is still being written: the same content twice in a row does.
func (l *loop) settle() {
	h, err := l.w.hash(l.dir)
	if err != nil {
		return // the folder is away; polling waits for it
	}
	if l.listener == nil && h != l.seen {
		l.seen = h
		l.quiet.Reset(l.w.opt.Debounce)
		return
	}
	l.seen = h
	if h == l.reported {
		l.pending = nil
		return
	}
	if l.pending == nil || l.pending.Hash != h {
		l.pending = &Event{Hash: h, At: time.Now()}
	}
}

// same reports whether the folder is still the one that is listened to: it may
// have been removed, or another may stand in its place.
func (l *loop) same() bool {
	fi, err := os.Stat(l.dir)
	return err == nil && l.watched != nil && os.SameFile(fi, l.watched)
}

// relisten begins to listen to the folder as it is now, and polls when it cannot.
func (l *loop) relisten() {
	l.deafen()
	if l.w.opt.Poll {
		return
	}
	fi, err := os.Stat(l.dir)
	if err != nil {
		return
	}
	li, err := l.w.listen(l.dir)
	if err != nil {
		return
	}
	l.listener, l.watched = li, fi
	l.w.mode.Store(Notify)
}

// deafen stops listening.
func (l *loop) deafen() {
	if l.listener != nil {
		l.listener.close()
	}
	l.listener, l.watched = nil, nil
	l.w.mode.Store(Polling)
}
