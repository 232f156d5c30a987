package main

import (
	"workbook/cmd/internal/tr"
	"workbook/grader"
	"workbook/grader/jail"
	"workbook/grader/report"
)

// raceModes are the words of --race.
var raceModes = []word[grader.RaceMode]{
	{name: string(grader.RaceAuto), value: grader.RaceAuto, means: tr.Mark("when there is a C compiler")},
	{name: string(grader.RaceOn), value: grader.RaceOn},
	{name: string(grader.RaceOff), value: grader.RaceOff},
}

// levels are the words of --isolation.
func levels() []word[jail.Level] {
	var all []word[jail.Level]
	for _, l := range jail.Levels() {
		all = append(all, word[jail.Level]{name: l.String(), value: l})
	}
	return all
}

// formats are the words of --format.
func formats() []word[report.Format] {
	var all []word[report.Format]
	for _, f := range report.Formats {
		all = append(all, word[report.Format]{name: f.Name, value: f})
	}
	return all
}
