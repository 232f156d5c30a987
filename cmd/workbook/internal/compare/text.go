package compare

import (
	"go/format"
	"strings"

	"workbook/grader/report"
)

// normal is the text of a file as it is compared: safe to show, and formatted when it
// can be.
func normal(text string) string {
	text = report.Terminal(text)
	if formatted, err := format.Source([]byte(text)); err == nil {
		text = string(formatted)
	}
	return text
}

// linesOf are the lines of a text without blank ones at its ends.
func linesOf(text string) []string {
	text = strings.TrimRight(strings.TrimLeft(text, "\r\n"), " \t\r\n")
	if text == "" {
		return nil
	}
	return strings.Split(text, "\n")
}
