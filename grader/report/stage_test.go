package report_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/report"
)

func TestStages(t *testing.T) {
	require.Equal(t, []report.StageName{"read", "policy", "compile", "outside", "inside", "schedules", "race"},
		report.StagesThat(func(report.StageInfo) bool { return true }), "their order is part of the JSON form")
	for _, s := range report.Stages {
		require.Equal(t, s, s.Name.Info())
		require.False(t, s.Problems && s.Checks, "%s: a stage has something against the source, or runs checks", s.Name)
	}
	require.Equal(t, []report.StageName{report.Outside, report.Inside}, report.StagesThat(func(s report.StageInfo) bool { return s.Checks }))
	require.Equal(t, report.StageInfo{Name: "tasting"}, report.StageName("tasting").Info())
}

func TestBadAndFailed(t *testing.T) {
	for _, v := range append(verdicts, "great") {
		require.Equal(t, v != report.Pass && v != report.NotRun, v.Bad(), v)
		require.Equal(t, v.Bad() && v != report.GraderError, v.Failed(), v)
	}
}
