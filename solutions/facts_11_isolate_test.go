package solutions_test

import (
	"errors"
	"fmt"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"
)

// What the lesson of 11_isolate says about net/http, goroutines and locks.

// An httpLog is a log's writer that may be read.
type httpLog struct {
	mu   sync.Mutex
	text strings.Builder
}

func (s *httpLog) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.Write(b)
}

func (s *httpLog) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

func TestFactHTTPServerLogsPanics(t *testing.T) {
	wrapped := fmt.Errorf("around: %w", http.ErrAbortHandler)
	for _, tc := range []struct {
		what   string
		panics func()
		logged []string // nothing when nothing is
	}{
		{"index", func() { boilTea(nil) }, []string{
			"http: panic serving 127.0.0.1:", "index out of range [3] with length 0", "\npanic(", "solutions_test.boilTea(",
		}},
		{"abort", func() { panic(http.ErrAbortHandler) }, nil},
		{"wrapped abort", func() { panic(wrapped) }, []string{"http: panic serving 127.0.0.1:", "around: "}},
	} {
		t.Run(tc.what, func(t *testing.T) {
			var text httpLog
			var calls atomic.Int32
			s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				if calls.Add(1) == 1 {
					tc.panics()
				}
			}))
			s.Config.ErrorLog = log.New(&text, "", 0)
			s.Start()
			// A request with a body that can't be sent again, so that the client
			// does not try a second time.
			_, err := http.Post(s.URL, "text/plain", struct{ *strings.Reader }{strings.NewReader("tea")})
			require.Error(t, err, "the connection is closed without an answer")
			res, err := http.Get(s.URL)
			require.NoError(t, err, "the server goes on")
			res.Body.Close()
			s.Close()
			if tc.logged == nil {
				require.Empty(t, text.String())
			}
			for _, want := range tc.logged {
				require.Contains(t, text.String(), want)
			}
		})
	}
	require.True(t, errors.Is(wrapped, http.ErrAbortHandler))
}

// TestFactPanicInHandlersGoroutine lets a copy of this program die.
func TestFactPanicInHandlersGoroutine(t *testing.T) {
	const env = "WORKBOOK_FACT_11"
	if os.Getenv(env) != "" {
		s := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
			go boilTea(nil)
			select {}
		}))
		_, _ = http.Get(s.URL)
		return
	}
	cmd := exec.Command(os.Args[0], "-test.run=^TestFactPanicInHandlersGoroutine$")
	cmd.Env = append(os.Environ(), env+"=1")
	out, err := cmd.CombinedOutput()
	require.Error(t, err, "%s", out)
	require.Contains(t, string(out), "panic: runtime error: index out of range [3] with length 0")
}

func TestFactPanicLeavesMutexLocked(t *testing.T) {
	var plain, deferred sync.Mutex
	try := func(f func()) {
		defer func() { require.NotNil(t, recover()) }()
		f()
	}
	try(func() { plain.Lock(); boilTea(nil); plain.Unlock() })
	try(func() { deferred.Lock(); defer deferred.Unlock(); boilTea(nil) })
	require.False(t, plain.TryLock())
	require.True(t, deferred.TryLock())
}

func TestFactCloseTwice(t *testing.T) {
	a, b := net.Pipe()
	defer b.Close()
	require.NoError(t, a.Close())
	require.NotPanics(t, func() { _ = a.Close() })
}
