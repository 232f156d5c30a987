package grader

import (
	"context"
	"go/token"
	"time"

	"workbook/grader/policy"
	"workbook/grader/report"
)

// policyOfTypes is the second half of the policy stage: the rules that need the
// types of a submission, which is to have been compiled within limits before. It
// ends the stage, which [grading.policy] began. compiled is the size of what the
// compiler made.
func (gr *grading) policyOfTypes(ctx context.Context, src *policy.Source, compiled int64) error {
	if gr.g.unchecked {
		return nil
	}
	if p, large := policy.CheckSize(src, compiled); large {
		return gr.refuse(report.Policy, report.Refused, []report.Problem{p}, "")
	}
	h, err := gr.g.harness(ctx, gr.ex, false, nil)
	if err != nil {
		return gr.graderError(report.Policy, err)
	}
	refusals, err := policy.CheckTypes(src, gr.rules(), h.Importer(token.NewFileSet()))
	switch {
	case err != nil:
		// The compiler accepted it, so something is wrong with the grader. Nothing
		// is known about what the submission does, and it does not run.
		return gr.graderError(report.Policy, err)
	case len(refusals) > 0:
		return gr.refuse(report.Policy, report.Refused, refusals, "")
	}
	gr.finish(report.Stage{Name: report.Policy, Verdict: report.Pass})
	return nil
}

// policyUnfinished ends the policy stage of a submission that does not compile.
func (gr *grading) policyUnfinished() {
	if !gr.g.unchecked {
		gr.finish(report.Stage{Name: report.Policy, Verdict: report.NotRun, Message: "What the code uses is looked at once it compiles."})
	}
}

func (gr *grading) rules() policy.Rules {
	return policy.Rules{Package: gr.ex.Package, Imports: gr.ex.Imports, Module: gr.g.module.Path}
}

// pause stops the clock of a stage that goes on after another one. The function
// that it returns starts it again.
func (gr *grading) pause(stage report.StageName) (resume func()) {
	since := time.Now()
	return func() {
		gr.mu.Lock()
		defer gr.mu.Unlock()
		gr.starts[stage] = gr.starts[stage].Add(time.Since(since))
	}
}
