package progress

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"workbook/grader/atomicfile"
	"workbook/grader/report"
)

func open(t testing.TB, root string) *Store {
	t.Helper()
	s, err := Open(root)
	require.NoError(t, err)
	return s
}

// put writes the progress file as it stands.
func put(t testing.TB, root, content string) string {
	t.Helper()
	path := filepath.Join(root, Dir, File)
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
	require.NoError(t, os.WriteFile(path, []byte(content), 0o644))
	return path
}

func names(t testing.TB, root string) []string {
	t.Helper()
	entries, err := os.ReadDir(filepath.Join(root, Dir))
	require.NoError(t, err)
	var out []string
	for _, e := range entries {
		out = append(out, e.Name())
	}
	return out
}

func TestOpenCreatesNothing(t *testing.T) {
	root := t.TempDir()
	s := open(t, root)
	require.Empty(t, s.Notice())
	require.Equal(t, Untouched, s.State("01_a"))
	require.NoDirExists(t, filepath.Join(root, Dir))
}

func TestOpenRefusesWhatIsNoFolder(t *testing.T) {
	root := t.TempDir()
	_, err := Open(filepath.Join(root, "missing"))
	require.ErrorIs(t, err, os.ErrNotExist)
	file := filepath.Join(root, "file")
	require.NoError(t, os.WriteFile(file, nil, 0o644))
	_, err = Open(file)
	require.ErrorContains(t, err, "is not a folder")
}

func TestRecordAndReopen(t *testing.T) {
	defer goleak.VerifyNone(t)
	root := t.TempDir()
	s := open(t, root)
	local := day.In(time.FixedZone("east", 3600))
	require.NoError(t, s.Record("01_a", Attempt{At: local, Verdict: report.Fail, Hash: "h1", Points: 2}))
	require.NoError(t, s.Record("01_a", Attempt{At: local.Add(time.Hour), Verdict: report.Pass, Hash: "h2", Points: 9}))
	require.NoError(t, s.SawHints("02_b", 2))
	require.NoError(t, s.SawHints("02_b", 1))

	want := Progress{Version: Version, Exercises: map[string]Entry{
		"01_a": {Attempts: 2, LastAttempt: day.Add(time.Hour), LastVerdict: report.Pass, LastHash: "h2",
			FirstPassed: day.Add(time.Hour), LastPassed: day.Add(time.Hour), Hash: "h2", Points: 9,
			History: []Try{{day, report.Fail, 2}, {day.Add(time.Hour), report.Pass, 9}}},
		"02_b": {Hints: 2},
	}}
	require.Equal(t, want, s.Get())
	require.Equal(t, want, open(t, root).Get())
	require.ElementsMatch(t, []string{File, lockFile}, names(t, root), "nothing else is left in the folder")
	got := s.Get()
	got.Exercises["01_a"] = Entry{}
	require.Equal(t, want, s.Get(), "what Get returned is the caller's own")
}

func TestRecordFillsInTheTime(t *testing.T) {
	s := open(t, t.TempDir())
	before := time.Now()
	require.NoError(t, s.Record("01_a", Attempt{Verdict: report.Pass}))
	at := s.Entry("01_a").LastAttempt
	require.False(t, at.Before(before.Round(0)) || at.After(time.Now()), at)
}

func TestVerdictsThatSayNothingAreNotRecorded(t *testing.T) {
	root := t.TempDir()
	s := open(t, root)
	for _, v := range []report.Verdict{report.GraderError, report.NotRun, "", "PASS"} {
		require.NoError(t, s.Record("01_a", Attempt{Verdict: v}))
	}
	require.Equal(t, Untouched, s.State("01_a"))
	require.NoDirExists(t, filepath.Join(root, Dir))
}

func TestDamagedFileIsSetAside(t *testing.T) {
	for name, content := range map[string]string{
		"empty":           "",
		"cut":             `{"version": 1, "exercises": {"01_a": {"attempts": 1`,
		"zeros":           strings.Repeat("\x00", 100),
		"not an object":   `[1, 2]`,
		"null":            `null`,
		"no version":      `{"exercises": {}}`,
		"version -1":      `{"version": -1}`,
		"version as text": `{"version": "1"}`,
		"wrong type":      `{"version": 1, "exercises": {"01_a": 3}}`,
		"wrong time":      `{"version": 1, "exercises": {"01_a": {"last_attempt": "yesterday"}}}`,
		"more behind it":  `{"version": 1, "exercises": {}} {}`,
		"conflict marks":  "<<<<<<< HEAD\n{\"version\": 1}\n=======\n",
	} {
		t.Run(name, func(t *testing.T) {
			root := t.TempDir()
			put(t, root, content)
			s := open(t, root)
			require.Contains(t, s.Notice(), "could not be read")
			require.Empty(t, s.Get().Exercises)

			aside, err := filepath.Glob(filepath.Join(root, Dir, File+".damaged-*"))
			require.NoError(t, err)
			require.Len(t, aside, 1)
			require.Contains(t, s.Notice(), filepath.Base(aside[0]), "the sentence says where it is")
			kept, err := os.ReadFile(aside[0])
			require.NoError(t, err)
			require.Equal(t, content, string(kept))

			require.NoError(t, s.Record("01_a", Attempt{Verdict: report.Pass}))
			again := open(t, root)
			require.Equal(t, Passed, again.State("01_a"))
			require.Empty(t, again.Notice())
		})
	}
}

func TestDamagedWhileOpen(t *testing.T) {
	root := t.TempDir()
	s := open(t, root)
	require.NoError(t, s.Record("01_a", Attempt{Verdict: report.Pass}))
	put(t, root, "oops")
	require.NoError(t, s.Record("02_b", Attempt{Verdict: report.Fail}))
	require.Contains(t, s.Notice(), "could not be read")
	require.Equal(t, Failing, open(t, root).State("02_b"))

	put(t, root, "oops again")
	require.NoError(t, s.Reload())
	aside, err := filepath.Glob(filepath.Join(root, Dir, File+".damaged-*"))
	require.NoError(t, err)
	require.Len(t, aside, 2, "the second does not replace the first")
}

func TestFilesThatAreFine(t *testing.T) {
	for name, content := range map[string]string{
		"byte order mark":   "\ufeff" + `{"version": 1, "exercises": {"01_a": {"attempts": 1, "last_verdict": "fail"}}}`,
		"an unknown field":  `{"version": 1, "x": 1, "exercises": {"01_a": {"attempts": 1, "last_verdict": "fail", "y": []}}}`,
		"an unknown winner": `{"version": 1, "exercises": {"01_a": {"attempts": 1, "last_verdict": "splendid"}}}`,
	} {
		t.Run(name, func(t *testing.T) {
			root := t.TempDir()
			put(t, root, content)
			s := open(t, root)
			require.Empty(t, s.Notice())
			require.Equal(t, Failing, s.State("01_a"))
		})
	}
	root := t.TempDir()
	put(t, root, `{"version": 1, "exercises": {"01_a": {"attempts": 11, "last_verdict": "fail", "points": 3}}}`)
	require.NoError(t, open(t, root).Record("01_a", Attempt{At: day, Verdict: report.Fail, Points: 4}))
	e := open(t, root).Entry("01_a")
	require.Equal(t, 12, e.Attempts, "what is older than the history is counted")
	require.Equal(t, []Try{{day, report.Fail, 4}}, e.History)

	root = t.TempDir()
	put(t, root, `{"version": 1, "exercises": null}`)
	require.NoError(t, open(t, root).Record("01_a", Attempt{Verdict: report.Pass}))
}

func TestNewerVersionIsLeftAlone(t *testing.T) {
	for name, content := range map[string]string{
		"like ours": `{"version": 4, "exercises": {"01_a": {"attempts": 1, "last_verdict": "pass", "mood": "good"}}}`,
		"unlike":    `{"version": 7, "exercises": [["01_a", "pass"]]}`,
	} {
		t.Run(name, func(t *testing.T) {
			root := t.TempDir()
			path := put(t, root, content)
			s := open(t, root)
			require.Contains(t, s.Notice(), "this workbook knows version 3")
			if name == "like ours" {
				require.Equal(t, Passed, s.State("01_a"))
			}
			require.ErrorIs(t, s.Record("01_a", Attempt{Verdict: report.Fail}), ErrReadOnly)
			require.NotEqual(t, Untouched, s.State("01_a"), "the session goes on in memory")
			require.NoError(t, s.Reload())
			require.NotEqual(t, Untouched, s.State("01_a"))
			got, err := os.ReadFile(path)
			require.NoError(t, err)
			require.Equal(t, content, string(got))
			require.Equal(t, 1, strings.Count(s.Notice(), "version 3"), "it is said once")
		})
	}
}

func TestNewerVersionComesWhileOpen(t *testing.T) {
	root := t.TempDir()
	s := open(t, root)
	require.NoError(t, s.Record("01_a", Attempt{Verdict: report.Pass}))
	const newer = `{"version": 4, "exercises": {}}`
	path := put(t, root, newer)
	require.ErrorIs(t, s.Record("01_a", Attempt{Verdict: report.Fail}), ErrReadOnly)
	require.NotEmpty(t, s.Notice())
	got, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, newer, string(got))
}

func TestUnreadableFileIsNoCrash(t *testing.T) {
	root := t.TempDir()
	require.NoError(t, os.MkdirAll(filepath.Join(root, Dir, File, "full"), 0o755)) // a folder in its place
	s := open(t, root)
	require.Contains(t, s.Notice(), "progress is not kept")
	require.ErrorIs(t, s.Record("01_a", Attempt{Verdict: report.Pass}), ErrReadOnly)
	require.Equal(t, Passed, s.State("01_a"))
}

// What could not be saved is saved with the next save.
func TestPendingAttemptsAreNotLost(t *testing.T) {
	root := t.TempDir()
	blocker := filepath.Join(root, Dir)
	require.NoError(t, os.WriteFile(blocker, nil, 0o644)) // a file where the folder should be
	s := &Store{dir: blocker, progress: empty()}
	require.Error(t, s.Record("01_a", Attempt{Verdict: report.Fail}))
	require.Error(t, s.Record("01_a", Attempt{Verdict: report.Pass}))
	require.Equal(t, Passed, s.State("01_a"))

	require.NoError(t, os.Remove(blocker))
	require.NoError(t, s.Record("02_b", Attempt{Verdict: report.Fail}))
	again := open(t, root)
	require.Equal(t, 2, again.Entry("01_a").Attempts)
	require.Equal(t, Passed, again.State("01_a"))
	require.Equal(t, Failing, again.State("02_b"))
	require.NoError(t, s.Record("02_b", Attempt{Verdict: report.Fail}))
	require.Equal(t, 2, open(t, root).Entry("01_a").Attempts, "and only once")
}

func TestLeftoversAreRemoved(t *testing.T) {
	root := t.TempDir()
	path := put(t, root, `{"version": 1, "exercises": {}}`)
	left := filepath.Join(filepath.Dir(path), atomicfile.Prefix(path)+"12345")
	mine := filepath.Join(filepath.Dir(path), "notes.txt")
	require.NoError(t, os.WriteFile(left, []byte(`{"vers`), 0o644))
	require.NoError(t, os.WriteFile(mine, nil, 0o644))
	require.Empty(t, open(t, root).Notice())
	require.NoFileExists(t, left)
	require.FileExists(t, mine)
	require.FileExists(t, path)
}

// Stores of their own, as in processes of their own: no attempt is lost.
func TestManyStoresAtOnce(t *testing.T) {
	const stores, each = 8, 12
	root := t.TempDir()
	var wg sync.WaitGroup
	errs := make(chan error, stores*each)
	for i := range stores {
		wg.Go(func() {
			s, err := Open(root)
			if err != nil {
				errs <- err
				return
			}
			for range each {
				errs <- s.Record("shared", Attempt{Verdict: report.Fail})
				errs <- s.Record(fmt.Sprintf("%02d_own", i), Attempt{Verdict: report.Pass})
			}
		})
	}
	go func() { wg.Wait(); close(errs) }()
	for err := range errs {
		require.NoError(t, err)
	}
	s := open(t, root)
	require.Equal(t, stores*each, s.Entry("shared").Attempts)
	for i := range stores {
		require.Equal(t, each, s.Entry(fmt.Sprintf("%02d_own", i)).Attempts)
	}
	require.Empty(t, s.Notice())
}

func TestOneStoreManyGoroutines(t *testing.T) {
	s := open(t, t.TempDir())
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 10 {
				_ = s.Record("01_a", Attempt{Verdict: report.Fail})
				s.Get()
				s.Notice()
				_ = s.Reload()
			}
		})
	}
	wg.Wait()
	require.Equal(t, 40, s.Entry("01_a").Attempts)
}

func TestExternalMerge(t *testing.T) {
	root := t.TempDir()
	one, two := open(t, root), open(t, root)
	require.NoError(t, one.Record("01_a", Attempt{Verdict: report.Pass}))
	require.Equal(t, Untouched, two.State("01_a"))
	require.NoError(t, two.Reload())
	require.Equal(t, Passed, two.State("01_a"))
}

// Another process was stopped while it saved: say so, and go on later.
func TestLockThatIsHeld(t *testing.T) {
	defer goleak.VerifyNone(t)
	root := t.TempDir()
	s := open(t, root)
	require.NoError(t, s.Record("01_a", Attempt{Verdict: report.Fail}))
	unlock, err := lock(s.dir)
	require.NoError(t, err)

	patience := lockWait
	lockWait = 20 * time.Millisecond // the lock is held: no wait is long enough
	err = s.Record("01_a", Attempt{Verdict: report.Pass})
	lockWait = patience
	require.ErrorContains(t, err, "is one of them stopped?")
	require.Equal(t, Passed, s.State("01_a"))
	require.Equal(t, Failing, open(t, root).State("01_a"))

	unlock()
	require.NoError(t, s.SawHints("01_a", 1))
	require.Equal(t, Passed, open(t, root).State("01_a"), "the attempt that waited is saved too")
}

// Each process has a store of its own, and knows of the other's attempt only from the file.
func TestTwoStoresOneSave(t *testing.T) {
	root := t.TempDir()
	var stores []*Store
	for range 2 {
		s, err := Open(root)
		require.NoError(t, err)
		stores = append(stores, s)
	}
	for _, s := range stores {
		require.NoError(t, s.Record("02_spawned", Attempt{Verdict: report.Fail, Hash: "a", Points: 3}))
		require.Equal(t, 1, s.Entry("02_spawned").Attempts)
	}
	require.NoError(t, stores[0].Reload())
	require.Len(t, stores[0].Entry("02_spawned").History, 1)
}
