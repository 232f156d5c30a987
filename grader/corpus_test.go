package grader_test

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/stretchr/testify/require"

	"workbook/grader/course"
	"workbook/grader/report"
)

// corpora is where the programs are: in the instructor's half, since an honest one
// is an answer, and many a hostile one goes on as an answer does.
var corpora = filepath.Join("..", "solutions", "testdata")

// A program is one submission of a corpus: a txtar file whose
// comment begins with lines such as
//
//	Tries: forges a passing record on standard output
//	Stopped by: results travel over a pipe of their own
//	Exercise: 02_spawned
//	Verdict: crash
//
// and whose files are the submission's. A value goes on in indented lines.
type program struct {
	name      string
	files     []txtar.File
	class     string // hostile: the kind of attack
	tries     string // hostile: what it tries
	stoppedBy string // hostile: what must stop it
	shows     string // honest: what is unusual about it
	exercise  string
	verdict   report.Verdict
	rule      string // with Refused: of the first refusal
	race      bool   // the race stage belongs to what judges it
	levels    []string
	limits    func(course.Limits) course.Limits
	links     [][2]string // name, target
	dirs      []string
	fifos     []string
	fills     [][2]string // name, number of comment lines
	archives  [][2]string // name, entry
	remains   string      // hostile: why it would pass if policy were not there

	wanted bool // this run of the tests grades it
	inFull bool // and at the lower levels as well, and with the race stage
}

// loadCorpus reads every program of a folder of corpora. What is wrong with a
// header fails the test; a copy without the instructor's half skips it.
func loadCorpus(t *testing.T, dir string) []*program {
	t.Helper()
	if _, err := os.Stat(filepath.Dir(corpora)); errors.Is(err, os.ErrNotExist) {
		t.Skip("this copy of the course has no solutions, and the programs are among them")
	}
	paths, err := filepath.Glob(filepath.Join(corpora, dir, "*.txtar"))
	require.NoError(t, err)
	require.NotEmpty(t, paths, "there are no programs in solutions/testdata/%s", dir)
	t.Logf("today: -share %d", *share)
	var all []*program
	for _, path := range paths {
		p, err := parseProgram(path)
		require.NoError(t, err, path)
		all = append(all, &p)
	}
	return all
}

func parseProgram(path string) (program, error) {
	archive, err := txtar.ParseFile(path)
	if err != nil {
		return program{}, err
	}
	p := program{
		name:   strings.TrimSuffix(filepath.Base(path), ".txtar"),
		files:  archive.Files,
		limits: func(l course.Limits) course.Limits { return l },
	}
	seen := map[string]bool{}
	for _, h := range headers(string(archive.Comment)) {
		if err := p.header(h[0], h[1]); err != nil {
			return program{}, fmt.Errorf("%s: %w", h[0], err)
		}
		if seen[h[0]] && !slices.Contains([]string{"Link", "Dir", "Fifo", "Fill", "Archive"}, h[0]) {
			return program{}, fmt.Errorf("%s is there twice", h[0])
		}
		seen[h[0]] = true
	}
	for _, key := range []string{"Exercise", "Verdict"} {
		if !seen[key] {
			return program{}, fmt.Errorf("there is no line %s:", key)
		}
	}
	if seen["Rule"] != (p.verdict == report.Refused) {
		return program{}, fmt.Errorf("a line Rule: belongs to the verdict %s, and to no other", report.Refused)
	}
	return p, nil
}

// headers gives the key and the value of each header line.
func headers(comment string) [][2]string {
	var all [][2]string
	for line := range strings.Lines(comment) {
		line = strings.TrimRight(line, "\r\n")
		if last := len(all) - 1; last >= 0 && strings.HasPrefix(line, " ") {
			all[last][1] += " " + strings.TrimSpace(line)
			continue
		}
		key, value, ok := strings.Cut(line, ": ")
		if !ok {
			break // what follows is for people
		}
		all = append(all, [2]string{key, strings.TrimSpace(value)})
	}
	return all
}

func (p *program) header(key, value string) (err error) {
	switch key {
	case "Class":
		p.class = value
	case "Tries":
		p.tries = value
	case "Stopped by":
		p.stoppedBy = value
	case "Shows":
		p.shows = value
	case "Exercise":
		p.exercise = value
	case "Verdict":
		p.verdict = report.Verdict(value)
		if !p.verdict.Known() {
			err = fmt.Errorf("there is no verdict %q", value)
		}
	case "Rule":
		p.rule = value
	case "Race":
		p.race = value == "on"
	case "Levels":
		p.levels = strings.Fields(value)
	case "Limits":
		p.limits, err = parseLimits(value)
	case "Link":
		name, target, _ := strings.Cut(value, " -> ")
		p.links = append(p.links, [2]string{name, target})
	case "Dir":
		p.dirs = append(p.dirs, value)
	case "Fifo":
		p.fifos = append(p.fifos, value)
	case "Fill":
		name, lines, _ := strings.Cut(value, " ")
		p.fills = append(p.fills, [2]string{name, lines})
	case "Archive":
		name, entry, _ := strings.Cut(value, " ")
		p.archives = append(p.archives, [2]string{name, entry})
	case "Remains":
		p.remains = value
	default:
		err = fmt.Errorf("there is no such header")
	}
	return err
}

func parseLimits(value string) (func(course.Limits) course.Limits, error) {
	set := map[string]int{}
	for _, field := range strings.Fields(value) {
		key, number, _ := strings.Cut(field, "=")
		n, err := strconv.Atoi(number)
		if err != nil || n <= 0 {
			return nil, fmt.Errorf("%q is no limit", field)
		}
		if !slices.Contains([]string{"wall_seconds", "memory_mib", "output_kib"}, key) {
			return nil, fmt.Errorf("there is no limit %q", key)
		}
		set[key] = n
	}
	return func(l course.Limits) course.Limits {
		for key, at := range map[string]*int{"wall_seconds": &l.WallSeconds, "memory_mib": &l.MemoryMiB, "output_kib": &l.OutputKiB} {
			if n, ok := set[key]; ok {
				*at = n
			}
		}
		return l
	}, nil
}

// claims reports whether what stops the program is there at a level of isolation.
func (p *program) claims(level string) bool {
	return len(p.levels) == 0 || slices.Contains(p.levels, level)
}

// marker begins the name of every file that a program tries to leave somewhere.
const marker = "workbook-escaped"

// layOut writes the submission into a folder of its own, with the path of the
// course for @ROOT@. It skips the test where the system has no links or pipes.
func (p *program) layOut(t *testing.T) (dir string) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), p.exercise)
	root, err := course.Find(".")
	require.NoError(t, err)
	known := strings.NewReplacer("@ROOT@", root, "@MARKER@", marker)
	write := func(name string, data []byte) {
		name = filepath.Join(dir, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(name), 0o700))
		require.NoError(t, os.WriteFile(name, data, 0o600))
	}
	for _, f := range p.files {
		write(f.Name, []byte(known.Replace(string(f.Data))))
	}
	for _, fill := range p.fills {
		n, err := strconv.Atoi(fill[1])
		require.NoError(t, err)
		write(fill[0], []byte("package "+packageOf(t, p.exercise)+"\n"+strings.Repeat("// nothing at all\n", n)))
	}
	for _, a := range p.archives {
		write(a[0], archive(t, a[0], known.Replace(a[1])))
	}
	for _, name := range p.dirs {
		require.NoError(t, os.MkdirAll(filepath.Join(dir, name), 0o700))
	}
	for _, link := range p.links {
		name := filepath.Join(dir, link[0])
		require.NoError(t, os.MkdirAll(filepath.Dir(name), 0o700))
		if err := os.Symlink(known.Replace(link[1]), name); err != nil {
			t.Skip(err) // a system that wants a privilege for it
		}
	}
	for _, name := range p.fifos {
		if err := makeFifo(filepath.Join(dir, name)); err != nil {
			t.Skip(err)
		}
	}
	return dir
}

// archive makes a zip or tar file with one entry.
func archive(t *testing.T, name, entry string) []byte {
	t.Helper()
	var b bytes.Buffer
	var w io.Writer
	var end func() error
	if filepath.Ext(name) == ".zip" {
		z := zip.NewWriter(&b)
		f, err := z.Create(entry)
		require.NoError(t, err)
		w, end = f, z.Close
	} else {
		z := tar.NewWriter(&b)
		require.NoError(t, z.WriteHeader(&tar.Header{Name: entry, Mode: 0o644, Size: int64(len(marker))}))
		w, end = z, z.Close
	}
	_, err := io.WriteString(w, marker)
	require.NoError(t, err)
	require.NoError(t, end())
	return b.Bytes()
}

func packageOf(t *testing.T, id string) string {
	t.Helper()
	ex, err := realCourse(t).Exercise(id)
	require.NoError(t, err)
	return ex.Package
}

// loaded is the repository's own course, which takes a tenth of a second to read.
var loaded = sync.OnceValues(func() (*course.Course, error) {
	root, err := course.Find(".")
	if err != nil {
		return nil, err
	}
	return course.Load(root)
})

// realCourse is the repository's own course, which nobody changes; it skips the test in a
// copy without hidden tests.
func realCourse(t *testing.T) *course.Course {
	t.Helper()
	c, err := loaded()
	require.NoError(t, err)
	if !c.HasSolutions() {
		t.Skip("this copy of the course has no hidden tests")
	}
	return c
}

// withLimits is the course with other limits for one exercise.
func withLimits(c *course.Course, id string, change func(course.Limits) course.Limits) *course.Course {
	other := *c
	other.Exercises = slices.Clone(c.Exercises)
	for i, ex := range other.Exercises {
		if ex.ID == id {
			changed := *ex
			changed.Limits = change(ex.Limits)
			other.Exercises[i] = &changed
		}
	}
	return &other
}
