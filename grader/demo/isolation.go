package demo

import (
	"context"

	"workbook/grader/report"
)

func isolationDemo(words report.Words) Demo {
	return Demo{
		Title: words.T("Many connections, of which one panics: without a boundary, with one around each, and with a handler that starts a goroutine outside of it."),
		Params: []Param{
			{Name: "clients", Means: words.T("clients, with the one whose connection panics"), Least: 2, Most: 12, Default: 10},
			{Name: "newcomers", Means: words.T("clients that come after the panic"), Least: 0, Most: 4, Default: 1},
			{Name: "pace_ms", Means: words.T("the time between two requests of a client"), Least: 5, Most: 60, Default: 40, Unit: "ms"},
		},
		run: runIsolation,
	}
}

func runIsolation(ctx context.Context, r *recorder, p map[string]int) error {
	ways := []struct{ id, part, short, group string }{
		{"off", "bare", r.words.T("boundary off"), r.words.T("boundary off")},
		{"on", "bounded", r.words.T("boundary on"), r.words.T("boundary on: around each connection")},
		{"astray", "astray", r.words.T("outside of it"), r.words.T("boundary on, and a goroutine that the handler has started panics")},
	}
	others := p["clients"] - 1
	for _, way := range ways {
		f, err := runVisitors(ctx, r, way.part, way.group, p)
		if err != nil {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		r.figure(Figure{ID: way.id + ".status", Name: r.words.T("%s: exit status", way.short), Value: float64(f.status)})
		r.figure(Figure{ID: way.id + ".served", Name: r.words.T("%s: other clients that got every answer, of %d", way.short, others), Value: float64(f.served)})
		r.figure(Figure{ID: way.id + ".newcomers", Name: r.words.T("%s: newcomers that were served, of %d", way.short, p["newcomers"]), Value: float64(f.late)})
		r.figure(Figure{ID: way.id + ".words", Name: r.words.T("%s: what it printed first", way.short), Text: f.words})
		r.say(r.words.T("%s: of %d clients that did nothing wrong %d got every answer, and of %d newcomers %d; exit status %d.",
			way.group, others, f.served, p["newcomers"], f.late, f.status))
	}
	return nil
}
