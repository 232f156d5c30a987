package queueserver

import (
	"errors"
	"fmt"
	"sync"
)

// A log hears what the server has to say, and tells what goes wrong.
type log struct {
	tell func(text string)

	mu   sync.Mutex
	text string // of the last error
}

func (l *log) say(format string, v []any) {
	text := fmt.Sprintf(format, v...)
	l.mu.Lock()
	l.text = text
	l.mu.Unlock()
	if l.tell != nil {
		l.tell(text)
	}
}

// last is the last that went wrong, or nil.
func (l *log) last() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.text == "" {
		return nil
	}
	return errors.New(l.text)
}

// The methods of a logger of NATS's.

func (l *log) Errorf(format string, v ...any) { l.say(format, v) }
func (l *log) Fatalf(format string, v ...any) { l.say(format, v) }
func (l *log) Warnf(string, ...any)           {}
func (l *log) Noticef(string, ...any)         {}
func (l *log) Debugf(string, ...any)          {}
func (l *log) Tracef(string, ...any)          {}
