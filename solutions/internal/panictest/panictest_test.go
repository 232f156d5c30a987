package panictest

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// agrees is an error that says of itself that it is every other one.
type agrees struct{ text string }

func (agrees) Error() string    { return "agrees" }
func (agrees) Is(error) bool    { return true }
func (agrees) Equal(any) bool   { return true }
func (agrees) String() string   { return "" }
func (a *agrees) Unwrap() error { return errors.New(a.text) }

func TestSame(t *testing.T) {
	number, err := 7, errors.New("an error")
	numbers, table := []int{1, 2}, map[string]int{"a": 1}
	f, g := func() int { return number }, func() int { return number + 1 }
	var none *fs.PathError
	for _, v := range []any{nil, "", "text", 0, 7, false, &number, struct{ n int }{3}, err, none, numbers, table, f, &agrees{"a"}} {
		require.True(t, Same(v, v), "%T", v)
	}
	for _, v := range []struct{ a, b any }{
		{nil, 0}, {"", nil}, {0, ""}, {0, false}, {1, int64(1)}, {nil, none},
		{err, errors.New("an error")}, {err, fmt.Errorf("%w", err)}, {"an error", err},
		{&number, new(int)}, {number, &number},
		{&agrees{"a"}, &agrees{"a"}}, {agrees{"a"}, agrees{"b"}}, {err, &agrees{"a"}},
		{numbers, []int{1, 2}}, {numbers, numbers[:1]}, {numbers, numbers[1:]},
		{table, map[string]int{"a": 1}}, {f, g},
		{struct{ s []int }{numbers}, struct{ s []int }{numbers}}, // == would panic
	} {
		require.False(t, Same(v.a, v.b), "%#v and %#v", v.a, v.b)
		require.False(t, Same(v.b, v.a), "%#v and %#v", v.b, v.a)
	}
}

func TestShow(t *testing.T) {
	for _, v := range []struct {
		value any
		want  string // what it begins with
	}{
		{nil, "nil"},
		{"a\nb", `string("a\nb")`},
		{"<nil>", `string("<nil>")`},
		{7, "int(7)"},
		{false, "bool(false)"},
		{struct{ n int }{3}, "struct { n int }({3})"},
		{&agrees{"a"}, `*panictest.agrees("agrees") at 0x`},
		{new(int), "*int at 0x"},
		{[]int{1}, "[]int at 0x"},
		{(*fs.PathError)(nil), `*fs.PathError("<nil>") at 0x0`},
	} {
		require.True(t, strings.HasPrefix(Show(v.value), v.want), "%s must begin with %s", Show(v.value), v.want)
	}
}

func TestIsNil(t *testing.T) {
	defer func() {
		v := recover()
		require.True(t, IsNil(v))
		require.False(t, IsNil(nil))
		require.False(t, IsNil(errors.New("another")))
	}()
	panic(nil)
}
