package web_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/cmd/internal/api"
	"workbook/cmd/workbook-serve/internal/fake"
	"workbook/cmd/workbook-serve/internal/marking"
	"workbook/cmd/workbook-serve/internal/queue"
	"workbook/cmd/workbook-serve/internal/store"
	"workbook/cmd/workbook-serve/internal/web"
	"workbook/grader/course"
	"workbook/grader/report"
)

// A site is a service that runs, with a fake grader.
type site struct {
	*testing.T
	store  *store.Store
	fake   *fake.Grader
	server *httptest.Server
	ending chan struct{}
}

// newSite begins a service; with TLS when it is to be secure.
func newSite(t *testing.T, change ...func(*web.Config)) *site {
	t.Helper()
	class, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "class.db"))
	require.NoError(t, err)
	s := &site{T: t, store: class, fake: fake.New(t.TempDir()), ending: make(chan struct{})}
	c := &course.Course{Root: t.TempDir(), Title: `Go <b>&"class"`, Exercises: []*course.Exercise{
		{ID: "01_a", Title: "First", Checks: []course.Check{{Name: "TestA", Title: "It works", Points: 2, Required: true, Kind: report.Inside}}},
		{ID: "02_b", Title: "Second", Checks: []course.Check{{Name: "TestA", Title: "It works", Points: 2, Required: true, Kind: report.Inside}}},
	}}
	log := slog.New(slog.DiscardHandler)
	q := queue.New(queue.Limits{All: 100, Each: 10})
	m := marking.New(marking.Config{Course: c, Grader: s.fake, Store: class, Queue: q, Log: log})
	cfg := web.Config{Course: c, Store: class, Marker: m, Queue: q, Log: log, Ending: s.ending}
	for _, f := range change {
		f(&cfg)
	}
	s.server = httptest.NewUnstartedServer(web.New(cfg))
	if cfg.Secure {
		s.server.StartTLS()
	} else {
		s.server.Start()
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { defer close(done); m.Run(ctx, 1) }()
	t.Cleanup(func() {
		close(s.ending)
		s.server.Close()
		cancel()
		<-done
		class.Close()
	})
	return s
}

func (s *site) add(name string, role store.Role) (token string) {
	s.Helper()
	token, err := s.store.Add(s.Context(), name, role)
	require.NoError(s, err)
	return token
}

// ask asks as a program does.
func (s *site) ask(method, path, token string, body []byte, header ...string) (*http.Response, []byte) {
	s.Helper()
	req, err := http.NewRequestWithContext(s.Context(), method, s.server.URL+path, bytes.NewReader(body))
	require.NoError(s, err)
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	for i := 0; i < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	resp, err := s.server.Client().Do(req)
	require.NoError(s, err)
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	require.NoError(s, err)
	return resp, data
}

func (s *site) handIn(token, exercise, comment string) (sub api.Submission) {
	s.Helper()
	resp, data := s.ask("POST", "/v1/submissions?exercise="+exercise, token, fake.Archive(comment))
	require.Equal(s, http.StatusCreated, resp.StatusCode, "%s", data)
	require.NoError(s, json.Unmarshal(data, &sub))
	return sub
}

// await follows a submission to its verdict.
func (s *site) await(token string, id int64) (frames []api.Frame) {
	s.Helper()
	resp, data := s.ask("GET", "/v1/submissions/"+strconv.FormatInt(id, 10)+"/events", token, nil)
	require.Equal(s, http.StatusOK, resp.StatusCode, "%s", data)
	require.Equal(s, "text/event-stream", resp.Header.Get("Content-Type"))
	require.Equal(s, "no", resp.Header.Get("X-Accel-Buffering"), "a proxy that is nginx passes on what it gets")
	r := api.NewFrameReader(bytes.NewReader(data))
	for {
		f, err := r.Next()
		if err == io.EOF {
			return frames
		}
		require.NoError(s, err)
		frames = append(frames, f)
	}
}

// A browser is somebody who is logged in.
type browser struct {
	*site
	client *http.Client
}

func (s *site) browse(token string) *browser {
	s.Helper()
	jar, err := cookiejar.New(nil)
	require.NoError(s, err)
	client := *s.server.Client()
	client.Jar = jar
	b := &browser{s, &client}
	resp, err := client.PostForm(s.server.URL+"/login", url.Values{"token": {" " + token + "\n"}})
	require.NoError(s, err)
	resp.Body.Close()
	return b
}

func (b *browser) get(path string) (int, string) {
	b.Helper()
	resp, err := b.client.Get(b.server.URL + path)
	require.NoError(b, err)
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	require.NoError(b, err)
	return resp.StatusCode, string(data)
}
