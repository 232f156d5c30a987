package lesson

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestSpokenSaysWhatTheLookWouldSay(t *testing.T) {
	l := Parse([]byte("# The trap\n\nA `go` call.\n\n> Mind the gap.\n\n```go\ngo f()\nwait()\n```\n\n" +
		"| kind | cost |\n| --- | ---: |\n| chan | `1` |\n| lock | 2 |\n\n***\n\n- one\n- two\n"))
	var b strings.Builder
	for _, line := range Render(l.Pages[0].Spoken(), 60) {
		b.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
	require.Equal(t, "Heading: The trap\n\nA `go` call.\n\nNote:\n\nMind the gap.\n\nEnd of the note.\n\n"+
		"Go code, 2 lines:\n\n  go f()\n  wait()\n\nTable, rows: 2.\n\nRow 1. kind: chan; cost: `1`.\n\n"+
		"Row 2. kind: lock; cost: 2.\n\n• one\n• two\n", b.String())
}

func TestTask(t *testing.T) {
	require.Equal(t, 1, Parse([]byte("# A\n\n---\n\n# The task\n\n---\n\n# B\n")).Task())
	require.Equal(t, 1, Parse([]byte("# A\n\n---\n\n# B\n")).Task())
	require.Zero(t, Lesson{}.Task())
}
