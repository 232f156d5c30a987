package tr

import "workbook/grader/report"

// A Printer is what a report in the text form is said with.
type Printer struct{}

// T is [T].
func (Printer) T(message string, args ...any) string { return T(message, args...) }

// Text is [Text].
func (Printer) Text(word string) string { return Text(word) }

// N is [N].
func (Printer) N(n int, one, many string, args ...any) string { return N(n, one, many, args...) }

// Languages are those that are wanted, the best first, whether or not this program speaks
// them: what a course says of its own may be in them.
func (Printer) Languages() []string {
	var all []string
	if w := wanted.Load(); w != nil {
		for _, tag := range *w {
			all = append(all, tag.String())
		}
	}
	return all
}

// Verdict is the word of a verdict.
func Verdict(v report.Verdict) string { return Text(v.Word()) }

// Count is how much has passed, as a sentence without its full stop.
func Count(c report.Count) string { return c.In(Printer{}) }
