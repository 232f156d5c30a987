package panictest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"workbook/grader/check"
)

// A Sour is an error whose methods are of no help to anybody.
type Sour struct{ Cause error }

func (*Sour) Error() string   { return "sour" }
func (*Sour) Is(error) bool   { return true }
func (s *Sour) Unwrap() error { return s.Cause }

// A Dish has a text for people. A nil pointer to one has none: its method panics.
type Dish struct{ Name string }

func (d *Dish) String() string { return d.Name }

// A TwoTexts has one text as an error, which is the one that fmt prints, and another as
// a fmt.Stringer.
type TwoTexts struct{ Err, Str string }

func (t TwoTexts) Error() string  { return t.Err }
func (t TwoTexts) String() string { return t.Str }

// A Formatted is an error that fmt prints in its own way, and not by its Error method.
type Formatted struct{ Err, Fmt string }

func (f Formatted) Error() string              { return f.Err }
func (f Formatted) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, f.Fmt) }

// A Value is something to panic with.
type Value struct {
	What  string // in words that follow "panicked with"
	Value any
}

// Long is a text of 100 KiB that ends with last: more than any buffer or limit that
// somebody may have in mind.
func Long(last string) string { return strings.Repeat("too long ", 100<<10/9) + last }

// Values gives one of each kind of value that a goroutine can panic with, but what
// the runtime makes.
func Values(c *check.C) []Value {
	type point struct{ x, y int }
	number := c.Rand().Int()
	cause := errors.New("the cause")
	var typedNil *fs.PathError
	return []Value{
		{"a string", fmt.Sprintf("panic %d", number)},
		{"an empty string", ""},
		{"a text with percent signs", fmt.Sprintf("%d%% of 100%%s, %%!v", number)},
		{"a text of two lines", fmt.Sprintf("first\n\tsecond %d", number)},
		{"a text with white space around it", fmt.Sprintf("\n\t%d \n", number)},
		{"a text of 100 KiB", Long(fmt.Sprint(number))},
		{"an int", number},
		{"0", 0},
		{"false", false},
		{"a pointer", &number},
		{"a struct", point{number, 2}},
		{"a channel", make(chan int)},
		{"a pointer to a struct", &point{1, number}},
		{"an error", cause},
		{"an error that wraps another one", fmt.Errorf("around: %w", cause)},
		{"an error whose methods are of no help", &Sour{cause}},
		{"a nil pointer with a type", typedNil},
		{"an error that is a fmt.Stringer as well", TwoTexts{fmt.Sprint("error ", number), "another text"}},
		{"an error that has a Format method", Formatted{"another text", fmt.Sprint("error ", number)}},
		{"context.Canceled", context.Canceled},
		{"an error that wraps context.Canceled", fmt.Errorf("around: %w", context.Canceled)},
		{"io.EOF", io.EOF},
		{"an error that is a timeout, and temporary", os.ErrDeadlineExceeded},
		{"bytes", fmt.Appendf(nil, "bytes of %d", number)},
		{"a slice", []int{number}},
		{"a map", map[string]int{"number": number}},
		{"a function", func() int { return number }},
	}
}

// Nil panics with nil, and with the value that Go makes of it. It hands the value to
// seen on its way out.
func Nil(seen *any) {
	defer func() {
		*seen = recover()
		panic(*seen)
	}()
	panic(nil)
}

// NilMap writes to a nil map, and panics with the value of that panic. It hands the
// value to seen on its way out.
func NilMap(seen *any) {
	defer func() {
		*seen = recover()
		panic(*seen)
	}()
	var m map[string]int
	m["nil"] = 1
}
