// Package panictest is what the hidden tests about panics share: how a goroutine
// leaves, and how the value of a panic is compared and shown.
package panictest

import (
	"fmt"
	"reflect"
	"runtime"
)

// Goexit is runtime.Goexit, from a place where the compiler does not know that
// nothing comes after it.
func Goexit() { runtime.Goexit() }

// IsNil reports whether v is what recover gives after panic(nil).
func IsNil(v any) bool {
	_, ok := v.(*runtime.PanicNilError)
	return ok
}

// Same compares panic values by identity. Only what == of any cannot compare is
// looked into.
func Same(a, b any) bool {
	va, vb := reflect.ValueOf(a), reflect.ValueOf(b)
	if !va.IsValid() || !vb.IsValid() || va.Type() != vb.Type() {
		return va.IsValid() == vb.IsValid() && !va.IsValid()
	}
	switch va.Kind() {
	case reflect.Slice:
		return va.Pointer() == vb.Pointer() && va.Len() == vb.Len()
	case reflect.Map, reflect.Func:
		return va.Pointer() == vb.Pointer()
	}
	return va.Comparable() && vb.Comparable() && a == b
}

// Show is a panic value for people: its type, and the value where that says
// something.
func Show(v any) string {
	switch v := v.(type) {
	case nil:
		return "nil"
	case string:
		if len(v) > 200 {
			return fmt.Sprintf("string of %d bytes (%q ... %q)", len(v), v[:20], v[len(v)-20:])
		}
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

// Goroutine is the number of the calling goroutine, for a test's eyes only. It reads the
// digits itself: fmt's scanner would put its callers in an order in the eyes of the race
// detector, which may be the only one that they have.
func Goroutine() (id int) {
	var buf [64]byte
	text := buf[:runtime.Stack(buf[:], false)]
	for _, digit := range text[len("goroutine "):] {
		if digit < '0' || digit > '9' {
			break
		}
		id = 10*id + int(digit-'0')
	}
	return id
}
