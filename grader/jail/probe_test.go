package jail

import (
	"errors"
	"fmt"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

// A machine that is short of something is not taken for one of a lower level.
func TestAShortageIsNoLack(t *testing.T) {
	none := errors.New("landlock is not there: function not implemented")
	for _, c := range []struct {
		name string
		l2   error // of looking at L2
		l3   error
		want Level
		lack int
		say  string
	}{
		{"all there", nil, nil, L3, 0, ""},
		{"no namespaces", nil, errors.New("operation not permitted"), L2, 1, ""},
		{"nothing", none, none, L1, 2, ""},
		{"no descriptors", nil, fmt.Errorf("making a pipe: %w", syscall.EMFILE), L1, 0, "ulimit -n"},
		{"told by a warden", nil, errors.New("opening /x: too many open files"), L1, 0, "ulimit -n"},
		{"no processes", nil, fmt.Errorf("starting: %w", syscall.EAGAIN), L1, 0, "ulimit -u"},
		{"short at the second look", fmt.Errorf("making a pipe: %w", syscall.EMFILE), none, L1, 0, "ulimit -n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := probe(func(l Level) error {
				if l == L3 {
					return c.l3
				}
				return c.l2
			})
			require.Equal(t, c.want, s.Level)
			require.Len(t, s.Missing, c.lack)
			if c.say == "" {
				require.Nil(t, s.Short)
				return
			}
			require.ErrorContains(t, s.Short, c.say)
			require.ErrorAs(t, s.Has(L2), new(*ShortageError), "who insists on a level is told why it cannot be seen")
		})
	}
}
