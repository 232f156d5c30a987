package bench

import (
	"fmt"
	"io"
	"text/tabwriter"
)

// compared are the figures that are held against those of another time: those with a
// rival by their ratio, and processors by their seconds, which hardly depend on what else
// the machine did.
var compared = []string{compileError, first, allChecks, raceVerdict, plainProcessor, raceProcessor, homeProcessor, plainCommandProcessor, commandProcessor}

// WriteChange says what has changed since another report was made. It judges nothing: on
// another machine, or a busier one, figures differ as well.
func (r *Report) WriteChange(w io.Writer, before *Report) error {
	tab := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(tab, "\nChanges since: %s\n", before.about())
	then := map[string]Exercise{}
	for _, ex := range before.Exercises {
		then[ex.ID] = ex
	}
	for _, ex := range r.Exercises {
		for _, name := range compared {
			now, ok := ex.Figures[name]
			was, ok2 := then[ex.ID].Figures[name]
			if !ok || !ok2 {
				continue
			}
			what, a, b := "s", was.Median, now.Median
			if now.Ratio > 0 && was.Ratio > 0 && was.Rival == now.Rival {
				what, a, b = "of "+now.Rival, was.Ratio, now.Ratio
			}
			if a > 0 {
				fmt.Fprintf(tab, "%s\t%s\t%.3f -> %.3f %s\t%+.0f %%\n", ex.ID, name, a, b, what, 100*(b/a-1))
			}
		}
	}
	return tab.Flush()
}
