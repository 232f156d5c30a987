package main

import (
	"github.com/spf13/cobra"

	"workbook/cmd/internal/tr"
	"workbook/grader/course"
)

// exerciseTopic is `workbook help exercise`: a text and no command.
func exerciseTopic() *cobra.Command {
	return &cobra.Command{
		Use:   "exercise",
		Short: tr.T("The files of an exercise, and every key in them"),
		Long:  course.Guide,
	}
}
