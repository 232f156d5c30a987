package plain

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/cmd/workbook/internal/fake"
	"workbook/grader"
	"workbook/grader/report"
)

// What is handed in is told like what is graded here: once that it waits, once that it is
// graded, and the verdict.
func TestSubmit(t *testing.T) {
	inBubble(t, func(p *program) {
		require.NoError(t, os.RemoveAll(filepath.Join(p.cfg.Course.Root, "solutions")))
		p.cfg.Service = p.grader
	}, func(p *program) {
		ex := p.cfg.Course.Exercises[0]
		require.Contains(t, p.types("help"), "submit, or hand-in: Hands the exercise in to your class")
		require.Contains(t, p.types("submit"), "Handing in: 01 One client at a time.\n")
		r := p.run()
		r.Tell(grader.Queued{Exercise: ex.ID, Ahead: 3})
		require.Contains(t, p.new(), "Handed in: 01 One client at a time waits, with 3 before it.")
		r.Tell(grader.Queued{Exercise: ex.ID, Ahead: 2})
		require.Empty(t, p.new(), "who listens need not hear of each")
		r.Tell(fake.Events(fake.Outcome(ex, report.Pass))...)
		require.Contains(t, p.new(), "Passed: 01 One client at a time, 12 of 12 points")
		p.types("q")
		p.ends()
	})
}
