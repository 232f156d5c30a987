package main

import (
	"github.com/spf13/cobra"

	"workbook/cmd/internal/tr"
)

func hintCommand(s *session) *cobra.Command {
	var level int
	cmd := &cobra.Command{
		Use:   tr.T("hint EXERCISE"),
		Short: tr.T("Show a hint; each level says more"),
		Long: tr.T(`Show a hint. Hints go from a question to the shape of the code: the first level
asks, the last one nearly tells. Without --level it is the first.`),
		Example:           "  workbook hint 02_spawned\n  workbook hint 02_spawned --level 2",
		Args:              oneExercise,
		ValidArgsFunction: s.complete(false),
		RunE: func(cmd *cobra.Command, args []string) error {
			d, e, err := s.exercise(cmd.Context(), args)
			if err != nil {
				return err
			}
			if level < 1 || level > len(e.Hints) {
				return errorWithHint(tr.Errorf("%s has no hint of level %d", e.ID, level),
					tr.T("its levels are 1 to %d", len(e.Hints)))
			}
			s.out.printf("%s\n\n", s.out.paint(bold, tr.T("Hint %d of %d for %s", level, len(e.Hints), e.ID)))
			s.out.markdown(e.Hints[level-1])
			if level < len(e.Hints) {
				s.out.printf("\n%s\n", tr.T("The next one: %s hint %s --level %d", self(), e.ID, level+1))
			} else {
				s.out.printf("\n%s\n", tr.T("This is the last one. The reference, when you want it: %s solution %s --spoil", self(), e.ID))
			}
			s.keep(d.progress.SawHints(e.ID, level))
			return nil
		},
	}
	cmd.Flags().IntVar(&level, "level", 1, tr.T("the hint to show, from 1"))
	return cmd
}
