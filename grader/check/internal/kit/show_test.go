package kit

import (
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
)

type loud struct{}

func (*loud) Error() string  { panic("asked") }
func (*loud) String() string { panic("asked") }

type number int

func (number) String() string { panic("asked") }

// Values are shown, and none is asked.
func TestShown(t *testing.T) {
	require.Equal(t, `5, "a\nb", true, nil, the error "no"`, Shown([]any{number(5), "a\nb", true, nil, errors.New("no")}))
	require.Equal(t, `an error of type *kit.loud, an error of type *fmt.wrapError, *kit.loud(nil), a value of type float64`,
		Shown([]any{&loud{}, fmt.Errorf("x: %w", &loud{}), (*loud)(nil), 1.5}))
	require.Equal(t, `[1, 2], []int(nil), [0, 0, 0, 0, 0, 0, … 2,000 in all], [nil, an error of type *kit.loud]`,
		Shown([]any{[]int{1, 2}, []int(nil), make([]int, 2000), []error{nil, &loud{}}}))
}
