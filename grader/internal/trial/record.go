package trial

import (
	"context"
	"crypto/rand"
	"time"

	"workbook/grader/course"
	"workbook/grader/internal/recording"
	"workbook/grader/jail"
	"workbook/grader/report"
)

const (
	// recordKiB is what a record or a trace takes at most beside what the submission prints.
	recordKiB = 12 << 10
	// recordFactor is how much longer a recorded run may take: at each of thousands of
	// steps it writes down the stacks of all goroutines.
	recordFactor = 5
)

// Record runs a check once, under the one schedule of the try, and records that. The run
// is the same as without; see [wire.Frame] for how it is told. The error is for what
// keeps it from being run at all.
func (b *Bench) Record(ctx context.Context, c course.Check, p Program, t Try) (report.Check, recording.Recording, error) {
	t.traced = false
	return b.told(ctx, c, p, t)
}

// Trace runs a check once with Go's execution tracer on, whose data is in the recording's
// stream. It is another run than one without: what takes longer may come in another order.
func (b *Bench) Trace(ctx context.Context, c course.Check, p Program, t Try) (report.Check, recording.Recording, error) {
	t.traced = true
	return b.told(ctx, c, p, t)
}

// told runs a check that tells of its run in frames.
func (b *Bench) told(ctx context.Context, c course.Check, p Program, t Try) (report.Check, recording.Recording, error) {
	t.record = rand.Text() // nobody prints it by chance
	cmd := command(b.Limits, b.Names.Package(), c, p, t)
	limits := cmd.Limits
	cmd.OneStream = true
	cmd.Limits.Wall *= recordFactor
	cmd.Limits.OutputKiB += recordKiB
	began := time.Now()
	res, err := b.Jail.Run(ctx, cmd)
	if err != nil {
		return report.Check{}, recording.Recording{}, err
	}
	rec := recording.Recording{Stream: recording.Split(res.Output, t.record), Names: b.Names}
	res = withoutFrames(res, rec.Stream, t.record, limits.OutputKiB)
	rec.Trace = res.Trace
	limits.Wall = cmd.Limits.Wall
	out, _ := b.outcome(c, limits, res, nil)
	out.DurationMS = time.Since(began).Milliseconds()
	return out, rec, nil
}

// withoutFrames is the result that the process would have had without the record.
func withoutFrames(res jail.Result, s recording.Stream, mark string, outputKiB int) jail.Result {
	printed := s.Printed()
	most := min(len(printed), outputKiB<<10)
	res.Output, res.Cut = printed[:most], res.Cut || most < len(printed)
	res.Trace = recording.Split(res.Trace, mark).Printed()
	return res
}
