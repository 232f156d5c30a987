package propagate_test

import (
	"fmt"
	"reflect"
	"runtime"
	"testing"

	propagate "workbook/solutions/09_propagate"

	"workbook/grader/check"
)

func TestMain(m *testing.M) { check.Main(m) }

// run calls the learner's Run on a goroutine of its own.
func run(c *check.C, who string, work func()) *check.Call {
	return c.Go(who, func() error {
		propagate.Run(work)
		return nil
	})
}

// A way is one in which work can end.
type way struct {
	how string
	end func()
}

func ways() []way {
	return []way{
		{"panicked", func() { panic("a panic") }},
		{"called runtime.Goexit", goexit},
		{"returned", func() {}},
	}
}

// ended is true once the call has come to an end.
func ended(k *check.Call) bool {
	select {
	case <-k.Done():
		return true
	default:
		return false
	}
}

// ends awaits the end of a Run. how says what work did.
func ends(c *check.C, k *check.Call, how string) check.Ending {
	if !c.Await(func() bool { return ended(k) }) {
		k.Returns(how + ", and Run waits for ever. However work ends, its goroutine runs what was deferred there: let a deferred function tell Run in every case, whether there was a panic or not")
	}
	return k.Ended()
}

// returns awaits a Run that must return. how says what work did.
func returns(c *check.C, k *check.Call, how string) {
	switch ends(c, k, how) {
	case check.Panicked:
		value, _ := k.Panicked()
		c.Fail(check.Mistake{
			Message: how + ", and Run panicked. There was no panic to pass on",
			Got:     "a panic with " + show(value), Expected: "no panic",
		})
	case check.Exited:
		c.Failf("%s, and Run ended the goroutine of its caller. Run must return when work returned", how)
	}
}

// panics awaits a Run that must panic with want.
func panics(c *check.C, k *check.Call, want any, how string) {
	ends(c, k, how)
	got, ok := k.Panicked()
	if !ok {
		c.Fail(check.Mistake{
			Message: how + ", and Run did not panic. The caller goes on as if the work had been done: raise the value again on the caller's goroutine",
			Got:     "no panic: Run " + string(k.Ended()), Expected: "a panic with " + show(want),
		})
	}
	if !same(got, want) {
		c.Fail(check.Mistake{
			Message: how + ", and Run panicked with something else. The caller must meet the very value that work panicked with, not a text, a copy or an error about it: give panic what recover gave you",
			Got:     "a panic with " + show(got), Expected: "a panic with " + show(want),
		})
	}
}

// exits awaits a Run whose work called runtime.Goexit.
func exits(c *check.C, k *check.Call, how string) {
	ends(c, k, how)
	if value, ok := k.Panicked(); ok {
		c.Fail(check.Mistake{
			Message: how + ", and Run panicked. runtime.Goexit is no panic: recover gives nil, though work did not return",
			Got:     "a panic with " + show(value), Expected: "no panic",
		})
	}
}

// goexit is runtime.Goexit, from a place where the compiler does not know that
// nothing comes after it.
func goexit() { runtime.Goexit() }

// goroutine is the number of the calling goroutine, for a test's eyes only.
func goroutine() (id int) {
	var buf [64]byte
	fmt.Sscanf(string(buf[:runtime.Stack(buf[:], false)]), "goroutine %d ", &id)
	return id
}

// same compares panic values by identity. Only what == of any cannot compare is
// looked into.
func same(a, b any) bool {
	va, vb := reflect.ValueOf(a), reflect.ValueOf(b)
	if !va.IsValid() || !vb.IsValid() || va.Type() != vb.Type() {
		return va.IsValid() == vb.IsValid() && !va.IsValid()
	}
	switch va.Kind() {
	case reflect.Slice, reflect.Map, reflect.Func:
		return va.Pointer() == vb.Pointer()
	}
	return a == b
}

// show is a panic value for people: its type, and the value where that says
// something.
func show(v any) string {
	switch v := v.(type) {
	case nil:
		return "nil"
	case string:
		return fmt.Sprintf("string(%q)", v)
	case bool, int:
		return fmt.Sprintf("%T(%v)", v, v)
	}
	switch r := reflect.ValueOf(v); r.Kind() {
	case reflect.Pointer:
		if err, ok := v.(error); ok {
			return fmt.Sprintf("%T(%q) at %#x", v, fmt.Sprint(err), r.Pointer())
		}
		return fmt.Sprintf("%T at %#x", v, r.Pointer())
	case reflect.Map, reflect.Func, reflect.Chan, reflect.Slice:
		return fmt.Sprintf("%T at %#x", v, r.Pointer())
	}
	return fmt.Sprintf("%T(%v)", v, v)
}
