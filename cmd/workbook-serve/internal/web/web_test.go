package web_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/time/rate"

	"workbook/cmd/internal/api"
	"workbook/cmd/workbook-serve/internal/fake"
	"workbook/cmd/workbook-serve/internal/store"
	"workbook/cmd/workbook-serve/internal/web"
	"workbook/grader/report"
)

// A program hands in, follows, and asks again; what is others' it does not see.
func TestPrograms(t *testing.T) {
	s := newSite(t)
	ada, bob, teacher := s.add("Ada", store.Student), s.add("Bob", store.Student), s.add("Grace", store.Instructor)
	resp, data := s.ask("GET", "/v1/me", ada, nil)
	require.Equal(t, http.StatusOK, resp.StatusCode)
	require.JSONEq(t, `{"name":"Ada","role":"student","course":"Go <b>&\"class\"","exercises":["01_a","02_b"]}`, string(data))

	resp, data = s.ask("POST", "/v1/submissions?exercise=1", ada, fake.Archive("pass"), api.IdempotencyKey, "k")
	require.Equal(t, http.StatusCreated, resp.StatusCode, "%s", data)
	var sub api.Submission
	require.NoError(t, json.Unmarshal(data, &sub))
	require.Equal(t, "01_a", sub.Exercise)
	require.Equal(t, "/v1/submissions/"+strconv.FormatInt(sub.ID, 10), resp.Header.Get("Location"))
	frames := s.await(ada, sub.ID)
	require.Equal(t, "finished", frames[len(frames)-1].Name)

	resp, data = s.ask("POST", "/v1/submissions?exercise=1", ada, fake.Archive("pass"), api.IdempotencyKey, "k")
	require.Equal(t, http.StatusOK, resp.StatusCode, "the same request")
	var again api.Submission
	require.NoError(t, json.Unmarshal(data, &again))
	require.Equal(t, sub.ID, again.ID)
	require.Equal(t, api.Done, again.State)

	resp, data = s.ask("GET", resp.Request.URL.Path+"/"+strconv.FormatInt(sub.ID, 10), ada, nil)
	require.Equal(t, http.StatusOK, resp.StatusCode)
	require.NoError(t, json.Unmarshal(data, &again))
	require.Equal(t, report.Pass, again.Result.Verdict)
	require.Equal(t, "Ada", again.Result.Student)

	path := "/v1/submissions/" + strconv.FormatInt(sub.ID, 10)
	for _, p := range []string{path, path + "/events", "/v1/submissions/99", "/v1/submissions/x", "/v1/submissions/99/events"} {
		resp, _ = s.ask("GET", p, bob, nil)
		require.Equal(t, http.StatusNotFound, resp.StatusCode, p)
	}
	resp, _ = s.ask("GET", path, teacher, nil)
	require.Equal(t, http.StatusOK, resp.StatusCode)
}

// Who has no token gets nothing, and a program that guesses is told to wait; the others at
// its address, which may be a proxy's, are heard all the same.
func TestTokens(t *testing.T) {
	s := newSite(t, func(c *web.Config) {
		c.Limits = web.DefaultLimits
		c.Limits.Failures, c.Limits.Failure = rate.Limit(1e-6), 8
	})
	ada := s.add("Ada", store.Student)
	for i, token := range []string{"", "wb_", "wb_x", ada + "x", strings.ToUpper(ada), "' OR 1=1 --", ada[:len(ada)-1]} {
		for _, path := range []string{"/v1/me"} {
			resp, data := s.ask("GET", path, token, nil)
			require.Equal(t, http.StatusUnauthorized, resp.StatusCode, "%d %q", i, token)
			require.Equal(t, "Bearer", resp.Header.Get("WWW-Authenticate"))
			require.Contains(t, string(data), "workbook login")
		}
	}
	resp, _ := s.ask("GET", "/v1/me", ada, nil)
	require.Equal(t, http.StatusOK, resp.StatusCode)
	require.NoError(t, s.store.Revoke(t.Context(), "Ada"))
	resp, _ = s.ask("GET", "/v1/me", ada, nil)
	require.Equal(t, http.StatusUnauthorized, resp.StatusCode, "revoked")
	resp, data := s.ask("GET", "/v1/me", "wb_x", nil)
	require.Equal(t, http.StatusTooManyRequests, resp.StatusCode)
	require.NotEmpty(t, resp.Header.Get("Retry-After"))
	require.NotContains(t, string(data), "token", "whether it is one is not said any more")
	bob := s.add("Bob", store.Student)
	resp, _ = s.ask("GET", "/v1/me", bob, nil)
	require.Equal(t, http.StatusOK, resp.StatusCode)
	browser := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	for token, status := range map[string]int{bob: http.StatusSeeOther, "wb_x": http.StatusTooManyRequests} {
		resp, err := browser.PostForm(s.server.URL+"/login", url.Values{"token": {token}})
		require.NoError(t, err)
		require.NoError(t, resp.Body.Close())
		require.Equal(t, status, resp.StatusCode)
	}
}

// A person hands in so often and no more, whatever they are; others do as before.
func TestRates(t *testing.T) {
	s := newSite(t, func(c *web.Config) {
		c.Limits = web.DefaultLimits
		c.Limits.HandIns, c.Limits.HandIn = rate.Limit(1e-6), 2
		c.Limits.Requests, c.Limits.Request = rate.Limit(1e-6), 6
	})
	ada, bob := s.add("Ada", store.Student), s.add("Bob", store.Student)
	s.handIn(ada, "01_a", "pass")
	s.handIn(ada, "01_a", "fail")
	resp, data := s.ask("POST", "/v1/submissions?exercise=01_a", ada, fake.Archive("pass 2"))
	require.Equal(t, http.StatusTooManyRequests, resp.StatusCode)
	require.NotEmpty(t, resp.Header.Get("Retry-After"))
	require.Contains(t, string(data), "too often")
	s.handIn(bob, "01_a", "pass")
	for range 3 {
		resp, _ = s.ask("GET", "/v1/me", ada, nil)
		require.Equal(t, http.StatusOK, resp.StatusCode)
	}
	resp, _ = s.ask("GET", "/v1/me", ada, nil)
	require.Equal(t, http.StatusTooManyRequests, resp.StatusCode)
}

// What is not to be graded is refused with a sentence, and what is not to be read, unread.
func TestRefusals(t *testing.T) {
	s := newSite(t)
	ada := s.add("Ada", store.Student)
	for name, c := range map[string]struct {
		path   string
		body   []byte
		status int
		says   string
	}{
		"too large":   {"01_a", bytes.Repeat([]byte("x"), api.MaxBody+1), 413, "too large"},
		"no archive":  {"01_a", []byte("package a"), 422, "cannot be opened"},
		"empty":       {"01_a", nil, 422, "cannot be opened"},
		"no exercise": {"77_x", fake.Archive("pass"), 404, `no such exercise: \"77_x\".`},
		"no name":     {"", fake.Archive("pass"), 404, "no such exercise"},
	} {
		t.Run(name, func(t *testing.T) {
			resp, data := s.ask("POST", "/v1/submissions?exercise="+c.path, ada, c.body)
			require.Equal(t, c.status, resp.StatusCode, "%s", data)
			require.Equal(t, "application/json", resp.Header.Get("Content-Type"))
			require.Contains(t, string(data), c.says)
		})
	}
	all, err := s.store.All(t.Context())
	require.NoError(t, err)
	require.Empty(t, all)
	resp, data := s.ask("GET", "/v1/nothing", ada, nil)
	require.Equal(t, http.StatusNotFound, resp.StatusCode)
	require.Contains(t, string(data), "There is nothing here.")
}

// Students see their own, instructors all of it, and others a login.
func TestWhoSeesWhat(t *testing.T) {
	s := newSite(t)
	ada, bob, teacher := s.add("Ada", store.Student), s.add("Bob", store.Student), s.add("Grace", store.Instructor)
	sub := s.handIn(ada, "01_a", "fail")
	s.await(ada, sub.ID)
	verdict := "/submissions/" + strconv.FormatInt(sub.ID, 10)
	for _, page := range []string{"/", "/mine", verdict, "/class", "/class/students/1", "/class/report", "/class/report.json", "/class/grades.csv", "/live"} {
		resp, err := s.server.Client().Get(s.server.URL + page)
		require.NoError(t, err)
		resp.Body.Close()
		require.Equal(t, "/login", resp.Request.URL.Path, page)
	}
	a, b, g := s.browse(ada), s.browse(bob), s.browse(teacher)
	status, text := a.get("/")
	require.Equal(t, http.StatusOK, status)
	require.Contains(t, text, "0 of 2 exercises passed, 0 of 4 points")
	status, text = a.get(verdict)
	require.Equal(t, http.StatusOK, status)
	require.Contains(t, text, "FAILED  01_a of Ada", "as the terminal has it")
	status, _ = b.get(verdict)
	require.Equal(t, http.StatusNotFound, status)
	for _, page := range []string{"/class", "/class/students/1", "/class/report", "/class/report.json", "/class/grades.csv"} {
		status, text = a.get(page)
		require.Equal(t, http.StatusForbidden, status, page)
		require.NotContains(t, text, "Bob")
		status, _ = g.get(page)
		require.Equal(t, http.StatusOK, status, page)
	}
	status, text = g.get("/")
	require.Equal(t, http.StatusOK, status)
	require.Contains(t, text, "Bob")
	require.Contains(t, text, "What fails most")
	_, text = g.get("/class/grades.csv")
	require.Contains(t, text, "Ada")
	status, _ = g.get("/class/students/99")
	require.Equal(t, http.StatusNotFound, status)

	resp, err := a.client.PostForm(s.server.URL+"/logout", nil)
	require.NoError(t, err)
	resp.Body.Close()
	_, text = a.get("/mine")
	require.Contains(t, text, "Your token")
}

// Whatever students call themselves and have their programs say is text.
func TestHostileWords(t *testing.T) {
	s := newSite(t)
	const hostile = `<script>alert(1)</script><img src=x onerror="alert(2)">'";--</pre></main>{{.}}`
	name := "Bobby " + `"><script>alert(0)</script>'; DROP TABLE people;--`
	bobby, teacher := s.add(name, store.Student), s.add("Grace", store.Instructor)
	sub := s.handIn(bobby, "01_a", "fail "+hostile+"\x1b[2J\u202e")
	frames := s.await(bobby, sub.ID)
	require.Contains(t, string(frames[len(frames)-1].Data), "alert(1)", "programs get it as it is")
	b, g := s.browse(bobby), s.browse(teacher)
	verdict := "/submissions/" + strconv.FormatInt(sub.ID, 10)
	for _, page := range []struct {
		by   *browser
		path string
	}{{b, "/mine"}, {b, verdict}, {g, "/class"}, {g, "/class/students/1"}, {g, verdict}, {g, "/class/report"}} {
		status, text := page.by.get(page.path)
		require.Equal(t, http.StatusOK, status, page.path)
		for _, tag := range []string{"<script>alert", "<img", "</pre></main>", "\x1b", "\u202e"} {
			require.NotContains(t, text, tag, page.path)
		}
		require.Contains(t, text, "&lt;script&gt;alert", page.path)
	}
}

// Every answer has the headers that keep a page to itself, and a cookie nobody else reads.
func TestHeaders(t *testing.T) {
	for _, secure := range []bool{false, true} {
		s := newSite(t, func(c *web.Config) { c.Secure = secure })
		ada := s.add("Ada", store.Student)
		client := *s.server.Client()
		client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
		resp, err := client.PostForm(s.server.URL+"/login", url.Values{"token": {ada}})
		require.NoError(t, err)
		resp.Body.Close()
		require.Len(t, resp.Cookies(), 1)
		cookie := resp.Cookies()[0]
		require.True(t, cookie.HttpOnly)
		require.Equal(t, http.SameSiteStrictMode, cookie.SameSite)
		require.Equal(t, secure, cookie.Secure)
		require.Equal(t, secure, strings.HasPrefix(cookie.Name, "__Host-"))
		require.NotContains(t, cookie.Value, ada)
		for _, path := range []string{"/login", "/nothing", "/v1/me", "/static/style.css", "/static/live.js", "/healthz"} {
			resp, err := client.Get(s.server.URL + path)
			require.NoError(t, err)
			resp.Body.Close()
			csp := resp.Header.Get("Content-Security-Policy")
			require.Contains(t, csp, "default-src 'none'", path)
			require.NotContains(t, csp, "unsafe", path)
			require.Equal(t, "nosniff", resp.Header.Get("X-Content-Type-Options"), path)
			require.Equal(t, secure, resp.Header.Get("Strict-Transport-Security") != "", path)
		}
	}
}

// Another site cannot log a browser in or out.
func TestOtherSites(t *testing.T) {
	s := newSite(t)
	ada := s.add("Ada", store.Student)
	for _, path := range []string{"/login", "/logout"} {
		resp, _ := s.ask("POST", path, "", []byte("token="+ada), "Content-Type", "application/x-www-form-urlencoded", "Sec-Fetch-Site", "cross-site")
		require.Equal(t, http.StatusForbidden, resp.StatusCode)
		require.Empty(t, resp.Cookies())
	}
}

// A stream says that it is there, goes on where it was, and ends with the service.
func TestStream(t *testing.T) {
	s := newSite(t, func(c *web.Config) { c.Beat = 1 })
	s.fake.Gate = make(chan struct{})
	ada := s.add("Ada", store.Student)
	s.handIn(ada, "01_a", "pass")
	<-s.fake.Began
	req, err := http.NewRequestWithContext(t.Context(), "GET", s.server.URL+"/v1/submissions/1/events", nil)
	require.NoError(t, err)
	req.Header.Set("Authorization", "Bearer "+ada)
	req.Header.Set(api.LastEventID, "1-1")
	resp, err := s.server.Client().Do(req)
	require.NoError(t, err)
	defer resp.Body.Close()
	r := api.NewFrameReader(resp.Body)
	f, err := r.Next()
	require.NoError(t, err)
	require.Empty(t, f.Name, "it is there; what was seen is not told again")
	close(s.fake.Gate)
	for f.Name == "" {
		f, err = r.Next()
		require.NoError(t, err)
	}
	require.Equal(t, "finished", f.Name)
	require.Equal(t, "1-2", f.ID)
}
