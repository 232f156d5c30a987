package outside_test

import (
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/check"
	"workbook/grader/check/outside"
)

// What a room does not have is a compile error in it, and nothing that a check finds out
// when it runs.
func TestTwoRooms(t *testing.T) {
	bubble, referee := reflect.TypeFor[*check.C](), reflect.TypeFor[*outside.C]()
	for _, method := range []string{
		"Listen", "Go", "Gate", "Barrier", "Settle", "Await", "AwaitOutside", "NoLeaks", "NoPolling", "Waiting", "Amount", "Task", "Note", "Gave", "Gives",
	} {
		require.Contains(t, methods(bubble), method)
		require.NotContains(t, methods(referee), method)
	}
	for _, method := range []string{"Subject", "Room"} {
		require.Contains(t, methods(referee), method)
		require.NotContains(t, methods(bubble), method)
	}
	both := []string{
		"Bytes", "Errorf", "Fail", "FailNow", "Failf", "Helper", "Line", "Mark", "Name", "Now", "Payload", "Rand", "Sleep",
	}
	require.Subset(t, methods(bubble), both)
	require.ElementsMatch(t, methods(referee), append(both, "Subject", "Room"))
	for _, room := range []reflect.Type{bubble.Elem(), referee.Elem()} {
		for i := range room.NumField() {
			require.False(t, room.Field(i).IsExported(), "%s.%s is not for hidden tests", room, room.Field(i).Name)
		}
	}
}

func methods(t reflect.Type) []string {
	var names []string
	for i := range t.NumMethod() {
		names = append(names, t.Method(i).Name)
	}
	return names
}
