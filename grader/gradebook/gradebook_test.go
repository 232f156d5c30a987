package gradebook_test

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"workbook/grader/gradebook"
	"workbook/grader/report"
)

func row(student, id string, points int, v report.Verdict) report.Exercise {
	return report.Exercise{Student: student, ID: id, Title: "An exercise", Verdict: v, Points: points, MaxPoints: 100}
}

func rules(t *testing.T, text string) gradebook.Rules {
	t.Helper()
	path := filepath.Join(t.TempDir(), "class.toml")
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	r, err := gradebook.ReadRules(path)
	require.NoError(t, err)
	return r
}

// line is a student's grades in short.
func line(g gradebook.Grades, student string) string {
	for _, s := range g.Students {
		if s.Name == student {
			var cells []string
			for i, c := range s.Cells {
				cells = append(cells, c.Note(g.Exercises[i])+fmt.Sprintf(" = %v", c.Points))
			}
			return fmt.Sprintf("%s: %v%%, %d pending", strings.Join(cells, " | "), s.Percent, s.Pending)
		}
	}
	return "nobody"
}

var class = &report.Report{Exercises: []report.Exercise{
	row("ada", "01", 100, report.Pass), row("ada", "02", 40, report.Fail), row("ada", "02", 80, report.Fail), row("ada", "02", 60, report.Fail),
	row("bob", "01", 50, report.Fail), row("bob", "02", 0, report.GraderError),
	row("cyd", "01", 0, report.NotRun), row("cyd", "02", 90, report.Fail),
}}

func TestWithoutRules(t *testing.T) {
	g := gradebook.Make(class, gradebook.Rules{})
	require.Equal(t, "passed, 100 of 100 = 100 | failed, 80 of 100 = 80: 90%, 0 pending", line(g, "ada"))
	require.Equal(t, "failed, 50 of 100 = 50 | the grader failed: to be looked at = 0: 50%, 1 pending", line(g, "bob"), "nobody pays for what the grader failed at")
	require.Equal(t, "not run, 0 of 100 = 0 | failed, 90 of 100 = 90: 45%, 0 pending", line(g, "cyd"))
}

func TestAttempts(t *testing.T) {
	for attempts, want := range map[string]string{"best": "80", "last": "60", "first": "40"} {
		g := gradebook.Make(class, rules(t, fmt.Sprintf("attempts = %q", attempts)))
		require.Contains(t, line(g, "ada"), "failed, "+want+" of 100", attempts)
	}
}

func TestWeightsAndDropping(t *testing.T) {
	g := gradebook.Make(class, rules(t, "[[exercise]]\nid = \"02\"\nweight = 3.0\n[[exercise]]\nid = \"01\"\n"))
	require.Equal(t, "02", g.Exercises[0].ID, "in the order of the rules")
	require.Contains(t, line(g, "ada"), ": 85%")
	g = gradebook.Make(class, rules(t, "drop_lowest = 1"))
	require.Equal(t, "passed, 100 of 100 = 100 | failed, 80 of 100; dropped = 80: 100%, 0 pending", line(g, "ada"))
	require.Contains(t, line(g, "bob"), ": 50%", "the only one that is known counts")
	g = gradebook.Make(class, rules(t, "[[exercise]]\nid = \"01\"\nweight = 0.0"))
	require.Contains(t, line(g, "ada"), ": 0%", "nothing counts, and nothing is divided by it")
}

func TestLateDays(t *testing.T) {
	text := `deadline = 2026-12-01T12:00:00Z
[late]
percent_per_day = 10
most_percent = 25
grace_minutes = 30
[[handed_in]]
student = "ada"
at = %s
[[exercise]]
id = "01"
[[exercise]]
id = "02"
deadline = 2026-12-05T12:00:00Z
`
	for at, want := range map[string]string{
		"2026-12-01T12:00:00Z":      "passed, 100 of 100 = 100",
		"2026-12-01T12:30:00Z":      "passed, 100 of 100 = 100",
		"2026-12-01T12:30:01Z":      "passed, 100 of 100; 1 day late, 10 off = 90",
		"2026-12-03T13:00:00+01:00": "passed, 100 of 100; 2 days late, 20 off = 80",
		"2026-12-04T12:00:00Z":      "passed, 100 of 100; 3 days late, 25 off = 75",
	} {
		require.True(t, strings.HasPrefix(line(gradebook.Make(class, rules(t, fmt.Sprintf(text, at))), "ada"), want+" | failed, 80 of 100 = 80"), at)
	}
}

func TestByHand(t *testing.T) {
	g := gradebook.Make(class, rules(t, `
[[manual]]
student = "ada"
exercise = "02"
points = 5
comment = "A good README."
[[manual]]
student = "bob"
exercise = "02"
points = 70
[[manual]]
student = "cyd"
exercise = "01"
excused = true
comment = "Ill."
`))
	require.Contains(t, line(g, "ada"), "failed, 80 of 100; by hand +5; A good README. = 85: 92.5%")
	require.Contains(t, line(g, "bob"), "by hand +70 = 70: 60%, 0 pending")
	require.Equal(t, "not run, 0 of 100; excused; Ill. = 0 | failed, 90 of 100 = 90: 90%, 0 pending", line(g, "cyd"))
}

func TestRulesThatAreWrong(t *testing.T) {
	for text, want := range map[string]string{
		"title = ":         "class.toml:1:",
		"dead_line = 1":    "there is no key dead_line",
		"attempts = \"x\"": "it is best, last or first",
		"drop_lowest = -1": "drop_lowest cannot be -1",
		"deadline = \"1\"": "class.toml",
		"[[handed_in]]":    "has no student",
		"[[manual]]":       "needs a student and an exercise",
		"[late]\nx = 1":    "there is no key late.x",
		"[[exercise]]\nid = \"1\"\nweight = -2.0":            "weight cannot be -2",
		"[[exercise]]\nid = \"1\"\n[[exercise]]\nid = \"1\"": "is there twice",
		"[late]\npercent_per_day = 101":                      "from 0 to 100",
	} {
		path := filepath.Join(t.TempDir(), "class.toml")
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
		_, err := gradebook.ReadRules(path)
		require.ErrorContains(t, err, want, text)
	}
	_, err := gradebook.ReadRules(filepath.Join(t.TempDir(), "none"))
	require.ErrorIs(t, err, os.ErrNotExist)
}

// A slip in a name would change nobody's grade, and nobody would know.
func TestNamesThatNobodyHas(t *testing.T) {
	r := gradebook.Rules{
		Exercises: []gradebook.Exercise{{ID: "01"}, {ID: "03"}},
		HandedIn:  []gradebook.HandedIn{{Student: "eve", At: time.Now()}},
		Manual:    []gradebook.Manual{{Student: "ada", Exercise: "1"}},
	}
	require.Equal(t, []string{
		`class.toml names the exercise "03", and the reports do not`,
		`class.toml names the student "eve", and the reports do not`,
		`class.toml names the exercise "1", and the reports do not`,
	}, r.Unknown(gradebook.Names{Students: []string{"ada"}, Exercises: []string{"01"}}))
}

func TestCSV(t *testing.T) {
	odd := &report.Report{Exercises: []report.Exercise{row("=1+1", "01", 100, report.Pass), row("bob", "01", 0, report.GraderError)}}
	var b strings.Builder
	require.NoError(t, gradebook.Make(odd, gradebook.Rules{}).WriteCSV(&b))
	rows, err := csv.NewReader(strings.NewReader(b.String())).ReadAll()
	require.NoError(t, err)
	require.Equal(t, [][]string{
		{"student", "01", "01 note", "percent", "pending"},
		{"'=1+1", "100", "passed, 100 of 100", "100", "0"},
		{"bob", "", "the grader failed: to be looked at", "0", "1"},
	}, rows)
}

// Points are worth what is left of them at the time, and a time written down counts before
// the one at which the service has taken them.
func TestWorth(t *testing.T) {
	deadline := time.Date(2026, time.December, 1, 12, 0, 0, 0, time.UTC)
	r := gradebook.Rules{Deadline: deadline, Late: gradebook.Late{PercentPerDay: 10}}
	require.Equal(t, 95.0, r.Worth("ada", "02_b", 95, deadline))
	require.Equal(t, 50.0, r.Worth("ada", "02_b", 100, deadline.Add(4*24*time.Hour+time.Hour)))
	r.HandedIn = []gradebook.HandedIn{{Student: "ada", At: deadline}}
	require.Equal(t, 100.0, r.Worth("ada", "02_b", 100, deadline.Add(4*24*time.Hour)))
	require.Equal(t, 60.0, r.Worth("bob", "02_b", 100, deadline.Add(4*24*time.Hour)))
	require.Len(t, r.HandedIn, 1)
}
