package grader

import (
	"context"
	"go/token"

	"workbook/grader/internal/contract"
	"workbook/grader/policy"
	"workbook/grader/report"
)

// checkSource applies the rules that can be told from the source alone, and leaves
// policy to [checkTypes].
func checkSource(_ context.Context, w *work) error {
	defer w.ledger.begin(report.Policy)()
	if w.shop.unchecked {
		w.ledger.finish(report.Stage{Name: report.Policy, Verdict: report.NotRun, Message: "Policy was switched off."})
		return nil
	}
	syntax, refusals := policy.Check(w.src, w.rules())
	switch {
	case len(refusals) > 0:
		return w.refuse(report.Policy, report.Refused, refusals, "")
	case len(syntax) > 0:
		w.syntax = syntax
		w.ledger.finish(report.Stage{Name: report.Policy, Verdict: report.NotRun, Message: "The code cannot be parsed yet."})
		return nil
	}
	w.home = contract.Of(w.src.Files).FirstFunction()
	return nil
}

// checkTypes applies the rules that need the types of a submission, which is to have
// been compiled within limits before, and ends policy.
func checkTypes(ctx context.Context, w *work) error {
	if w.shop.unchecked {
		return nil
	}
	defer w.ledger.begin(report.Policy)()
	if p, large := policy.CheckSize(w.src, w.compiled.Size()); large {
		return w.refuse(report.Policy, report.Refused, []report.Problem{p}, "")
	}
	h, err := w.shop.harnesses.of(ctx, w.ex, false, nil)
	if err != nil {
		return w.graderError(report.Policy, err)
	}
	refusals, err := policy.CheckTypes(w.src, w.rules(), h.Importer(token.NewFileSet()))
	switch {
	case err != nil:
		// The compiler accepted it, so something is wrong with the grader. Nothing
		// is known about what the submission does, and it does not run.
		return w.graderError(report.Policy, err)
	case len(refusals) > 0:
		return w.refuse(report.Policy, report.Refused, refusals, "")
	}
	w.ledger.finish(report.Stage{Name: report.Policy, Verdict: report.Pass})
	return nil
}

func (w *work) rules() policy.Rules {
	return policy.Rules{Package: w.ex.Package, Imports: w.ex.Imports, Module: w.shop.module.Path}
}
