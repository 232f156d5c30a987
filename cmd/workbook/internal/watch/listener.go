package watch

import (
	"workbook/cmd/internal/tr"

	"github.com/fsnotify/fsnotify"
)

// A listener is told by the operating system what happens in one folder. A nil
// listener hears nothing.
type listener struct {
	Events chan fsnotify.Event
	Errors chan error
	Close  func() error
}

// listen begins to listen to the folder itself, not to its files: an editor that
// replaces a file would take the listener away with the old one.
func listen(dir string) (*listener, error) {
	w, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, tr.Errorf("listening to the file system: %w", err)
	}
	if err := w.Add(dir); err != nil {
		_ = w.Close()
		return nil, tr.Errorf("listening to %s: %w", dir, err)
	}
	return &listener{Events: w.Events, Errors: w.Errors, Close: w.Close}, nil
}

func (l *listener) events() <-chan fsnotify.Event {
	if l == nil {
		return nil
	}
	return l.Events
}

func (l *listener) errors() <-chan error {
	if l == nil {
		return nil
	}
	return l.Errors
}

func (l *listener) close() {
	if l != nil && l.Close != nil {
		_ = l.Close()
	}
}
