package main

import (
	_ "embed"

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

// aboutSchedules says what the stage of schedules is to somebody who knows the race detector.
//
//go:embed schedules.txt
var aboutSchedules string

// schedulesTopic is `workbook help schedules`.
func schedulesTopic() *cobra.Command {
	return &cobra.Command{
		Use:   "schedules",
		Short: tr.T("What a failure under a schedule means, and what a pass does"),
		Long:  aboutSchedules,
	}
}
