package report

import (
	"fmt"

	"workbook/grader/report/outcome"
)

// Words say the words of this package in the language of whoever reads a report in the text
// form. What the report holds is not among them: its sentences are data, which other
// programs read as well, and those of hidden tests are their authors'.
type Words interface {
	// T is a message, a format of package fmt in English, with its arguments.
	T(message string, args ...any) string
	// Text is one of the [Vocabulary].
	Text(word string) string
	// N is a message about n things: one of them, or many.
	N(n int, one, many string, args ...any) string
}

// English are the words as they stand in the code.
var English Words = english{}

type english struct{}

func (english) T(message string, args ...any) string { return fmt.Sprintf(message, args...) }

func (english) Text(word string) string { return word }

func (english) N(n int, one, many string, args ...any) string {
	if n == 1 {
		return fmt.Sprintf(one, args...)
	}
	return fmt.Sprintf(many, args...)
}

// Vocabulary is what is said in [Words] besides messages that stand in the code: the
// verdicts, how sentences end that are about them, and the names of what checks have seen.
func Vocabulary() []string {
	all := []string{"sent", "got", "expected"}
	for _, v := range append(outcome.Verdicts(), "") {
		all = append(all, v.Word(), verb(v))
	}
	return all
}
