package remote

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/language"

	"workbook/cmd/internal/api"
	"workbook/cmd/internal/lang"
	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/account"
	"workbook/grader"
	"workbook/grader/report"
)

// A server answers request after request as the test says.
type server struct {
	t       *testing.T
	service *Service
	pauses  []time.Duration

	mu      sync.Mutex
	answers []http.HandlerFunc
	seen    []*http.Request
	bodies  [][]byte
}

func newServer(t *testing.T, answers ...http.HandlerFunc) *server {
	t.Helper()
	s := &server{t: t, answers: answers}
	ts := httptest.NewServer(http.HandlerFunc(s.answer))
	t.Cleanup(ts.Close)
	service, err := Dial(account.Account{Server: ts.URL, Token: "wb_secret"})
	require.NoError(t, err)
	service.pause = func(ctx context.Context, d time.Duration) error { s.pauses = append(s.pauses, d); return ctx.Err() }
	s.service = service
	return s
}

func (s *server) answer(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	s.mu.Lock()
	s.seen, s.bodies = append(s.seen, r), append(s.bodies, body)
	if len(s.answers) == 0 {
		s.mu.Unlock()
		http.Error(w, "nothing more is expected", http.StatusTeapot)
		return
	}
	next := s.answers[0]
	s.answers = s.answers[1:]
	s.mu.Unlock()
	next(w, r)
}

func says(status int, v any, header ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(status)
		_ = json.NewEncoder(w).Encode(v)
	}
}

// breaks loses the connection.
func breaks(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }

// streams sends events with the ids 1-from and so on, and then loses the connection.
func streams(t *testing.T, from int, events ...grader.Event) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for i, e := range events {
			name, data, err := api.Encode(e)
			if err != nil {
				t.Error(err)
			}
			_ = api.WriteFrame(w, api.Frame{})
			_ = api.WriteFrame(w, api.Frame{ID: fmt.Sprintf("1-%d", from+i), Name: name, Data: data})
		}
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	}
}

var sub = api.Submission{ID: 7, Exercise: "01_a"}

// What was lost on the way is sent again as the same request.
func TestHandInAgain(t *testing.T) {
	s := newServer(t, breaks, says(http.StatusBadGateway, "a proxy's page"),
		says(http.StatusServiceUnavailable, api.Problem{Error: "The queue is full."}, "Retry-After", "30"), says(http.StatusCreated, sub))
	var told []string
	s.service.Tell = func(text string) { told = append(told, text) }
	got, err := s.service.HandIn(t.Context(), "01_a", []byte("packed"))
	require.NoError(t, err)
	require.Equal(t, sub, got)
	require.Len(t, s.seen, 4)
	key := s.seen[0].Header.Get(api.IdempotencyKey)
	require.NotEmpty(t, key)
	for i, r := range s.seen {
		require.Equal(t, key, r.Header.Get(api.IdempotencyKey))
		require.Equal(t, "Bearer wb_secret", r.Header.Get("Authorization"))
		require.Equal(t, "01_a", r.URL.Query().Get("exercise"))
		require.Equal(t, "packed", string(s.bodies[i]))
	}
	require.GreaterOrEqual(t, s.pauses[2], 30*time.Second, "as the service has asked")
	require.Contains(t, told[len(told)-1], "The queue is full; the next try is in ")
	s.answers = []http.HandlerFunc{says(http.StatusCreated, sub)}
	_, err = s.service.HandIn(t.Context(), "01_a", []byte("packed"))
	require.NoError(t, err)
	require.NotEqual(t, key, s.seen[4].Header.Get(api.IdempotencyKey), "another request")
}

// What a service is known to say is said in the learner's language, and all else as it is.
func TestRefusedInGerman(t *testing.T) {
	t.Cleanup(func() { tr.Use(nil) })
	tr.Use(lang.Wanted{language.German})
	for said, want := range map[string]string{
		"You have no such submission.": "Du hast keine solche Abgabe.",
		"100% of a newer sentence.":    "100% of a newer sentence.",
	} {
		s := newServer(t, says(http.StatusNotFound, api.Problem{Error: said, Hint: "hand in an ordinary zip or tar.gz"}))
		_, err := s.service.Submission(t.Context(), 7)
		require.EqualError(t, err, want)
		var refusal *Refusal
		require.ErrorAs(t, err, &refusal)
		require.Equal(t, "gib ein gewöhnliches zip oder tar.gz ab", refusal.Hint)
	}
}

// What the service refuses is not asked for again, and what does not answer not for ever.
func TestRefused(t *testing.T) {
	s := newServer(t, says(http.StatusUnauthorized, api.Problem{Error: "No.", Hint: "log in"}))
	_, err := s.service.Me(t.Context())
	var refusal *Refusal
	require.ErrorAs(t, err, &refusal)
	require.Equal(t, http.StatusUnauthorized, refusal.Status)
	require.Equal(t, "log in", refusal.Hint)
	require.Empty(t, s.pauses)

	s = newServer(t, breaks, breaks, breaks, breaks, breaks, breaks, breaks)
	_, err = s.service.Me(t.Context())
	var unreachable *Unreachable
	require.ErrorAs(t, err, &unreachable)
	require.Len(t, s.pauses, most-1)
	require.ErrorContains(t, err, "cannot be reached")

	s = newServer(t, func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "<h1>Not Found</h1>", http.StatusNotFound) })
	_, err = s.service.Me(t.Context())
	require.ErrorContains(t, err, "no service of a class")
}

// The token is not sent to where a service would like to have it.
func TestElsewhere(t *testing.T) {
	thief := newServer(t)
	s := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, thief.service.account.Server, http.StatusTemporaryRedirect)
	})
	_, err := s.service.Me(t.Context())
	require.ErrorContains(t, err, "log in to that one")
	require.Empty(t, thief.seen)
	require.Empty(t, s.pauses, "it would be the same again")
}

// A connection that is lost is made again, and goes on where it was.
func TestFollowAgain(t *testing.T) {
	started := grader.StageStarted{Exercise: "01_a", Stage: report.Compile}
	ended := grader.StageFinished{Exercise: "01_a", Stage: report.Stage{Name: report.Compile, Verdict: report.Pass}}
	finished := grader.Finished{Exercise: report.Exercise{ID: "01_a", Verdict: report.Pass, Points: 3}}
	s := newServer(t, streams(t, 1, started), breaks, streams(t, 2, ended), says(http.StatusBadGateway, nil), streams(t, 3, finished))
	var told []grader.Event
	ex, err := s.service.Follow(t.Context(), sub, func(e grader.Event) { told = append(told, e) })
	require.NoError(t, err)
	require.Equal(t, finished.Exercise, ex)
	require.Equal(t, []grader.Event{started, ended, finished}, told)
	var last []string
	for _, r := range s.seen {
		require.Equal(t, "/v1/submissions/7/events", r.URL.Path)
		last = append(last, r.Header.Get(api.LastEventID))
	}
	require.Equal(t, []string{"", "1-1", "1-1", "1-2", "1-2"}, last)
}

func TestFollowEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	s := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		_ = http.NewResponseController(w).Flush()
		cancel()
		<-r.Context().Done()
	})
	_, err := s.service.Follow(ctx, sub, func(grader.Event) {})
	require.ErrorIs(t, err, context.Canceled)

	s = newServer(t, streams(t, 1, grader.Finished{Exercise: report.Exercise{Verdict: "splendid"}}))
	_, err = s.service.Follow(t.Context(), sub, func(grader.Event) {})
	require.ErrorIs(t, err, errNewer, "a verdict that is none is none")
	require.Empty(t, s.pauses)
}

// The Go files are packed, and nothing that would be refused.
func TestPack(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "a.go"), []byte("package a\n"), 0o644))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "notes.txt"), []byte("secret"), 0o644))
	packed, err := Pack(dir, "01_a")
	require.NoError(t, err)
	z, err := gzip.NewReader(bytes.NewReader(packed))
	require.NoError(t, err)
	archive := tar.NewReader(z)
	h, err := archive.Next()
	require.NoError(t, err)
	require.Equal(t, "01_a/a.go", h.Name)
	require.Empty(t, h.Uname)
	data, err := io.ReadAll(archive)
	require.NoError(t, err)
	require.Equal(t, "package a\n", string(data))
	_, err = archive.Next()
	require.ErrorIs(t, err, io.EOF)

	_, err = Pack(t.TempDir(), "01_a")
	var problems *ProblemsError
	require.ErrorAs(t, err, &problems)
}

// A service whose certificate nobody has signed is trusted by its file, and not without.
func TestCA(t *testing.T) {
	ts := httptest.NewTLSServer(says(http.StatusOK, api.Me{Name: "Ada"}))
	defer ts.Close()
	file := filepath.Join(t.TempDir(), "ca.pem")
	require.NoError(t, os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: ts.Certificate().Raw}), 0o600))
	service, err := Dial(account.Account{Server: ts.URL, CA: file})
	require.NoError(t, err)
	me, err := service.Me(t.Context())
	require.NoError(t, err)
	require.Equal(t, "Ada", me.Name)
	service, err = Dial(account.Account{Server: ts.URL})
	require.NoError(t, err)
	service.pause = func(context.Context, time.Duration) error { t.Error("it would be the same again"); return nil }
	_, err = service.Me(t.Context())
	require.ErrorContains(t, err, "certificate")
	_, err = Dial(account.Account{Server: ts.URL, CA: filepath.Join(t.TempDir(), "none")})
	require.Error(t, err)
}
