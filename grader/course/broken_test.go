package course_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/course"
)

const (
	outlineToml = "exercises/course.toml"
	echoToml    = "exercises/01_echo/exercise.toml"
	joinToml    = "exercises/05_join/exercise.toml"
)

// brokenCases change the good course in one place. old is replaced by new once;
// with an empty old, new is the whole file; with neither, the file or folder is
// removed.
var brokenCases = []struct{ name, file, old, new, want string }{
	// course.toml
	{"no course.toml", outlineToml, "", "",
		"exercises/course.toml: the file is missing; bring it back with `git checkout -- exercises/course.toml`, or create it"},
	{"syntax", outlineToml, `title = "Servers"`, `title = "Servers`,
		`exercises/course.toml:4: not valid TOML: strings cannot contain newlines; correct the syntax`},
	{"no course title", outlineToml, `title = "Small"`, ``,
		`exercises/course.toml:1: title is missing or empty; add title = "Concurrent Go"`},
	{"no chapters", outlineToml, "", `title = "Small"`, `exercises/course.toml:1: the course has no chapters; add [[chapters]] with a title and exercises`},
	{"no chapter title", outlineToml, `title = "Tasks"`, ``,
		`exercises/course.toml:7: title is missing or empty; add title = "Spawn"`},
	{"empty chapter", outlineToml, `exercises = ["01_echo"]`, "exercises = [\"01_echo\"]\n[[chapters]]\ntitle = \"x\"\nexercises = []",
		`exercises/course.toml:8: the chapter lists no exercises; add exercises = ["02_spawned"]`},
	{"unknown key", outlineToml, `exercises = ["01_echo"]`, "exercises = [\"01_echo\"]\nexcercises = []",
		`exercises/course.toml:6: unknown key "excercises"; did you mean exercises?`},
	{"chapters of another type", outlineToml, "", "chapters = 3\ntitle = 'x'\n", `exercises/course.toml:1: chapters is a whole number, not a list of [[chapters]] tables; write a list of [[chapters]] tables`},
	{"duplicate id", outlineToml, `"06_join_all"`, "\"06_join_all\",\n\n  \"01_echo\"",
		`exercises/course.toml:13: exercise "01_echo" is listed a second time (first at line 5); list it once`},
	{"bad id", outlineToml, `"06_join_all"`, `"06_join_all", "7"`,
		`exercises/course.toml:11: exercise id "7" is not of the form 02_spawned; use two digits, an underscore, and lower-case letters, digits and underscores`},
	{"id of another type", outlineToml, `"06_join_all"`, `"06_join_all", 7`,
		`exercises/course.toml:11: exercises holds a whole number, not a string; write a string`},
	{"no folder", outlineToml, `"06_join_all"`, `"06_join_all", "07_cancel"`,
		"exercises/course.toml:11: exercise \"07_cancel\" is listed, but there is no folder exercises/07_cancel; bring it back with `git checkout -- exercises/07_cancel`, create it, or remove the entry"},
	{"not listed", "exercises/09_more/exercise.toml", "", "title = 1\n",
		`exercises/course.toml:1: exercises/09_more holds an exercise.toml, but no chapter lists "09_more"; list it in a chapter, or move the folder out of exercises/`},

	// exercise.toml
	{"no exercise.toml", joinToml, "", "",
		"exercises/05_join/exercise.toml: the file is missing; bring it back with `git checkout -- exercises/05_join/exercise.toml`, or create it"},
	{"duplicate key", echoToml, `demo    = "echo"`, "demo = \"echo\"\ndemo = \"x\"",
		`exercises/01_echo/exercise.toml:14: not valid TOML: Key 'demo' has already been defined.; correct the syntax`},
	{"no such demo", echoToml, `demo    = "echo"`, `demo    = "dance"`,
		`exercises/01_echo/exercise.toml:13: there is no demo "dance"; name one of echo, doors, capture, join, telemetry, gather, boundary, propagate, policies, isolation, shutdown, limit, drain, threads, scheduler, service, or remove the line`},
	{"no demo of that folder", echoToml, `demo    = "echo"`, `demo    = "./show"`,
		`exercises/01_echo/exercise.toml:13: there is no demo "./show"; write "./demo" for the program in the exercise's folder demo, or one of echo, doors, capture, join, telemetry, gather, boundary, propagate, policies, isolation, shutdown, limit, drain, threads, scheduler, service`},
	{"no folder demo", echoToml, `demo    = "echo"`, `demo    = "./demo"`,
		"exercises/01_echo/exercise.toml:13: there is no folder exercises/01_echo/demo; write the demo there, as `go doc workbook/grader/demo/live` says, or remove the line"},
	{"the demo of a page that is not", echoToml, `demo    = "echo"`, "demo = \"echo\"\ndemo_page = \"Ecco\"",
		`exercises/01_echo/exercise.toml:14: no page of lesson.md has the heading "Ecco"; did you mean Echo?`},
	{"a page and no demo", echoToml, `demo    = "echo"`, `demo_page = "Echo"`,
		`exercises/01_echo/exercise.toml:13: demo_page names a page, and there is no demo; add demo = "echo", or remove the line`},
	{"no title", echoToml, `title   = "Echo"`, ``,
		`exercises/01_echo/exercise.toml:1: title is missing or empty; add title = "A goroutine for each connection"`},
	{"blank summary", echoToml, `"Send every byte back."`, `"  "`,
		`exercises/01_echo/exercise.toml:2: summary is missing or empty; add summary = "Serve every client at the same time."`},
	{"summary of another type", echoToml, `"Send every byte back."`, `1.5`,
		`exercises/01_echo/exercise.toml:2: summary is a number with a fraction, not a string; write a string`},
	{"package keyword", joinToml, `"task"`, `"go"`, `exercises/05_join/exercise.toml:3: "go" cannot be the name of a Go package; use one word of lower-case letters`},
	{"package main", joinToml, `"task"`, `"main"`, `exercises/05_join/exercise.toml:3: a submission cannot be package main: hidden tests have to import it; use another name`},
	{"two sentences", joinToml, `Write Join.`, `Write Join. Then test it.`,
		`exercises/05_join/exercise.toml:4: the task is more than one sentence; say it in one, and leave the rest to the lesson`},
	{"no files", joinToml, `["task.go"]`, `[]`,
		`exercises/05_join/exercise.toml:5: the learner has no file to edit; write files = ["echo.go"]`},
	{"odd files", joinToml, `["task.go"]`, `["task.go",` + "\n" + `"sub/x.go", "a.txt",` + "\n" + `"x_test.go", "task.go", ""]`, `exercises/05_join/exercise.toml:6: file "sub/x.go" is not directly in the exercise's folder; write the file's name alone
exercises/05_join/exercise.toml:6: file "a.txt" is not a .go file; learners edit Go files only
exercises/05_join/exercise.toml:7: file "x_test.go" is a test, and tests of a submission are left out; name it otherwise
exercises/05_join/exercise.toml:7: file "task.go" is named twice; name it once
exercises/05_join/exercise.toml:7: files holds an empty name; remove it`},
	{"files of another type", joinToml, `["task.go"]`, `"task.go"`,
		`exercises/05_join/exercise.toml:5: files is a string, not an array of strings; write an array of strings`},
	{"few hints", joinToml, `["a", "b", "c"]`, `["a", "b"]`,
		`exercises/05_join/exercise.toml:6: the exercise has 2 hints; write 3 or more, from a question to a shape`},
	{"no hints", joinToml, `hints = ["a", "b", "c"]`, ``,
		`exercises/05_join/exercise.toml:1: the exercise has 0 hints; write 3 or more, from a question to a shape`},
	{"odd imports", echoToml, `["runtime", "runtime/debug"]`, `["runtime", "unsafe", "../x", "a b"]`, `exercises/01_echo/exercise.toml:12: "unsafe" cannot be an import of a submission; write an import path such as "runtime/debug"
exercises/01_echo/exercise.toml:12: "../x" cannot be an import of a submission; write an import path such as "runtime/debug"
exercises/01_echo/exercise.toml:12: "a b" cannot be an import of a submission; write an import path such as "runtime/debug"`},
	{"limits", echoToml, `wall_seconds = 20`, "wall_seconds = 0\nmemory_mib = 5000\noutput_kib = 99999999999999999\nwall = 3", `exercises/01_echo/exercise.toml:16: wall_seconds is 0; write 1 to 120 seconds
exercises/01_echo/exercise.toml:17: memory_mib is 5000; write 32 to 4096 MiB
exercises/01_echo/exercise.toml:18: output_kib is 99999999999999999, which is beyond every limit; write a smaller number
exercises/01_echo/exercise.toml:19: unknown key "wall"; did you mean wall_seconds?`},
	{"limits of another type", echoToml, "[limits]\nwall_seconds = 20", "limits = 3",
		`exercises/01_echo/exercise.toml:15: limits is a whole number, not a [limits] table; write a [limits] table`},
	{"wall of another type", echoToml, "wall_seconds = 20", "wall_seconds = '20s'",
		`exercises/01_echo/exercise.toml:16: wall_seconds is a string, not a whole number; write a whole number`},
	{"unknown key after a string that looks like keys", joinToml, `summary = "Wait for a task."`, "summary = \"\"\"\nlevel = 1\n[[checks]]\n\"\"\"\nlevel = 3",
		`exercises/05_join/exercise.toml:6: unknown key "level"; remove it; the keys here are title, summary, package, task, files, hints, checks, imports, limits, demo, demo_page, replays`},

	// checks
	{"no checks", joinToml, `checks = [{ name = "TestJoin", title = "Join waits", kind = "inside", points = 1 }]`, ``, `exercises/05_join/exercise.toml:1: the exercise has no checks; declare each hidden test in a [[checks]] table`},
	{"duplicate check", echoToml, `"TestClose"`, `"TestEcho"`, `exercises/01_echo/exercise.toml:25: check TestEcho is declared a second time (first at line 19); rename or remove one`},
	{"not a test's name", echoToml, `"TestClose"`, `"Testclose"`, `exercises/01_echo/exercise.toml:25: "Testclose" is not the name of a Go test function; write the function's name, such as "TestSilentClient"`},
	{"no check title", echoToml, `title    = "The connection is closed"`, ``,
		`exercises/01_echo/exercise.toml:24: title is missing or empty; add title = "A silent client delays nobody"`},
	{"no kind", echoToml, "kind     = \"inside\"\n", ``,
		`exercises/01_echo/exercise.toml:24: kind is missing or empty; add kind = "inside"`},
	{"odd kind", echoToml, "kind     = \"inside\"\n", "kind = \"beside\"\n",
		`exercises/01_echo/exercise.toml:27: kind is "beside"; write "inside" or "outside"`},
	{"negative points", echoToml, "points   = 5", "points = -5",
		`exercises/01_echo/exercise.toml:28: points is -5; write 0 or more`},
	{"points of another type", echoToml, "points   = 5", "points = true",
		`exercises/01_echo/exercise.toml:28: points is true or false, not a whole number; write a whole number`},
	{"no points", joinToml, "points = 1", "points = 0",
		`exercises/05_join/exercise.toml:7: no check of the exercise is worth any points; give at least one check points`},
	{"required of another type", echoToml, "required = false", "required = 'no'",
		`exercises/01_echo/exercise.toml:29: required is a string, not true or false; write true or false`},
	{"none required", joinToml, "points = 1", "points = 1, required = false",
		`exercises/05_join/exercise.toml:7: no check of the exercise is required, so any submission would pass; leave out required = false of at least one check`},
	{"needs an unknown check", echoToml, `["TestEcho", "TestClose"]`, "[\n\"TestEcho\",\n\"TestClosed\"]",
		`exercises/01_echo/exercise.toml:38: check TestTCP needs "TestClosed", which is not a check of this exercise; did you mean TestClose?`},
	{"needs in a ring", echoToml, "points = 10", "points = 10\nneeds = [\"TestTCP\"]",
		`exercises/01_echo/exercise.toml:23: these checks wait for one another: TestEcho needs TestTCP needs TestEcho; take one of the needs away
exercises/01_echo/exercise.toml:23: these checks wait for one another: TestEcho needs TestTCP needs TestClose needs TestEcho; take one of the needs away`},
	{"unknown key in the third check", echoToml, `title = "It works over TCP"`, "title = \"It works over TCP\"\nrequird = true",
		`exercises/01_echo/exercise.toml:35: unknown key "requird"; did you mean required?`},
	{"unknown key in an inline check", joinToml, `points = 1`, `points = 1, port = 2`,
		`exercises/05_join/exercise.toml:7: unknown key "port"; remove it; the keys here are name, title, points, required, kind, visible, needs`},

	// replays
	{"no keys of a replay", echoToml, "[limits]", "[[replays]]\n[limits]", `exercises/01_echo/exercise.toml:15: page is missing or empty; add page = "The schedule that you did not think of"
exercises/01_echo/exercise.toml:15: wrong is missing or empty; add wrong = "counts_by_hand"
exercises/01_echo/exercise.toml:15: check is missing or empty; add check = "TestSilentClient"
exercises/01_echo/exercise.toml:15: schedule is missing; add schedule = 17; ` + findsSchedule},
	{"a replay of an unknown page", echoToml, "[limits]", replay("Ecco", "late", "TestEcho", "17"),
		`exercises/01_echo/exercise.toml:16: no page of lesson.md has the heading "Ecco"; did you mean Echo?`},
	{"a replay of no page", echoToml, "[limits]", replay("# Echo", "late", "TestEcho", "17"),
		`exercises/01_echo/exercise.toml:16: no page of lesson.md has the heading "# Echo"; write the first heading of a page, without the #`},
	{"a replay of an unknown solution", echoToml, "[limits]", replay("Echo", "latte", "TestEcho", "17"),
		`exercises/01_echo/exercise.toml:17: there is no known-wrong solution "latte"; did you mean late?`},
	{"a replay of a right solution", echoToml, "[limits]", replay("Echo", "plain", "TestEcho", "17"),
		`exercises/01_echo/exercise.toml:17: there is no known-wrong solution "plain"; write solutions/01_echo/testdata/wrong/plain`},
	{"a replay of another folder", echoToml, "[limits]", replay("Echo", "../right/plain", "TestEcho", "17"),
		`exercises/01_echo/exercise.toml:17: "../right/plain" is not the name of a folder in testdata/wrong; write the folder's name alone`},
	{"a replay of an unknown check", echoToml, "[limits]", replay("Echo", "late", "TestEchos", "17"),
		`exercises/01_echo/exercise.toml:18: "TestEchos" is not a check of this exercise; did you mean TestEcho?`},
	{"a replay of an outside check", echoToml, "[limits]", replay("Echo", "late", "TestTCP", "17"),
		`exercises/01_echo/exercise.toml:18: TestTCP is an outside check, and only inside checks run under a schedule; name an inside check`},
	{"a replay under schedule 0", echoToml, "[limits]", replay("Echo", "late", "TestEcho", "0"),
		`exercises/01_echo/exercise.toml:19: schedule is 0, and the first is 1; ` + findsSchedule},
	{"a replay under a schedule with a name", echoToml, "[limits]", replay("Echo", "late", "TestEcho", `"17"`),
		`exercises/01_echo/exercise.toml:19: schedule is a string, not a whole number; write a whole number`},
	{"two replays of a page", echoToml, "[limits]", strings.TrimSuffix(replay("Echo", "late", "TestEcho", "17"), "[limits]") + replay("Echo", "late", "TestClose", "3"),
		`exercises/01_echo/exercise.toml:22: page "Echo" has a replay already (at line 16); let each page show one`},
	{"a slip in a replay", echoToml, "[limits]", replay("Echo", "late", "TestEcho", "17\nschedul = 3"),
		`exercises/01_echo/exercise.toml:20: unknown key "schedul"; did you mean schedule?`},

	// one mistake is one problem
	{"a check without a name", echoToml, `name     = "TestClose"`, ``,
		`exercises/01_echo/exercise.toml:24: name is missing or empty; add name = "TestSilentClient"`},
	{"a check with a slip in its keys", echoToml, `name     = "TestClose"`, `nmae = "TestClose"`,
		`exercises/01_echo/exercise.toml:25: unknown key "nmae"; did you mean name?`},
	{"no package", echoToml, `package = "echo"`, ``,
		`exercises/01_echo/exercise.toml:1: package is missing or empty; add package = "echo"`},
	{"a slip in a key", joinToml, `hints =`, `hint =`,
		`exercises/05_join/exercise.toml:6: unknown key "hint"; did you mean hints?`},
	{"a slip in checks", joinToml, `checks =`, `check =`,
		`exercises/05_join/exercise.toml:7: unknown key "check"; did you mean checks?`},
	{"a chapter without exercises", outlineToml, `exercises = ["01_echo"]`, ``,
		`exercises/course.toml:3: the chapter lists no exercises; add exercises = ["02_spawned"]`},
	{"a name of another type", echoToml, `name     = "TestClose"`, `name = 7`,
		`exercises/01_echo/exercise.toml:25: name is a whole number, not a string; write a string`},

	// the rest of the learner's half
	{"no lesson", "exercises/05_join/lesson.md", "", "",
		"exercises/05_join/lesson.md: the lesson is missing; bring it back with `git checkout -- exercises/05_join/lesson.md`, or write it"},
	{"empty lesson", "exercises/05_join/lesson.md", "", " \n",
		"exercises/05_join/lesson.md:1: the lesson is empty; bring it back with `git checkout -- exercises/05_join/lesson.md`, or write it"},

	// the instructor's half
	{"no solution", "solutions/05_join", "", "",
		`solutions/05_join: the exercise has no solution; add a reference, its hidden tests and testdata`},
	{"no reference", "solutions/05_join/task.go", "", "",
		`solutions/05_join: the exercise has no reference solution; add one in package task`},
	{"reference in another package", "solutions/01_echo/echo.go", "package echo", "package echoes",
		`solutions/01_echo/echo.go:2: the file is in package echoes, the exercise in echo; make them the same`},
	{"reference does not parse", "solutions/01_echo/echo.go", "package echo\n", "package echo\n\nfunc {\n",
		`solutions/01_echo/echo.go:4: does not parse: expected 'IDENT', found '{'; correct it`},
	{"check without a test", "solutions/01_echo/echo_test.go", "func TestClose(", "func helper(",
		`exercises/01_echo/exercise.toml:25: check TestClose is declared inside, but solutions/01_echo has no such test; add func TestClose(t *testing.T) to a _test.go file of solutions/01_echo, or remove the check`},
	{"test without a check", "solutions/01_echo/echo_test.go", "func Testhelper(", "func TestHelper(",
		`solutions/01_echo/echo_test.go:11: hidden test TestHelper is not declared in exercises/01_echo/exercise.toml; add a [[checks]] table with name = "TestHelper" and kind = "inside", or remove the test`},
	{"test of another kind", echoToml, `"outside"`, `"inside"`, `exercises/01_echo/exercise.toml:33: check TestTCP is declared inside, but solutions/01_echo has no such test; add func TestTCP(t *testing.T) to a _test.go file of solutions/01_echo, or remove the check
solutions/01_echo/outside/outside_test.go:5: test TestTCP stands among the outside checks, but exercises/01_echo/exercise.toml:33 declares it inside; change the kind or move the test`},
	{"no subject", "solutions/01_echo/subject", "", "",
		`solutions/01_echo/subject: the exercise has outside checks, but no subject program; add main.go that serves with the learner's package`},
	{"subject is no program", "solutions/01_echo/subject/main.go", "package main", "package subject",
		`solutions/01_echo/subject/main.go:1: the file is in package subject, the exercise in main; make them the same`},
	{"empty variant", "solutions/01_echo/testdata/right/plain/echo.go", "", "",
		`solutions/01_echo/testdata/right/plain: the folder holds no .go file; add the solution or remove the folder`},
	{"right variant in another package", "solutions/01_echo/testdata/right/plain/echo.go", "package echo", "package main",
		`solutions/01_echo/testdata/right/plain/echo.go:1: the file is in package main, the exercise in echo; make them the same`},
	{"wrong variant unmarked", "solutions/01_echo/testdata/wrong/late/echo.go", "//workbook:caught-by TestEcho\n", "",
		`solutions/01_echo/testdata/wrong/late/echo.go:1: nothing says what catches this wrong solution; add a line such as //workbook:caught-by TestName`},
	{"wrong variant marked with nothing", "solutions/01_echo/testdata/wrong/late/echo.go", "//workbook:caught-by TestEcho\n", "//workbook:caught-by\n",
		`solutions/01_echo/testdata/wrong/late/echo.go:1: //workbook:caught-by names nothing; name a check, or one of policy, compile, schedules, race`},
	{"wrong variant marked with an unknown check", "solutions/01_echo/testdata/wrong/noclose/echo.go", "TestTCP race", "TestUDP race",
		`solutions/01_echo/testdata/wrong/noclose/echo.go:4: "TestUDP" is neither a check of 01_echo nor one of policy, compile, schedules, race; name what catches this solution`},
}

const findsSchedule = "`workbook grade ID --from solutions/ID/testdata/wrong/NAME --schedules 200` finds one"

// replay is a [[replays]] table before the limits of exercise.toml.
func replay(page, wrong, check, schedule string) string {
	return fmt.Sprintf("[[replays]]\npage = %q\nwrong = %q\ncheck = %q\nschedule = %s\n\n[limits]", page, wrong, check, schedule)
}

func TestReplays(t *testing.T) {
	root := extract(t, "good.txtar")
	path := filepath.Join(root, filepath.FromSlash(echoToml))
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	data = []byte(strings.Replace(string(data), "[limits]", replay("Two at once", "late", "TestEcho", "4711"), 1))
	require.NoError(t, os.WriteFile(path, data, 0o644))
	require.NoError(t, os.WriteFile(filepath.Join(filepath.Dir(path), "lesson.md"), []byte("# Echo\n\n---\n\n##  Two at once \n\n# More\n"), 0o644))
	want := []course.Replay{{Page: "Two at once", Wrong: "late", Check: "TestEcho", Schedule: 4711}}
	c, err := course.Load(root)
	require.NoError(t, err)
	require.Equal(t, want, c.Exercises[0].Replays)

	// Students have no known-wrong solutions, and who grades alone has none either.
	for _, gone := range []string{"solutions/01_echo/testdata", "solutions"} {
		require.NoError(t, os.RemoveAll(filepath.Join(root, filepath.FromSlash(gone))))
		c, err = course.Load(root)
		require.NoError(t, err)
		require.Equal(t, want, c.Exercises[0].Replays)
	}
}

func TestBrokenCourses(t *testing.T) {
	for _, tt := range brokenCases {
		t.Run(tt.name, func(t *testing.T) {
			root := extract(t, "good.txtar")
			path := filepath.Join(root, filepath.FromSlash(tt.file))
			switch {
			case tt.old == "" && tt.new == "":
				require.NoError(t, os.RemoveAll(path))
			case tt.old == "":
				require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
				require.NoError(t, os.WriteFile(path, []byte(tt.new), 0o644))
			default:
				data, err := os.ReadFile(path)
				require.NoError(t, err)
				require.Contains(t, string(data), tt.old)
				data = []byte(strings.Replace(string(data), tt.old, tt.new, 1))
				require.NoError(t, os.WriteFile(path, data, 0o644))
			}
			c, err := course.Load(root)
			require.Nil(t, c)
			require.EqualError(t, err, tt.want)
		})
	}
}
