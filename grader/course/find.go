package course

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// courseFile is the file that makes a folder a course, relative to its root.
const courseFile = "exercises/course.toml"

// Find walks up from the folder start to the one that holds
// exercises/course.toml, and returns its absolute path.
func Find(start string) (root string, err error) {
	abs, err := filepath.Abs(start)
	if err != nil {
		return "", fmt.Errorf("looking for the course from %s: %w", start, err)
	}
	for dir := abs; ; {
		info, err := os.Stat(filepath.Join(dir, filepath.FromSlash(courseFile)))
		if err == nil && info.Mode().IsRegular() {
			return dir, nil
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", &NoCourseError{From: abs}
		}
		dir = parent
	}
}

// A NoCourseError says that there is no course in a folder, nor in one above it.
type NoCourseError struct{ From string }

func (e *NoCourseError) Error() string {
	return fmt.Sprintf("no course here: neither %s nor a folder above it holds %s; change to the folder that you cloned and try again", e.From, courseFile)
}

// Unwrap makes it one of [os.ErrNotExist].
func (e *NoCourseError) Unwrap() error { return os.ErrNotExist }

// ReleaseFile makes a folder a student release: it says what was handed out so far.
const ReleaseFile = ".workbook-release.json"

// HasSolutions reports whether the instructor's half, solutions/, is there. A
// student release lacks it; what can be graded then are visible checks at most, see
// [Course.HasVisible]. What a student calls solutions there is the student's own.
func (c *Course) HasSolutions() bool {
	return isDir(filepath.Join(c.Root, "solutions")) && !exists(filepath.Join(c.Root, ReleaseFile))
}

// HasVisible reports whether the visible checks of the exercise are there, as they are in
// a student release. A course with [Course.HasSolutions] has them among its hidden tests.
func (c *Course) HasVisible(id string) bool { return isDir(c.VisibleDir(id)) }

// A NotFoundError says that a course has no exercise of that id, or more than
// one that it could mean.
type NotFoundError struct {
	ID          string   // as asked for
	Suggestions []string // ids that it may have meant, best first; may be empty
	Ambiguous   bool     // it means each of the suggestions equally well
}

func (e *NotFoundError) Error() string {
	near := strings.Join(e.Suggestions, ", ")
	switch {
	case e.Ambiguous:
		return fmt.Sprintf("%q could be any of %s; write more of it", e.ID, near)
	case len(e.Suggestions) == 1:
		return fmt.Sprintf("there is no exercise %q; did you mean %s?", e.ID, near)
	case len(e.Suggestions) > 1:
		return fmt.Sprintf("there is no exercise %q; did you mean one of %s?", e.ID, near)
	default:
		return fmt.Sprintf("there is no exercise %q; workbook list shows them", e.ID)
	}
}

// Exercise finds an exercise by its id ("02_spawned"), its number ("02", "2"),
// its name ("spawned"), or the beginning of the id or the name as long as it
// belongs to one exercise only. The error is a [*NotFoundError], or a [*DraftError] when
// a draft is meant: no other exercise goes by its name meanwhile.
func (c *Course) Exercise(id string) (*Exercise, error) {
	named := &Course{Exercises: slices.Clip(c.Exercises)}
	for _, d := range c.Drafts {
		named.Exercises = append(named.Exercises, &Exercise{ID: d.ID})
	}
	e, err := named.find(id)
	if err != nil {
		return nil, err
	}
	if d, ok := c.Draft(e.ID); ok {
		return nil, &DraftError{d}
	}
	return e, nil
}

func (c *Course) find(id string) (*Exercise, error) {
	asked := strings.ToLower(strings.TrimSpace(id))
	number, numErr := strconv.Atoi(asked)
	// From the strictest reading to the loosest; the first that fits anything decides.
	readings := []func(e *Exercise) bool{
		func(e *Exercise) bool { return e.ID == asked },
		func(e *Exercise) bool { return e.name() == asked },
		func(e *Exercise) bool { n, ok := e.number(); return ok && numErr == nil && n == number },
		func(e *Exercise) bool { return strings.HasPrefix(e.ID, asked) || strings.HasPrefix(e.name(), asked) },
	}
	if asked == "" {
		readings = nil
	}
	for _, fits := range readings {
		var found []*Exercise
		for _, e := range c.Exercises {
			if fits(e) {
				found = append(found, e)
			}
		}
		switch {
		case len(found) == 1:
			return found[0], nil
		case len(found) > 1:
			return nil, &NotFoundError{ID: id, Suggestions: ids(found), Ambiguous: true}
		}
	}
	return nil, &NotFoundError{ID: id, Suggestions: c.near(asked)}
}

// Next returns the exercise that follows the one with exactly that id, the first
// one for an empty id. It reports false after the last and for an unknown id.
func (c *Course) Next(after string) (*Exercise, bool) {
	i := 0
	if after != "" {
		at := slices.IndexFunc(c.Exercises, func(e *Exercise) bool { return e.ID == after })
		if at < 0 {
			return nil, false
		}
		i = at + 1
	}
	if i >= len(c.Exercises) {
		return nil, false
	}
	return c.Exercises[i], true
}

// near gives the ids that resemble what was asked for.
func (c *Course) near(asked string) []string {
	names := map[string]string{} // what a person may have meant to write -> id
	var words []string
	for _, e := range c.Exercises {
		for _, word := range []string{e.ID, e.name()} {
			names[word] = e.ID
			words = append(words, word)
		}
	}
	var near []string
	for _, word := range Nearest(asked, words) {
		if id := names[word]; !slices.Contains(near, id) {
			near = append(near, id)
		}
	}
	return near
}

// name is the id without its number.
func (e *Exercise) name() string {
	_, name, _ := strings.Cut(e.ID, "_")
	return name
}

func (e *Exercise) number() (int, bool) {
	digits, _, _ := strings.Cut(e.ID, "_")
	n, err := strconv.Atoi(digits)
	return n, err == nil
}

func ids(list []*Exercise) []string {
	out := make([]string, len(list))
	for i, e := range list {
		out[i] = e.ID
	}
	return out
}

// Nearest gives the words that a typing mistake or a shortening away from asked,
// the nearest first, at most three.
func Nearest(asked string, words []string) []string {
	type scored struct {
		word string
		cost int
	}
	var list []scored
	for _, w := range words {
		cost := distance(asked, w)
		if len(asked) >= 3 && strings.Contains(w, asked) {
			cost = min(cost, 1)
		}
		if cost <= max(1, len(w)/3) {
			list = append(list, scored{w, cost})
		}
	}
	slices.SortStableFunc(list, func(a, b scored) int { return cmp.Compare(a.cost, b.cost) })
	var out []string
	for _, s := range list[:min(len(list), 3)] {
		out = append(out, s.word)
	}
	return out
}

// suggestion asks for the nearest of the words that there are, if there is one.
func suggestion(asked string, words []string, otherwise string) string {
	if near := Nearest(asked, words); len(near) > 0 {
		return "did you mean " + near[0] + "?"
	}
	return otherwise
}

// distance is the number of letters to insert, delete, replace or swap with
// their neighbor to get from a to b. Very different lengths are not measured.
func distance(a, b string) int {
	if d := len(a) - len(b); d > 8 || d < -8 {
		return max(len(a), len(b))
	}
	rows := make([][]int, len(a)+1)
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			replace := rows[i-1][j-1]
			if a[i-1] != b[j-1] {
				replace++
			}
			best := min(rows[i-1][j]+1, rows[i][j-1]+1, replace)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				best = min(best, rows[i-2][j-2]+1)
			}
			rows[i][j] = best
		}
	}
	return rows[len(a)][len(b)]
}

func isDir(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
