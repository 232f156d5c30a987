package web_test

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"workbook/cmd/workbook-serve/internal/store"
	"workbook/cmd/workbook-serve/internal/web"
	"workbook/grader/report"
)

// rules has a service go by a class.toml.
func rules(t *testing.T, text string) func(*web.Config) {
	t.Helper()
	name := filepath.Join(t.TempDir(), "class.toml")
	require.NoError(t, os.WriteFile(name, []byte(text), 0o600))
	return func(c *web.Config) { c.ClassFile = name }
}

// A failure of the grader counts for nobody who has another verdict, whichever attempt
// counts, and whenever it happened.
func TestGraderErrorsDoNotCount(t *testing.T) {
	for _, attempts := range []string{"first", "last", "best"} {
		for _, words := range [][]string{{"grader_error", "pass"}, {"pass", "grader_error"}, {"grader_error", "fail"}} {
			s := newSite(t, rules(t, "attempts = \""+attempts+"\"\n"))
			ada, teacher := s.add("Ada", store.Student), s.add("Grace", store.Instructor)
			for _, word := range words {
				s.await(ada, s.handIn(ada, "01_a", word).ID)
			}
			status, csv := s.browse(teacher).get("/class/grades.csv")
			require.Equal(t, http.StatusOK, status)
			require.NotContains(t, csv, "the grader failed", "%s of %v", attempts, words)
			lines := strings.Split(csv, "\n")
			if words[1] == "fail" {
				require.Contains(t, lines[1], "fail", "%s of %v", attempts, words)
			} else {
				require.Contains(t, lines[1], "pass", "%s of %v", attempts, words)
			}
		}
	}
}

// Who tries again after the deadline keeps what was worth more before it.
func TestTryingLateLosesNothing(t *testing.T) {
	name := filepath.Join(t.TempDir(), "class.toml")
	s := newSite(t, func(c *web.Config) { c.ClassFile = name })
	ada, teacher := s.add("Ada", store.Student), s.add("Grace", store.Instructor)
	p, err := s.store.Who(t.Context(), ada)
	require.NoError(t, err)
	settle := func(points int, v report.Verdict) store.Submission {
		sub, _, err := s.store.HandIn(t.Context(), store.Handed{Person: p.ID, Exercise: "01_a", Archive: []byte("x")})
		require.NoError(t, err)
		require.NoError(t, s.store.Settle(t.Context(), sub.ID, store.Settled{Result: report.Exercise{
			ID: "01_a", Student: "Ada", Verdict: v, Points: points, MaxPoints: 100,
		}}))
		return sub
	}
	before := settle(90, report.Fail)
	for !time.Now().After(before.HandedIn.Add(2 * time.Millisecond)) {
		time.Sleep(time.Millisecond) // until the clock is past the deadline
	}
	settle(100, report.Pass)
	deadline := before.HandedIn.Add(time.Millisecond).Format(time.RFC3339Nano)
	for percent, points := range map[int]string{50: "90", 5: "95"} {
		require.NoError(t, os.WriteFile(name, fmt.Appendf(nil, "deadline = %s\n[late]\npercent_per_day = %d\n", deadline, percent), 0o600))
		status, csv := s.browse(teacher).get("/class/grades.csv")
		require.Equal(t, http.StatusOK, status, csv)
		require.Contains(t, csv, "\nAda,"+points+",", "%d percent", percent)
	}
}

// Who has handed in nothing is in the grades, with nothing.
func TestGradesOfWhoHandedInNothing(t *testing.T) {
	s := newSite(t)
	ada, teacher := s.add("Ada", store.Student), s.add("Grace", store.Instructor)
	s.add("Bob", store.Student)
	s.await(ada, s.handIn(ada, "01_a", "pass").ID)
	status, csv := s.browse(teacher).get("/class/grades.csv")
	require.Equal(t, http.StatusOK, status)
	require.Equal(t, "student,01_a,01_a note,percent,pending\nAda,2,\"passed, 2 of 2\",100,0\nBob,0,\"not run, 0 of 2\",0,0\n", csv)
}
