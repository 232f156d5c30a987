package store_test

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/cmd/workbook-serve/internal/store"
	"workbook/grader/report"
)

// handsInEnv has this program hand in to the file that it names until it is killed, and
// say what was kept.
const handsInEnv = "STORE_TEST_HANDS_IN"

func TestMain(m *testing.M) {
	path := os.Getenv(handsInEnv)
	if path == "" {
		os.Exit(m.Run())
	}
	s, err := store.Open(context.Background(), path)
	if err != nil {
		panic(err)
	}
	for i := 0; ; i++ {
		sub, _, err := s.HandIn(context.Background(), store.Handed{Person: 1, Exercise: "01_a", Archive: fmt.Append(nil, "work ", i)})
		if err != nil {
			panic(err)
		}
		fmt.Println(sub.ID, i)
	}
}

func open(t *testing.T, path string) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), path)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	return s
}

func fresh(t *testing.T) *store.Store {
	return open(t, filepath.Join(t.TempDir(), "new folder#?", "class.db"))
}

// add takes somebody into the class.
func add(t *testing.T, s *store.Store, name string, role store.Role) (store.Person, string) {
	t.Helper()
	token, err := s.Add(t.Context(), name, role)
	require.NoError(t, err)
	p, err := s.Who(t.Context(), token)
	require.NoError(t, err)
	return p, token
}

func TestPeople(t *testing.T) {
	path := filepath.Join(t.TempDir(), "class.db")
	s := open(t, path)
	ada, token := add(t, s, "Ada", store.Student)
	require.Equal(t, "Ada", ada.Name)
	require.Equal(t, store.Student, ada.Role)
	require.True(t, strings.HasPrefix(token, "wb_"))
	require.Len(t, token, 3+43, "256 bits")
	_, other := add(t, s, "Mx. Teach", store.Instructor)
	require.NotEqual(t, token, other)

	_, err := s.Add(t.Context(), "Ada", store.Student)
	require.ErrorIs(t, err, store.ErrExists)
	for _, bad := range []string{"", " Ada", "A\nda", "Ada\u202e", "\xff", strings.Repeat("a", 101)} {
		_, err := s.Add(t.Context(), bad, store.Student)
		require.ErrorIs(t, err, store.ErrName, "%q", bad)
	}

	for _, wrong := range []string{"", "wb_", token + "x", strings.ToLower(token), "' OR 1=1 --"} {
		_, err := s.Who(t.Context(), wrong)
		require.ErrorIs(t, err, store.ErrToken, "%q", wrong)
	}
	for _, f := range []string{path, path + "-wal"} {
		data, err := os.ReadFile(f)
		require.NoError(t, err)
		require.NotContains(t, string(data), token[3:], "the token itself is kept nowhere")
		info, err := os.Stat(f)
		require.NoError(t, err)
		require.Zero(t, info.Mode().Perm()&0o077, "%s is for this user alone", f)
	}

	cookie, err := s.Login(t.Context(), ada.ID)
	require.NoError(t, err)
	p, err := s.Session(t.Context(), cookie)
	require.NoError(t, err)
	require.Equal(t, "Ada", p.Name)

	renewed, err := s.Renew(t.Context(), "Ada")
	require.NoError(t, err)
	_, err = s.Who(t.Context(), token)
	require.ErrorIs(t, err, store.ErrToken, "the token before is good for nothing")
	_, err = s.Session(t.Context(), cookie)
	require.ErrorIs(t, err, store.ErrToken, "nor what a browser had by it")
	_, err = s.Who(t.Context(), renewed)
	require.NoError(t, err)

	require.NoError(t, s.Revoke(t.Context(), "Ada"))
	_, err = s.Who(t.Context(), renewed)
	require.ErrorIs(t, err, store.ErrToken)
	require.ErrorIs(t, s.Revoke(t.Context(), "Bob"), store.ErrNobody)
	_, err = s.Renew(t.Context(), "Bob")
	require.ErrorIs(t, err, store.ErrNobody)
	all, err := s.People(t.Context())
	require.NoError(t, err)
	require.Len(t, all, 2)
	require.Equal(t, "Ada", all[0].Name)
	require.False(t, all[0].Revoked.IsZero())
	require.True(t, all[1].Revoked.IsZero())
}

func TestSessions(t *testing.T) {
	s := fresh(t)
	ada, token := add(t, s, "Ada", store.Student)
	cookie, err := s.Login(t.Context(), ada.ID)
	require.NoError(t, err)
	_, err = s.Session(t.Context(), token)
	require.ErrorIs(t, err, store.ErrToken, "a token is no session")
	_, err = s.Who(t.Context(), cookie)
	require.ErrorIs(t, err, store.ErrToken, "and a session no token")
	require.NoError(t, s.Logout(t.Context(), cookie))
	_, err = s.Session(t.Context(), cookie)
	require.ErrorIs(t, err, store.ErrToken)
}

// A submission goes from waiting to done; what is repeated is kept once, and the verdict
// on the same work is everybody's.
func TestSubmissions(t *testing.T) {
	s := fresh(t)
	ada, _ := add(t, s, "Ada", store.Student)
	bob, _ := add(t, s, "Bob", store.Student)
	first, isNew, err := s.HandIn(t.Context(), store.Handed{Person: ada.ID, Exercise: "01_a", Archive: []byte("x"), Once: "k"})
	require.NoError(t, err)
	require.True(t, isNew)
	again, isNew, err := s.HandIn(t.Context(), store.Handed{Person: ada.ID, Exercise: "01_a", Archive: []byte("x"), Once: "k"})
	require.NoError(t, err)
	require.False(t, isNew)
	require.Equal(t, first, again)
	bobs, isNew, err := s.HandIn(t.Context(), store.Handed{Person: bob.ID, Exercise: "01_a", Archive: []byte("y"), Once: "k"})
	require.NoError(t, err)
	require.True(t, isNew, "the key is the person's own")
	_, _, err = s.HandIn(t.Context(), store.Handed{Person: bob.ID, Exercise: "02_b"})
	require.Error(t, err, "nothing is no archive")

	for want := 1; want <= 2; want++ {
		attempt, err := s.Begin(t.Context(), first.ID)
		require.NoError(t, err)
		require.Equal(t, want, attempt)
	}
	require.NoError(t, s.PutBack(t.Context(), first.ID))
	sub, err := s.Submission(t.Context(), first.ID)
	require.NoError(t, err)
	require.Equal(t, store.Waiting, sub.State)
	require.Equal(t, 1, sub.Attempts)
	r, err := s.Result(t.Context(), first.ID)
	require.NoError(t, err)
	require.Nil(t, r)

	ex := report.Exercise{ID: "01_a", Student: "Ada", Verdict: report.Fail, Points: 3, MaxPoints: 10, Message: "no\x00\x1b"}
	require.NoError(t, s.Settle(t.Context(), first.ID, store.Settled{Key: "key", Stop: "TestA", Result: ex}))
	sub, err = s.Submission(t.Context(), first.ID)
	require.NoError(t, err)
	require.Equal(t, store.Done, sub.State)
	require.Equal(t, report.Fail, sub.Verdict)
	require.Equal(t, 3, sub.Points)
	require.Equal(t, "TestA", sub.Stop)
	require.False(t, sub.Graded.IsZero())
	r, err = s.Result(t.Context(), first.ID)
	require.NoError(t, err)
	require.Equal(t, &ex, r)
	known, err := s.Known(t.Context(), "key")
	require.NoError(t, err)
	require.Empty(t, known.Student)
	require.Equal(t, ex.Message, known.Message)
	known, err = s.Known(t.Context(), "other")
	require.NoError(t, err)
	require.Nil(t, known)
	_, err = s.Begin(t.Context(), first.ID)
	require.ErrorIs(t, err, store.ErrNone, "it is done")

	open, err := s.Open(t.Context())
	require.NoError(t, err)
	require.Equal(t, []store.Submission{bobs}, open)
	mine, err := s.Of(t.Context(), ada.ID)
	require.NoError(t, err)
	require.Equal(t, []store.Submission{sub}, mine)
	_, err = s.Submission(t.Context(), 99)
	require.ErrorIs(t, err, store.ErrNone)
	data, err := s.Archive(t.Context(), bobs.ID)
	require.NoError(t, err)
	require.Equal(t, "y", string(data))
}

// What was said to be kept is there after kill -9, whole and in order.
func TestKilled(t *testing.T) {
	path := filepath.Join(t.TempDir(), "class.db")
	s := open(t, path)
	add(t, s, "Ada", store.Student)
	for range 3 {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), handsInEnv+"="+path)
		var stderr bytes.Buffer
		cmd.Stderr = &stderr
		out, err := cmd.StdoutPipe()
		require.NoError(t, err)
		require.NoError(t, cmd.Start())
		kept := map[int64]string{}
		lines := bufio.NewScanner(out)
		for lines.Scan() {
			var id int64
			var i int
			_, err := fmt.Sscan(lines.Text(), &id, &i)
			require.NoError(t, err)
			kept[id] = fmt.Sprint("work ", i)
			if len(kept) == 20 {
				require.NoError(t, cmd.Process.Kill())
			}
		}
		_ = cmd.Wait()
		require.GreaterOrEqual(t, len(kept), 20, "%s", &stderr)
		for id, want := range kept {
			data, err := s.Archive(t.Context(), id)
			require.NoError(t, err)
			require.Equal(t, want, string(data))
		}
	}
}

// Two programs may have the file open.
func TestTwoPrograms(t *testing.T) {
	path := filepath.Join(t.TempDir(), "class.db")
	a, b := open(t, path), open(t, path)
	_, token := add(t, a, "Ada", store.Student)
	p, err := b.Who(t.Context(), token)
	require.NoError(t, err)
	require.Equal(t, "Ada", p.Name)

	release, err := a.Alone(t.Context())
	require.NoError(t, err)
	_, err = b.Alone(t.Context())
	require.ErrorIs(t, err, store.ErrServed)
	release()
	release, err = b.Alone(t.Context())
	require.NoError(t, err)
	release()
}
