package check

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/internal/trace"
)

// dump is what two goroutines do, in the runtime's words.
func dump(first, second string) []trace.Goroutine {
	const text = `goroutine 8 [%s, synctest bubble 1]:
workbook/solutions/16_executor.(*Executor).release(0xc000010000)
	/course/solutions/16_executor/executor.go:%d +0x65

goroutine 9 [%s, synctest bubble 1]:
workbook/solutions/16_executor.(*Executor).release(0xc000010000)
	/course/solutions/16_executor/executor.go:%d +0x65
`
	var states [2]string
	var lines [2]int
	for i, s := range []string{first, second} {
		fmt.Sscanf(s, "%d", &lines[i])
		states[i] = s[len(fmt.Sprint(lines[i]))+1:]
	}
	return trace.ParseGoroutines(fmt.Appendf(nil, text, states[0], lines[0], states[1], lines[1]))
}

// Code that makes progress is slow and not at fault; code that spins shows the same
// scene each time.
func TestScene(t *testing.T) {
	before := dump("12 running", "20 sync.Cond.Wait (durable)")
	require.Len(t, before, 2)
	for _, same := range [][]trace.Goroutine{
		before,
		dump("12 runnable", "20 sync.Cond.Wait (durable)"),
		dump("14 running", "20 sync.Cond.Wait (durable)"), // another line of the loop
	} {
		require.Equal(t, scene(before), scene(same))
	}
	for _, other := range [][]trace.Goroutine{
		before[:1], // one has ended
		dump("12 running", "20 runnable"),
		dump("12 sync.Cond.Wait (durable)", "20 running"),
		dump("12 running", "20 sync.Mutex.Lock"),
		dump("12 running", "21 sync.Cond.Wait (durable)"),
	} {
		require.NotEqual(t, scene(before), scene(other))
	}
}
