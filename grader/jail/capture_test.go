package jail

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// A crash of thousands of goroutines is longer than what is kept of standard error, and what
// it is about stands at its beginning.
func TestTraceKeepsWhereACrashBegins(t *testing.T) {
	o := &output{limit: 1 << 10}
	say := func(text string) { o.write([]byte(text), true) }
	stacks := func() {
		for i := range 8000 {
			say(fmt.Sprintf("goroutine %d [runnable]:\nmain.serve()\n\t/src/main.go:11 +0x48\nmain.main()\n\t/src/main.go:5 +0x1\n\n", i+2))
		}
	}

	say("panic: an earlier one, that was printed\n\n")
	stacks()
	say("runtime: why it gives up\nfatal error: all is lost\n\ngoroutine 1 [running]:\nmain.main()\n\t/src/main.go:7 +0x1\n\n")
	stacks()

	head, cut, trace := o.result()
	require.Len(t, head, 1<<10)
	require.True(t, cut)
	require.LessOrEqual(t, len(trace), traceTail+crashLead+crashHead+2)
	got := string(trace)
	require.Contains(t, got, "runtime: why it gives up\nfatal error: all is lost\n\ngoroutine 1 [running]:\nmain.main()\n\t/src/main.go:7 +0x1\n")
	require.NotContains(t, got, "an earlier one", "the last crash is what ended the process")
	require.True(t, strings.HasSuffix(got, "main.main()\n\t/src/main.go:5 +0x1\n\n"), "the end of standard error")
	_, _, again := o.result()
	require.True(t, bytes.Equal(trace, again))
}

// What is in the tail stands for itself, whatever was said before.
func TestTraceOfACrashInTheTail(t *testing.T) {
	o := &output{limit: 1 << 10}
	o.write([]byte("panic: this was printed\n"), true)
	o.write(bytes.Repeat([]byte("a line of a log\n"), 3*traceTail/16), true)
	o.write([]byte("panic: this ended it\n\ngoroutine 1 [running]:\n"), true)

	_, _, trace := o.result()
	require.NotContains(t, string(trace), "this was printed")
	require.Contains(t, string(trace), "panic: this ended it")
}
