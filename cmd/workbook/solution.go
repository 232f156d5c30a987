package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"workbook/cmd/workbook/internal/lesson"
	"workbook/grader/course"
)

func solutionCommand(s *session) *cobra.Command {
	var spoil bool
	cmd := &cobra.Command{
		Use:               "solution EXERCISE",
		Short:             "Show the reference, once you have passed",
		Args:              oneExercise,
		ValidArgsFunction: s.complete(false),
		RunE: func(cmd *cobra.Command, args []string) error {
			d, e, err := s.exercise(cmd.Context(), args)
			if err != nil {
				return err
			}
			if d.progress.Entry(e.ID).FirstPassed.IsZero() && !spoil {
				return errorWithHint(fmt.Errorf("%s has not passed yet, and the reference shows after a pass", e.ID),
					fmt.Sprintf("a hint may be enough: %s hint %s", self(), e.ID),
					"to see it all the same, add --spoil")
			}
			files, err := reference(d.Course, e)
			if err != nil {
				return err
			}
			for _, file := range files {
				if err := s.source(file); err != nil {
					return err
				}
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&spoil, "spoil", false, "show it before the exercise has passed")
	return cmd
}

// reference lists the files of the reference, without the hidden tests.
func reference(c *course.Course, e *course.Exercise) ([]string, error) {
	if !c.HasSolutions() {
		return nil, errorWithHint(fmt.Errorf("this copy of the course has no solutions: there is no folder %s", filepath.Join(c.Root, "solutions")),
			"a student release leaves them out; ask whoever gave you the course")
	}
	all, err := filepath.Glob(filepath.Join(globEscape(c.SolutionDir(e.ID)), "*.go"))
	if err != nil {
		return nil, failed(err)
	}
	var files []string
	for _, file := range all {
		if !strings.HasSuffix(file, "_test.go") {
			files = append(files, file)
		}
	}
	if len(files) == 0 {
		return nil, errorWithHint(fmt.Errorf("there is no reference for %s in %s", e.ID, c.SolutionDir(e.ID)))
	}
	return files, nil
}

// globEscape makes a folder's name stand for itself in a pattern.
func globEscape(dir string) string {
	if os.PathSeparator == '\\' {
		return dir // no escapes on Windows
	}
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(dir)
}

// source writes a Go file: as it stands, or with colors for a person.
func (s *session) source(path string) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return failed(fmt.Errorf("reading the reference: %w", err))
	}
	if !s.out.color {
		_, err := s.out.Write(data)
		return err
	}
	s.out.page(lesson.Page{Blocks: []lesson.Block{lesson.CodeBlock{Lang: "go", Text: string(data)}}})
	return nil
}
