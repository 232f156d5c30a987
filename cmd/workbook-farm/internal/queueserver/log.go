package queueserver

import (
	"errors"
	"fmt"
	"strings"
	"sync"
)

// A log hears what the server has to say, and tells what goes wrong.
type log struct {
	tell func(text string)

	mu       sync.Mutex
	text     string // of the last error
	critical error  // after which the server writes no more
}

// criticalWords begin what the server says when it could not write. It goes on then, and
// answers nobody who hands in work.
const criticalWords = "critical write error"

func (l *log) say(format string, v []any) {
	text := fmt.Sprintf(format, v...)
	critical := strings.Contains(strings.ToLower(text), criticalWords)
	l.mu.Lock()
	l.text = text
	if critical && l.critical == nil {
		l.critical = errors.New(text)
	}
	told := l.critical != nil && !critical // it says the same of each that it refuses
	l.mu.Unlock()
	if told {
		return
	}
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

// stopped is why the server writes no more, or nil.
func (l *log) stopped() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.critical
}

// The methods of a logger of NATS's.

func (l *log) Errorf(format string, v ...any) { l.say(format, v) }
func (l *log) Fatalf(format string, v ...any) { l.say(format, v) }
func (l *log) Warnf(string, ...any)           {}
func (l *log) Noticef(string, ...any)         {}
func (l *log) Debugf(string, ...any)          {}
func (l *log) Tracef(string, ...any)          {}
