package main

import (
	"errors"
	"fmt"
	"os"
	"sync"
	"time"

	"workbook/cmd/internal/exit"
	"workbook/grader"
	"workbook/grader/course"
	"workbook/grader/jail"
	"workbook/grader/report"
)

// courseEnv names the course's folder where the flag --course does not.
const courseEnv = "WORKBOOK_COURSE"

// A session is one run of the program: its streams, and what the flags that all commands
// share have said.
type session struct {
	in, out, err *os.File
	courseDir    string // --course

	saying sync.Mutex
}

// note tells on the side what is no error.
func (s *session) note(text string) {
	s.saying.Lock()
	defer s.saying.Unlock()
	fmt.Fprintln(s.err, "workbook-farm: "+report.Terminal(text))
}

// longer is after how long somebody who waits wants to know what for.
const longer = 3 * time.Second

// looking says that it looks at the course, when that takes long, until it is stopped.
func (s *session) looking() (stop func()) {
	timer := time.AfterFunc(longer, func() {
		s.note("looking at the course: what its tests are made of is built once, which takes a minute or two")
	})
	return func() { timer.Stop() }
}

// openCourse loads the course that the flags, the environment or the working directory
// name.
func (s *session) openCourse() (*course.Course, error) {
	dir := s.courseDir
	if dir == "" {
		dir = os.Getenv(courseEnv)
	}
	if dir == "" {
		dir = "."
	}
	root, err := course.Find(dir)
	if err != nil {
		return nil, exit.Wrong(err, "name the course's folder with --course or "+courseEnv)
	}
	c, err := course.Open(root)
	var problems course.Problems
	if errors.As(err, &problems) {
		return nil, exit.Wrong(fmt.Errorf("the course in %s cannot be used:\n%w", root, err), "mend the files named; `git status` shows what was changed")
	}
	return c, err
}

// ids are the exercises of a course.
func ids(c *course.Course) []string {
	var all []string
	for _, e := range c.Exercises {
		all = append(all, e.ID)
	}
	return all
}

// looker is a grader that runs nothing of a submission, which any machine may have.
func looker(c *course.Course) (*grader.Grader, error) {
	return newGrader(c, grader.Options{Level: jail.L1})
}

func newGrader(c *course.Course, o grader.Options) (*grader.Grader, error) {
	g, err := grader.New(c, o)
	if missing := new(jail.MissingError); errors.As(err, &missing) && missing.Remedy != "" {
		return nil, exit.Failed(fmt.Errorf("the grader cannot begin: %w", err), missing.Remedy)
	}
	if err != nil {
		return nil, exit.Failed(fmt.Errorf("the grader cannot begin: %w", err), "`workbook doctor` says what is missing")
	}
	return g, nil
}
