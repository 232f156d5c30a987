package picture_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/picture"
	"workbook/grader/steps"
)

// Nobody of the submission has woken who waits for what a client sends, in whatever function
// of the library.
func TestWokenByAClient(t *testing.T) {
	from := func(on string) int {
		p := picture.OfRun(&steps.Run{
			Goroutines: []steps.Goroutine{{Name: "Serve", By: -1}, {Name: "reply", By: 0}},
			Steps: []steps.Step{
				{Goroutine: 1, Line: 3, Changed: []steps.Place{{Goroutine: 0, State: steps.Ready}, {Goroutine: 1, State: steps.Ready}}},
				{Goroutine: 0, Line: 4, Changed: []steps.Place{{Goroutine: 1, State: steps.Waits, On: on}}},
				{Goroutine: 1, Line: 5, Changed: []steps.Place{{Goroutine: 0, State: steps.Waits, On: "to send on a channel"}, {Goroutine: 1, State: steps.Ready}}},
			},
		})
		for _, e := range p.Events {
			if e.Kind == picture.Woken {
				return e.From
			}
		}
		t.Fatal("nobody is woken")
		return 0
	}
	require.Equal(t, -1, from("in bufio.Reader.ReadString"))
	require.Equal(t, -1, from("in Read"))
	require.Equal(t, 0, from("to receive from a channel"))
	require.Equal(t, 0, from("in sync.WaitGroup.Wait"))
}
