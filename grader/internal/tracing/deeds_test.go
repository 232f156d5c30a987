package tracing

import (
	"context"
	"runtime/trace"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/internal/wire"
	"workbook/grader/picture"
)

func emits(rest func()) {
	deed := func(text string) { trace.Log(context.Background(), wire.TraceDeed, text) }
	/*line /course/exercises/01_two/two.go:20:2*/ go func() {
		deed("task emit")
		deed("note is \x1b[31mlate")
		deed("unheard of")
		deed("task_over emit")
	}()
	rest()
}

/*line deeds_test.go:26:1*/

// What functions of the check tell of themselves is told of the goroutine that runs them,
// which is called like the one that it was made for.
func TestReadOfDeeds(t *testing.T) {
	flow, err := Read(traced(t, emits), submission)
	require.NoError(t, err)
	var got []picture.Change
	for _, c := range flow.Changes {
		if c.On != "" && c.Kind != picture.Blocks {
			require.Equal(t, "emit", flow.Goroutines[c.Goroutine].Name)
			got = append(got, picture.Change{Kind: c.Kind, On: c.On})
		}
	}
	require.Equal(t, []picture.Change{
		{Kind: picture.TaskBegins, On: "emit"}, {Kind: picture.Notes, On: "is late"}, {Kind: picture.TaskEnds, On: "emit"},
	}, got)
	p := picture.OfFlow(picture.Picture{}, flow)
	require.Equal(t, "is late", p.Events[indexOf(p, picture.Notes)].Note)
}

func indexOf(p *picture.Picture, kind picture.Kind) int {
	for i, e := range p.Events {
		if e.Kind == kind {
			return i
		}
	}
	return -1
}
