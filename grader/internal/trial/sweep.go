package trial

import (
	"context"
	"strings"

	"workbook/grader/course"
	"workbook/grader/internal/wire"
	"workbook/grader/report"
)

// Sweep runs inside checks one after the other in a single process, which costs less than
// a process for each, and tells those that have held.
// What is not among them has failed, or was not reached: only a run of its own can say.
// So nothing that a submission does to this process is a verdict.
func (b *Bench) Sweep(ctx context.Context, checks []course.Check, p Program, t Try) (held map[string]bool) {
	names := make([]string, len(checks))
	for i, c := range checks {
		names[i] = c.Name
	}
	cmd := command(b.Limits, b.Names.Package(), course.Check{Name: strings.Join(names, wire.Several), Kind: report.Inside}, p, t)
	held = map[string]bool{}
	res, err := b.Jail.Run(ctx, cmd)
	if err != nil || res.Asked > 1 {
		return held
	}
	records, _ := readRecords(res.Results)
	for _, r := range records {
		held[r.Check] = r.Verdict.Passed()
	}
	return held
}
