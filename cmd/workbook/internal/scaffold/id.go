package scaffold

import (
	"fmt"
	"go/token"
	"go/types"
	"os"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"workbook/cmd/internal/tr"
	"workbook/grader/course"
)

var (
	idForm   = regexp.MustCompile(`^([0-9]{2})_([a-z][a-z0-9_]*)$`)
	nameForm = regexp.MustCompile(`[a-z][a-z0-9_]*`)
)

// An IDError says why there can be no new exercise of that id, and what there can be.
type IDError struct {
	ID     string
	Reason string
	Hint   string
}

func (e *IDError) Error() string {
	return tr.T("there can be no new exercise %q: %s", e.ID, e.Reason)
}

// checkID says why an id cannot be a new exercise's, if it cannot.
func checkID(c *course.Course, id string) error {
	number := freeNumber(c)
	if number == 0 {
		return &IDError{id, tr.T("all numbers up to 99 are taken"), tr.T("take an exercise out of both halves, and its line out of course.toml")}
	}
	free := tr.T("the next number that is free is %02d", number)
	m := idForm.FindStringSubmatch(id)
	if m == nil {
		hint := tr.T("an id is two digits, an underscore, and lower-case letters, digits and underscores")
		if name := nameForm.FindString(strings.ToLower(id)); name != "" {
			hint += tr.T(": for instance %02d_%s", number, strings.Trim(name, "_"))
		}
		return &IDError{id, tr.T("it is not of the form 18_mine"), hint}
	}
	for _, half := range []string{"exercises", "solutions"} {
		if _, err := os.Lstat(local(c.Root, path.Join(half, id))); err == nil {
			return &IDError{id, tr.T("there is %s/%s already", half, id), tr.T("choose another; %s", free)}
		}
	}
	for _, taken := range takenIDs(c) {
		if taken[:2] == m[1] {
			return &IDError{id, tr.T("%s has this number", taken), fmt.Sprintf("%s: %02d_%s", free, number, m[2])}
		}
	}
	if name := packageName(id); token.IsKeyword(name) || name == "main" {
		return &IDError{id, tr.T("its package would be called %s, and no package that can be imported is", name), tr.T("choose another name")}
	}
	return nil
}

// takenIDs are those of all exercises that there are in any way: listed, or as a folder of
// one half.
func takenIDs(c *course.Course) []string {
	var taken []string
	for _, ch := range c.Chapters {
		taken = append(taken, ch.Exercises...)
	}
	for _, d := range c.Drafts {
		taken = append(taken, d.ID)
	}
	for _, half := range []string{"exercises", "solutions"} {
		entries, _ := os.ReadDir(local(c.Root, half)) // what cannot be read cannot be written, and is told of then
		for _, entry := range entries {
			taken = append(taken, entry.Name())
		}
	}
	return slices.DeleteFunc(taken, func(id string) bool { return !idForm.MatchString(id) })
}

// freeNumber is the number behind the highest that is taken or, when that is the last there
// is, the lowest that is free; 0 when none is.
func freeNumber(c *course.Course) int {
	taken := map[int]bool{}
	highest := 0
	for _, id := range takenIDs(c) {
		if n, err := strconv.Atoi(id[:2]); err == nil {
			taken[n] = true
			highest = max(highest, n)
		}
	}
	if highest < last {
		return highest + 1
	}
	for n := 1; n <= last; n++ {
		if !taken[n] {
			return n
		}
	}
	return 0
}

// last is the highest number that has two digits.
const last = 99

// packageName is what the package of an exercise is called.
func packageName(id string) string { return strings.ReplaceAll(id[3:], "_", "") }

// used are the names that the template's hidden tests and its subject use otherwise.
var used = []string{"atomic", "check", "fmt", "io", "net", "outside", "subject", "testing", "time",
	"both", "waits", "serves", "answered", "serve", "c", "t", "m", "f", "g", "s", "a", "b", "p", "i", "n",
	"call", "calls", "gates", "begun", "inner", "meet", "first", "last", "early", "late", "start", "line", "lns", "ln", "conn", "err", "who", "why"}

// importName is what hidden tests call a package: by its name, unless that would hide
// something.
func importName(pkg string) string {
	if slices.Contains(used, pkg) || types.Universe.Lookup(pkg) != nil {
		return "task"
	}
	return pkg
}
