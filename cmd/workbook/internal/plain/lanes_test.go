package plain

import (
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/cmd/workbook/internal/fake"
)

// A failure is followed by what those did who tell most, in sentences.
func TestLanesAreSaid(t *testing.T) {
	inBubble(t, nil, func(p *program) {
		ex := p.cfg.Course.Exercises[0]
		p.saveTo(ex.ID, "first")
		p.new()
		p.run().Tell(fake.Events(fake.Queued(ex))...)
		text := p.new()
		require.Contains(t, text, "In this run:\n")
		require.Contains(t, text, "A: waits in the queue, is connected")
		require.Contains(t, text, "B: waits in the queue")
		p.saveTo(ex.ID, "second")
		p.new()
		p.run().Tell(fake.Events(fake.CompileError(ex))...)
		require.NotContains(t, p.new(), "In this run:")
		p.types("q")
		p.ends()
	})
}
