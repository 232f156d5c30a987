package grader

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"workbook/grader/policy"
	"workbook/grader/report"
)

// readSource reads the submission, once.
func readSource(_ context.Context, w *work) error {
	defer w.ledger.begin(report.Read)()
	prefix := w.display.dir + "/"
	src, problems := policy.Read(w.dir, prefix)
	for range 20 {
		if !slices.ContainsFunc(problems, func(p report.Problem) bool { return p.Rule == "changed" }) {
			break
		}
		// Somebody saves just now, which nobody is refused for.
		src, problems = policy.Read(w.dir, prefix)
	}
	for i, p := range problems {
		if p.Rule == "no-files" {
			problems[i].Hint = strings.TrimSpace(p.Hint + " " + w.bringsBack())
		}
		if p.Rule == "unreadable" {
			// Whoever unpacked it set its modes, or runs this as somebody else.
			return w.graderError(report.Read, fmt.Errorf("%s, as this user. %s", strings.TrimSuffix(p.Message, "."), p.Hint))
		}
	}
	if len(problems) > 0 {
		return w.refuse(report.Read, report.Refused, problems, "")
	}
	w.src = src
	w.ledger.finish(report.Stage{Name: report.Read, Verdict: report.Pass})
	return nil
}
