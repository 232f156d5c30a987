package release

import (
	"bytes"
	"encoding/binary"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/course"
	"workbook/grader/longtest"
)

// needles are lines that must not be found, by their beginnings.
type needles struct {
	byStart map[[tellingLength]byte][]string
	begins  [1 << startBits / 64]uint64 // a set of how they begin, which nearly everything is not in
	size    int
}

const startBits = 22

// start is a hash of the first eight bytes.
func start(data []byte) uint64 {
	return binary.LittleEndian.Uint64(data) * 0x9E3779B97F4A7C15 >> (64 - startBits)
}

func (n *needles) add(line string) {
	if n.byStart == nil {
		n.byStart = map[[tellingLength]byte][]string{}
	}
	key := [tellingLength]byte([]byte(line))
	n.byStart[key] = append(n.byStart[key], line)
	at := start([]byte(line))
	n.begins[at/64] |= 1 << (at % 64)
	n.size++
}

// each calls f for each line that stands anywhere in the data, as often as it does, until f
// has enough.
func (n *needles) each(data []byte, f func(line string) (more bool)) {
	for i := 0; i+tellingLength <= len(data); i++ {
		if at := start(data[i:]); n.begins[at/64]&(1<<(at%64)) == 0 {
			continue
		}
		for _, line := range n.byStart[[tellingLength]byte(data[i:])] {
			if bytes.HasPrefix(data[i:], []byte(line)) && !f(line) {
				return
			}
		}
	}
}

// in lists the lines that stand anywhere in the data, at most ten.
func (n *needles) in(data []byte) (found []string) {
	n.each(data, func(line string) bool {
		if !slices.Contains(found, line) {
			found = append(found, line)
		}
		return len(found) < 10
	})
	return found
}

// hiddenLines are the lines of the hidden half that tell something and stand neither in
// the learner's half nor in the code of the workbook, where they may be read anyway. all
// counts the others too.
func hiddenLines(t *testing.T, src *source) (n *needles, all int) {
	t.Helper()
	var hidden, open []string
	for _, name := range src.names() {
		switch {
		case visibleChecks(name):
			open = append(open, name)
		case strings.HasPrefix(name, "cmd/workbook/internal/scaffold/template/"), name == "grader/course/guide.txt":
			open = append(open, name) // examples of nobody's, which are written like the others
		case strings.HasPrefix(name, "solutions/"):
			hidden = append(hidden, name)
		case strings.HasPrefix(name, "exercises/"), strings.HasPrefix(name, "grader/check/point/") && strings.HasSuffix(name, ".s"):
			open = append(open, name)
		case strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go") &&
			!strings.Contains(name, "/testdata/") && !strings.HasPrefix(name, "grader/check/internal/broken/"):
			open = append(open, name)
		}
	}
	secrets, known := tree{}, tree{}
	require.NoError(t, src.read(hidden, secrets))
	require.NoError(t, src.read(open, known))
	var haystack bytes.Buffer
	for _, f := range known {
		haystack.Write(f.data)
		haystack.WriteByte('\n')
	}
	lines := &needles{}
	seen := map[string]bool{}
	for _, f := range secrets {
		for line := range strings.Lines(string(f.data)) {
			if line = strings.TrimSpace(line); len(line) >= tellingLength && !seen[line] {
				seen[line] = true
				lines.add(line)
			}
		}
	}
	excused := map[string]bool{}
	lines.each(haystack.Bytes(), func(line string) bool {
		excused[line] = true
		return true
	})
	n = &needles{}
	for line := range seen {
		if !excused[line] {
			n.add(line)
		}
	}
	return n, len(seen)
}

// realCourse is this repository, when it has all that a release is made of.
func realCourse(t *testing.T) *course.Course {
	t.Helper()
	root, err := filepath.Abs(filepath.Join("..", "..", "..", ".."))
	require.NoError(t, err)
	if _, err := git(t.Context(), root, nil, "rev-parse", "HEAD"); err != nil {
		t.Skip("this copy of the course is in no git repository: ", err)
	}
	c, err := course.Load(root)
	require.NoError(t, err)
	if !c.HasSolutions() {
		t.Skip("this copy of the course has no hidden half")
	}
	asInstructor(t)
	return c
}

// asInstructor gives commits an author, whoever runs the test.
func asInstructor(t *testing.T) {
	t.Helper()
	for _, who := range []string{"AUTHOR", "COMMITTER"} {
		t.Setenv("GIT_"+who+"_NAME", "Instructor")
		t.Setenv("GIT_"+who+"_EMAIL", "instructor@example.com")
	}
	t.Setenv("GIT_CONFIG_GLOBAL", os.DevNull)
	t.Setenv("GIT_CONFIG_NOSYSTEM", "1")
}

// everywhere lists the hidden lines in the files of a repository, in its git folder, and
// in every object that git has there.
func everywhere(t *testing.T, n *needles, dir string) []string {
	t.Helper()
	var found []string
	require.NoError(t, filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(name)
		found = append(found, n.in(data)...)
		return err
	}))
	objects, err := git(t.Context(), dir, nil, "cat-file", "--batch-all-objects", "--batch", "--unordered")
	require.NoError(t, err)
	require.NotEmpty(t, objects)
	return append(found, n.in(objects)...)
}

// TestNothingHidden looks for every line of the hidden half in a release of the whole
// course: its files, its history, and the program that is built from it.
func TestNothingHidden(t *testing.T) {
	longtest.Skip(t, "it builds the program")
	c := realCourse(t)
	src, err := readSource(t.Context(), c.Root)
	require.NoError(t, err)
	n, all := hiddenLines(t, src)
	t.Logf("%d of %d lines of the hidden half are looked for", n.size, all)
	require.Greater(t, n.size, 10_000)
	require.Less(t, float64(all-n.size), 0.05*float64(all), "too many hidden lines stand in open files, so they cannot be looked for")

	dir := filepath.Join(t.TempDir(), "students")
	p, err := Prepare(t.Context(), c, Options{To: dir})
	require.NoError(t, err)
	require.Len(t, p.Exercises, len(c.Exercises))
	require.NoError(t, p.Apply(t.Context()))
	require.Empty(t, everywhere(t, n, dir))

	program := filepath.Join(t.TempDir(), "workbook.exe")
	// Without paths the build cache has the packages from the last time, in another folder.
	build := exec.Command("go", "build", "-buildvcs=false", "-trimpath", "-o", program, "./cmd/workbook")
	build.Dir = dir
	out, err := build.CombinedOutput()
	require.NoError(t, err, "%s", out)
	data, err := os.ReadFile(program)
	require.NoError(t, err)
	require.Empty(t, n.in(data))

	list := exec.Command(program, "list", "--course", dir)
	list.Env = append(os.Environ(), "HOME="+t.TempDir(), "XDG_CACHE_HOME="+t.TempDir())
	out, err = list.CombinedOutput()
	require.NoError(t, err, "%s", out)
	for _, e := range c.Exercises {
		require.Contains(t, string(out), e.ID)
	}
}

// TestSearchFinds proves that the search of TestNothingHidden can fail: one hidden line
// is found in a file, in a file's history only, packed or not, and in a program.
func TestSearchFinds(t *testing.T) {
	asInstructor(t)
	const secret = "defer closeTheConnectionOnceTheClientIsDone(conn)"
	n := &needles{}
	n.add(secret)
	dir := t.TempDir()
	do := func(args ...string) {
		_, err := git(t.Context(), dir, nil, args...)
		require.NoError(t, err)
	}
	put := func(text string) {
		require.NoError(t, os.WriteFile(filepath.Join(dir, "main.go"), []byte(text), 0o644))
	}
	do("init", "--quiet")
	put("package main\n\nfunc main() {}\n")
	do("add", "main.go")
	do("commit", "--quiet", "--message=a stub")
	require.Empty(t, everywhere(t, n, dir))

	put("package main\n\nfunc main() { println(`" + secret + "`) }\n")
	require.NotEmpty(t, everywhere(t, n, dir), "in a file")
	program := filepath.Join(t.TempDir(), "program.exe")
	out, err := exec.Command("go", "build", "-buildvcs=false", "-o", program, filepath.Join(dir, "main.go")).CombinedOutput()
	require.NoError(t, err, "%s", out)
	data, err := os.ReadFile(program)
	require.NoError(t, err)
	require.NotEmpty(t, n.in(data), "in a program")

	do("commit", "--quiet", "--all", "--message=a slip")
	put("package main\n\nfunc main() {}\n")
	do("commit", "--quiet", "--all", "--message=taken back")
	require.NotEmpty(t, everywhere(t, n, dir), "in the history")
	do("gc", "--quiet")
	require.NotEmpty(t, everywhere(t, n, dir), "in a pack")
}

// TestRulesAreNeeded leaves out what keeps a kind of file back, one at a time: each time
// the search finds hidden lines in what would be released.
func TestRulesAreNeeded(t *testing.T) {
	longtest.Turn(t)
	c := realCourse(t)
	src, err := readSource(t.Context(), c.Root)
	require.NoError(t, err)
	n, _ := hiddenLines(t, src)
	search := func() (found []string) {
		p := &Plan{Exercises: ids(c)}
		released, err := p.assemble(c, src)
		require.NoError(t, err)
		for _, f := range released {
			if found = append(found, n.in(f.data)...); len(found) > 0 {
				return found
			}
		}
		found, _ = src.answers(released)
		return found
	}
	require.Empty(t, search())
	kept := rules
	t.Cleanup(func() { rules = kept })
	for _, name := range []string{"grader/grader_test.go", "cmd/workbook/internal/tui/testdata/x.golden", "grader/check/internal/broken/broken.go"} {
		i := slices.IndexFunc(kept, func(r rule) bool { return r.fits(name) })
		rules = slices.Delete(slices.Clone(kept), i, i+1)
		require.NotEmpty(t, search(), "without the rule for %s", name)
	}
	rules = append([]rule{{fits: under("solutions"), goes: true}}, kept...)
	require.NotEmpty(t, search(), "with the hidden half itself")
}

// An exercise that is still as `workbook new` made it has its answers in the program: that is
// told apart from a slip.
func TestAnswersOfTheExample(t *testing.T) {
	src, err := readSource(t.Context(), realCourse(t).Root)
	require.NoError(t, err)
	secret := tree{}
	require.NoError(t, src.read([]string{"solutions/02_spawned/echo_test.go"}, secret))
	example, slip := "cmd/workbook/internal/scaffold/template/solutions/code_test.go.tmpl", "exercises/02_spawned/echo.go"
	released := tree{example: secret["solutions/02_spawned/echo_test.go"]}
	found, made := src.answers(released)
	require.NotEmpty(t, found)
	require.True(t, made)
	released[slip] = released[example]
	_, made = src.answers(released)
	require.False(t, made)
}

func ids(c *course.Course) (list []string) {
	for _, e := range c.Exercises {
		list = append(list, e.ID)
	}
	return list
}
