package main

import (
	"bytes"
	"fmt"
	"os"

	"workbook/cmd/internal/tr"
	"workbook/grader/report"
)

// summaryEnv names the file to which a step of GitHub Actions appends the summary of its
// job, in Markdown. GitHub takes up to a mebibyte from each step.
const (
	summaryEnv   = "GITHUB_STEP_SUMMARY"
	summaryBytes = 1 << 20
)

// summarize adds the report to the job's summary, where there is one.
func summarize(rep *report.Report) error {
	name := os.Getenv(summaryEnv)
	if name == "" {
		return nil
	}
	var b bytes.Buffer
	if err := report.WriteMarkdown(&b, rep); err != nil {
		return err
	}
	text := b.Bytes()
	if len(text) > summaryBytes {
		text = fmt.Appendf(nil, "%s: too much for a summary; see the log, or write the report with --format html.\n", rep.Count())
	}
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o644)
	if err != nil {
		return tr.Errorf("writing the job's summary, which %s names: %w", summaryEnv, err)
	}
	defer f.Close()
	if _, err := f.Write(text); err != nil {
		return tr.Errorf("writing the job's summary, which %s names: %w", summaryEnv, err)
	}
	return nil
}
