package main

import (
	"context"
	"time"

	"github.com/spf13/cobra"

	"workbook/cmd/internal/exit"
	"workbook/cmd/workbook-farm/internal/farm"
	"workbook/grader/stdio"
)

func gradeCommand(s *session) *cobra.Command {
	var access farm.Access
	var patience time.Duration
	cmd := &cobra.Command{
		Use:   "grade",
		Short: "Have graded what another program asks for on standard input",
		Long: `Have graded what another program asks for on standard input, in lines of JSON
(go doc workbook/grader/stdio). It is what ` + "`workbook batch --farm URL`" + ` and
` + "`workbook serve --farm URL`" + ` start, and of no use to type. Nothing of a submission runs on
this machine.`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			a, err := s.named(access, "workbook-farm grade")
			if err != nil {
				return err
			}
			return s.grade(cmd.Context(), a, patience)
		},
	}
	declareFarm(cmd.Flags(), &access)
	cmd.Flags().DurationVar(&patience, "patience", 10*time.Minute, "how `long` the queue may be away")
	return cmd
}

func (s *session) grade(ctx context.Context, a farm.Access, patience time.Duration) error {
	c, err := s.openCourse()
	if err != nil {
		return err
	}
	g, err := looker(c)
	if err != nil {
		return err
	}
	defer g.Close()
	f, err := open(ctx, a)
	if err != nil {
		return err
	}
	defer f.Close()
	stop := s.looking()
	client, err := f.Client(ctx, g, farm.ClientOptions{Patience: patience, Tell: s.note})
	stop()
	if err != nil {
		return refused(err)
	}
	if err := stdio.Serve(ctx, s.in, s.out, client); err != nil {
		return exit.Failed(err)
	}
	return nil
}
