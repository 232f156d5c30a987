package grader_test

import (
	"errors"
	"os"
	"slices"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader"
	"workbook/grader/course"
	"workbook/grader/course/coursetest"
	"workbook/grader/jail"
	"workbook/grader/report"
)

// small is the course of testdata/course.txtar, which is small enough to break in every
// way. What was built for it is shared by all tests that change none of its files; each
// has a Grader of its own that has learnt nothing yet.
var small struct {
	once   sync.Once
	root   string
	course *course.Course
	grader *grader.Grader
	done   toolsDone
	err    error
}

func TestMain(m *testing.M) {
	code := m.Run()
	if err := removeSmall(); err != nil {
		os.Stderr.WriteString("removing the course that the tests share: " + err.Error() + "\n")
		code = max(code, 1)
	}
	os.Exit(code)
}

func openSmall() (err error) {
	if small.root, err = os.MkdirTemp("", "workbook-small-course-"); err != nil {
		return err
	}
	if err = coursetest.WriteTo(small.root, "course.txtar"); err != nil {
		return err
	}
	if small.done.dir, err = os.MkdirTemp(small.root, "made-"); err != nil {
		return err
	}
	if small.course, err = course.Load(small.root); err != nil {
		return err
	}
	small.grader, err = grader.New(small.course, grader.Options{})
	return err
}

func removeSmall() error {
	var err error
	if small.grader != nil {
		err = small.grader.Close()
	}
	if small.root != "" {
		err = errors.Join(err, os.RemoveAll(small.root))
	}
	return err
}

// fixture is a Grader of the small course.
func fixture(t *testing.T) *grader.Grader {
	t.Helper()
	return fixtureAt(t, jail.Probe().Level)
}

// fixtureAt is a Grader of the small course at a level of isolation.
func fixtureAt(t *testing.T, level jail.Level) *grader.Grader {
	t.Helper()
	return fixtureOf(t, func(course.Check) bool { return true }, level)
}

// insideOnly leaves out the check for which a second program is linked.
func insideOnly(c course.Check) bool { return c.Kind == report.Inside }

// fixtureOf is a Grader of the small course with some of its checks.
func fixtureOf(t *testing.T, wanted func(course.Check) bool, level jail.Level) *grader.Grader {
	t.Helper()
	return fixtureWith(t, func(ex *course.Exercise) {
		ex.Checks = slices.DeleteFunc(slices.Clone(ex.Checks), func(c course.Check) bool { return !wanted(c) })
	}, level)
}

// fixtureWith is a Grader of the small course with a change in what its exercise declares.
func fixtureWith(t *testing.T, change func(*course.Exercise), level jail.Level) *grader.Grader {
	t.Helper()
	small.once.Do(func() { small.err = openSmall() })
	require.NoError(t, small.err)
	c := *small.course
	ex := *c.Exercises[0]
	change(&ex)
	c.Exercises = []*course.Exercise{&ex}
	g := small.grader.At(&c, level)
	g.WrapJail(func(j jail.Jail) jail.Jail { return thriftyJail{j, level, &small.done} })
	return g
}

// layOut writes the small course into a folder of the test's own, which may change it.
func layOut(t *testing.T) (root string) {
	t.Helper()
	return coursetest.LayOut(t, "course.txtar")
}

// open gives a Grader of the course at root that shares nothing.
func open(t *testing.T, root string) *grader.Grader {
	t.Helper()
	c, err := course.Load(root)
	require.NoError(t, err)
	g, err := grader.New(c, grader.Options{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, g.Close()) })
	return g
}
