package marking_test

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"workbook/cmd/internal/api"
	"workbook/cmd/internal/handin"
	"workbook/cmd/workbook-serve/internal/fake"
	"workbook/cmd/workbook-serve/internal/marking"
	"workbook/cmd/workbook-serve/internal/queue"
	"workbook/cmd/workbook-serve/internal/store"
	"workbook/grader"
	"workbook/grader/course"
	"workbook/grader/report"
)

// A class is a store with a marker over it.
type class struct {
	*testing.T
	store  *store.Store
	fake   *fake.Grader
	marker *marking.Marker
	stop   func() // ends the marker, and waits for it
}

func open(t *testing.T) *store.Store {
	s, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "class.db"))
	require.NoError(t, err)
	t.Cleanup(func() { s.Close() })
	return s
}

// begin begins a service on a store, which grades so many at the same time.
func begin(t *testing.T, s *store.Store, gate chan struct{}, jobs int) *class {
	t.Helper()
	return beginUnder(t, s, gate, jobs, grader.ClassSchedules)
}

func beginUnder(t *testing.T, s *store.Store, gate chan struct{}, jobs int, under grader.Schedules) *class {
	t.Helper()
	f := fake.New(t.TempDir())
	f.Gate = gate
	m := marking.New(marking.Config{
		Course: &course.Course{Root: stubs(t), Exercises: []*course.Exercise{{ID: "01_a", Title: "A"}}},
		Grader: f, Store: s, Queue: queue.New(queue.Limits{All: 4, Each: 3}), Log: slog.New(slog.DiscardHandler),
		Schedules: under,
	})
	require.NoError(t, m.Restore(t.Context()))
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { defer close(done); m.Run(ctx, jobs) }()
	stop := sync.OnceFunc(func() { cancel(); <-done })
	t.Cleanup(stop)
	return &class{t, s, f, m, stop}
}

// stubs is a course whose stub nobody hands in who has begun: the fakes' work is a comment.
func stubs(t *testing.T) string {
	t.Helper()
	root := t.TempDir()
	dir := filepath.Join(root, "exercises", "01_a")
	require.NoError(t, os.MkdirAll(dir, 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "a.go"), []byte("package a\n\nfunc A() {}\n"), 0o600))
	return root
}

// A stub as it was handed out is no mistake of anybody's.
func TestNotBegun(t *testing.T) {
	s := open(t)
	c := begin(t, s, nil, 1)
	ada := c.person("Ada")
	for work, stop := range map[string]string{
		"//fail\npackage a\n\nfunc A() {} // To do.\n": "not begun: the stub is as it was handed out",
		"//fail\npackage a\n\nfunc A() { A() }\n":      "It works",
	} {
		var archive bytes.Buffer
		z := zip.NewWriter(&archive)
		w, err := z.Create("a.go")
		require.NoError(t, err)
		_, err = w.Write([]byte(work))
		require.NoError(t, err)
		require.NoError(t, z.Close())
		sub, _, err := c.marker.HandIn(t.Context(), store.Handed{Person: ada, Exercise: "01_a", Archive: archive.Bytes()})
		require.NoError(t, err)
		c.follow(sub.ID, "")
		sub, err = s.Submission(t.Context(), sub.ID)
		require.NoError(t, err)
		require.Equal(t, report.Fail, sub.Verdict)
		require.Equal(t, stop, sub.Stop, work)
	}
}

func (c *class) person(name string) int64 {
	token, err := c.store.Add(c.Context(), name, store.Student)
	require.NoError(c, err)
	p, err := c.store.Who(c.Context(), token)
	require.NoError(c, err)
	return p.ID
}

func (c *class) handIn(person int64, text string) int64 {
	c.Helper()
	sub, fresh, err := c.marker.HandIn(c.Context(), store.Handed{Person: person, Exercise: "01_a", Archive: fake.Archive(text)})
	require.NoError(c, err)
	require.True(c, fresh)
	return sub.ID
}

// follow reads a stream to its end.
func (c *class) follow(id int64, after string) (frames []api.Frame) {
	c.Helper()
	require.NoError(c, c.marker.Follow(c.Context(), id, after, time.Hour, func(f api.Frame) error { frames = append(frames, f); return nil }))
	return frames
}

func names(frames []api.Frame) (all []string) {
	for _, f := range frames {
		all = append(all, strings.TrimSpace(f.ID+" "+f.Name))
	}
	return all
}

// What is handed in gets its verdict, which is kept before it is told; the same work of
// somebody else is not graded again.
func TestMarked(t *testing.T) {
	c := begin(t, open(t), nil, 2)
	ada, bob := c.person("Ada"), c.person("Bob")
	first := c.handIn(ada, "pass")
	frames := c.follow(first, "")
	require.Equal(t, "finished", frames[len(frames)-1].Name)
	sub, err := c.store.Submission(t.Context(), first)
	require.NoError(t, err)
	require.Equal(t, report.Pass, sub.Verdict)
	require.Equal(t, []string{"1-end finished"}, names(c.follow(first, "")), "of what is over there is the verdict")

	second := c.handIn(bob, "pass")
	frames = c.follow(second, "")
	ex, err := api.Decode("01_a", "finished", frames[len(frames)-1].Data)
	require.NoError(t, err)
	require.Equal(t, "Bob", ex.(grader.Finished).Exercise.Student)
	require.Equal(t, []string{"pass"}, c.fake.Graded(), "graded once")
}

// Work is graded under the schedules of the service, and a verdict under others is not taken
// for it.
func TestSchedules(t *testing.T) {
	s := open(t)
	c := begin(t, s, nil, 1)
	ada := c.person("Ada")
	c.follow(c.handIn(ada, "pass"), "")
	require.Equal(t, []grader.Schedules{grader.ClassSchedules}, c.fake.Under())
	c.stop()

	more := grader.Schedules{Count: 200, First: 1}
	c = beginUnder(t, s, nil, 1, more)
	c.follow(c.handIn(ada, "pass"), "")
	c.follow(c.handIn(ada, "pass"), "")
	require.Equal(t, []grader.Schedules{more}, c.fake.Under(), "once")
}

// Two who hand in the same at the same time: the second waits for the first's verdict.
func TestSameAtTheSameTime(t *testing.T) {
	gate := make(chan struct{})
	c := begin(t, open(t), gate, 2)
	ids := []int64{c.handIn(c.person("Ada"), "fail"), c.handIn(c.person("Bob"), "fail")}
	<-c.fake.Began
	close(gate)
	for _, id := range ids {
		c.follow(id, "")
	}
	require.Equal(t, []string{"fail"}, c.fake.Graded())
}

// Who waits is told how many are before, and whoever lost the connection goes on where
// it was; a grading that began again is told again.
func TestFollowed(t *testing.T) {
	gate := make(chan struct{})
	c := begin(t, open(t), gate, 1)
	ada, bob := c.person("Ada"), c.person("Bob")
	first := c.handIn(ada, "pass")
	<-c.fake.Began
	second := c.handIn(bob, "fail")
	third := c.handIn(ada, "fail 3")

	ctx, cancel := context.WithCancel(t.Context())
	var seen []api.Frame
	err := c.marker.Follow(ctx, third, "", time.Hour, func(f api.Frame) error { seen = append(seen, f); cancel(); return nil })
	require.ErrorIs(t, err, context.Canceled)
	require.Equal(t, []string{"queued"}, names(seen))
	require.JSONEq(t, `{"ahead":1}`, string(seen[0].Data))

	go func() { gate <- struct{}{} }()
	require.Equal(t, []string{"1-2 finished"}, names(c.follow(first, "1-1")), "behind what was seen")
	go func() { gate <- struct{}{}; gate <- struct{}{} }()
	c.follow(third, "")
	require.Equal(t, []string{"1-end finished"}, names(c.follow(second, "7-1")), "of an attempt that there is not")
	require.Equal(t, []string{"pass", "fail", "fail"}, c.fake.Graded())
}

// Silence is broken by empty frames.
func TestBeat(t *testing.T) {
	c := begin(t, open(t), make(chan struct{}), 1)
	id := c.handIn(c.person("Ada"), "pass")
	<-c.fake.Began
	ctx, cancel := context.WithCancel(t.Context())
	beats := 0
	err := c.marker.Follow(ctx, id, "1-1", time.Millisecond, func(f api.Frame) error {
		require.Empty(t, f)
		if beats++; beats == 3 {
			cancel()
		}
		return nil
	})
	require.ErrorIs(t, err, context.Canceled)
}

// A service that ends puts back what it grades, and the next one grades it. What ended it
// three times is not tried again.
func TestRestart(t *testing.T) {
	s := open(t)
	c := begin(t, s, make(chan struct{}), 1)
	ada := c.person("Ada")
	first, second := c.handIn(ada, "pass"), c.handIn(ada, "fail")
	<-c.fake.Began
	c.stop()
	sub, err := s.Submission(t.Context(), first)
	require.NoError(t, err)
	require.Equal(t, store.Waiting, sub.State)
	require.Zero(t, sub.Attempts, "an orderly end is nobody's fault")
	require.Empty(t, c.fake.Graded())

	for range 3 { // services that are killed
		_, err := s.Begin(t.Context(), second)
		require.NoError(t, err)
	}
	c = begin(t, s, nil, 1)
	c.follow(first, "")
	c.follow(second, "3-2")
	require.Equal(t, []string{"pass"}, c.fake.Graded())
	ex, err := s.Result(t.Context(), second)
	require.NoError(t, err)
	require.Equal(t, report.GraderError, ex.Verdict)
	require.Contains(t, ex.Message, "never came to its end")
}

// A failure of the grader is told to students without what it says about the machine, and
// kept with it; the same work is graded again.
func TestGraderFails(t *testing.T) {
	c := begin(t, open(t), nil, 1)
	ada := c.person("Ada")
	id := c.handIn(ada, "grader_error")
	frames := c.follow(id, "")
	require.NotContains(t, string(frames[len(frames)-1].Data), "secret")
	require.Contains(t, string(frames[len(frames)-1].Data), "not your fault")
	ex, err := c.store.Result(t.Context(), id)
	require.NoError(t, err)
	require.Contains(t, ex.Message, "/srv/secret")
	c.follow(c.handIn(ada, "grader_error"), "")
	require.Len(t, c.fake.Graded(), 2)
}

// What cannot be graded is refused before it is kept.
func TestRefused(t *testing.T) {
	c := begin(t, open(t), make(chan struct{}), 1)
	ada, bob := c.person("Ada"), c.person("Bob")
	hand := func(person int64, exercise string, data []byte) error {
		_, _, err := c.marker.HandIn(t.Context(), store.Handed{Person: person, Exercise: exercise, Archive: data})
		return err
	}
	require.ErrorIs(t, hand(ada, "01_a", []byte("package a")), handin.ErrNoArchive)
	var refusal *handin.Refusal
	require.ErrorAs(t, hand(ada, "01_a", append(fake.Archive("pass")[:60], 'x')), &refusal)
	var empty bytes.Buffer
	require.NoError(t, zip.NewWriter(&empty).Close())
	var missing *marking.MissingError
	require.ErrorAs(t, hand(ada, "01_a", empty.Bytes()), &missing)
	var unknown *course.NotFoundError
	require.ErrorAs(t, hand(ada, "77_no", fake.Archive("pass")), &unknown)

	c.handIn(ada, "pass")
	<-c.fake.Began // it does not wait any more
	for i := range 3 {
		c.handIn(ada, fmt.Sprint("pass ", i))
	}
	require.ErrorIs(t, hand(ada, "01_a", fake.Archive("pass")), queue.ErrOwnerFull)
	c.handIn(bob, "pass")
	require.ErrorIs(t, hand(bob, "01_a", fake.Archive("pass")), queue.ErrFull)
	all, err := c.store.All(t.Context())
	require.NoError(t, err)
	require.Len(t, all, 5, "what was refused is not kept")
}

// The same request is one submission.
func TestRepeated(t *testing.T) {
	c := begin(t, open(t), nil, 1)
	h := store.Handed{Person: c.person("Ada"), Exercise: "01_a", Archive: fake.Archive("pass"), Once: "k"}
	sub, fresh, err := c.marker.HandIn(t.Context(), h)
	require.NoError(t, err)
	require.True(t, fresh)
	c.follow(sub.ID, "")
	again, fresh, err := c.marker.HandIn(t.Context(), h)
	require.NoError(t, err)
	require.False(t, fresh)
	require.Equal(t, sub.ID, again.ID)
	require.Len(t, c.fake.Graded(), 1)
}
