package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/lesson"
)

func lessonCommand(s *session) *cobra.Command {
	var page int
	cmd := &cobra.Command{
		Use:               tr.T("lesson EXERCISE"),
		Short:             tr.T("Read the lesson of an exercise"),
		Example:           "  workbook lesson 02_spawned\n  workbook lesson 02 --page 3",
		Args:              oneExercise,
		ValidArgsFunction: s.complete(false),
		RunE: func(cmd *cobra.Command, args []string) error {
			d, e, err := s.exercise(cmd.Context(), args)
			if err != nil {
				return err
			}
			l, err := lesson.Load(d.LessonPaths(e.ID)...)
			if err != nil {
				return err
			}
			if !cmd.Flags().Changed("page") {
				s.pages(l)
				return nil
			}
			if page < 1 || page > len(l.Pages) {
				return errorWithHint(tr.Errorf("the lesson of %s has no page %d", e.ID, page),
					tr.T("its pages are 1 to %d", len(l.Pages)))
			}
			s.out.page(l.Pages[page-1])
			return nil
		},
	}
	cmd.Flags().IntVar(&page, "page", 0, tr.T("only page `N`, from 1"))
	return cmd
}

// pages writes a whole lesson, a numbered rule before each page.
func (s *session) pages(l lesson.Lesson) {
	for i, p := range l.Pages {
		if i > 0 {
			s.out.printf("\n")
		}
		if s.out.spoken {
			s.out.printf("%s\n\n", tr.T("Page %d of %d.", i+1, len(l.Pages)))
			s.out.page(p)
			continue
		}
		mark := fmt.Sprintf("── %d/%d ", i+1, len(l.Pages))
		mark += strings.Repeat("─", max(s.out.width()-len([]rune(mark)), 0))
		s.out.printf("%s\n\n", s.out.paint(dim, mark))
		s.out.page(p)
	}
}
