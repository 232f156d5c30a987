package kit

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
)

type loud struct{}

func (*loud) Error() string  { panic("asked") }
func (*loud) String() string { panic("asked") }

type quiet struct{}

func (*quiet) Error() string { return "no" }

// An end is an error with fields of each kind.
type end struct {
	cancelled, none error
	value           any
	calls           int
	more            []string
}

func (end) Error() string { panic("asked") }

// A ring is an error within itself.
type ring struct{ within error }

func (*ring) Error() string { panic("asked") }

type kinds struct {
	f float64
	c complex128
	m map[string]int
	d func()
}

func (kinds) Error() string { panic("asked") }

type number int

func (number) String() string { panic("asked") }

// Values are shown, and none is asked.
func TestShown(t *testing.T) {
	require.Equal(t, `5, "a\nb", true, nil, the error "no"`, Shown([]any{number(5), "a\nb", true, nil, errors.New("no")}))
	require.Equal(t, `an error of type *kit.loud, an error of type *fmt.wrapError {msg: "x: no", err: *kit.quiet}, *kit.loud(nil), a value of type float64`,
		Shown([]any{&loud{}, fmt.Errorf("x: %w", &quiet{}), (*loud)(nil), 1.5}))
	require.Equal(t, `[1, 2], []int(nil), [0, 0, 0, 0, 0, 0, … 2,000 in all], [nil, an error of type *kit.loud]`,
		Shown([]any{[]int{1, 2}, []int(nil), make([]int, 2000), []error{nil, &loud{}}}))
}

// What an error holds is shown, in fields that nobody else can read, too.
func TestShownFields(t *testing.T) {
	deep := &end{cancelled: errors.New("no"), value: &end{value: &end{value: 7}}, calls: 3, more: []string{"a"}}
	require.Equal(t, `an error of type *kit.end {cancelled: the error "no", none: nil, value: *kit.end {cancelled: nil, none: nil, value: *kit.end, calls: 0, …}, calls: 3, …}`,
		Shown([]any{deep}))
	require.Equal(t, `an error of type *errors.joinError {errs: [the error "a", *kit.end, *kit.loud(nil), … 4 in all]}`,
		Shown([]any{errors.Join(errors.New("a"), &end{}, (*loud)(nil), errors.New("d"))}))
	all := []any{nil}
	all[0] = all
	require.Equal(t, `an error of type kit.end {cancelled: nil, none: nil, value: [1 of []interface {}], calls: 0, …}`, Shown([]any{end{value: all}}))
	within := &ring{}
	within.within = within
	require.Equal(t, `an error of type *kit.ring {within: *kit.ring {within: *kit.ring}}`, Shown([]any{within}))
	require.Equal(t, `an error of type kit.kinds {f: float64, c: complex128, m: map[string]int, d: func()}`, Shown([]any{kinds{}}))
	require.Equal(t, `an error of type kit.end {cancelled: *kit.loud(nil), none: context.deadlineExceededError, value: "a", calls: 0, …}`,
		Shown([]any{end{cancelled: (*loud)(nil), none: context.DeadlineExceeded, value: "a"}}))
}
