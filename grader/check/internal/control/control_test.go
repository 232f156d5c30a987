package control

import (
	"errors"
	"fmt"
	"net"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestEnded(t *testing.T) {
	for _, err := range []error{
		nil,
		errors.New("two\nlines \"quoted\""),
		fmt.Errorf("wrapped: %w", net.ErrClosed),
	} {
		line := Ended(err)
		require.NotContains(t, line, "\n")
		got, ok := ParseEnded(line)
		require.True(t, ok)
		if err == nil {
			require.NoError(t, got)
			continue
		}
		require.EqualError(t, got, err.Error())
		require.Equal(t, errors.Is(err, net.ErrClosed), errors.Is(got, net.ErrClosed))
	}
	for _, line := range []string{"", "ended", "ended maybe", "pong 1"} {
		_, ok := ParseEnded(line)
		require.False(t, ok, line)
	}
}

func TestListen(t *testing.T) {
	n, ok := ToListen(Listen(3))
	require.True(t, ok)
	require.Equal(t, 3, n)
	for _, spec := range []string{"", "5,6", "listen", "listen x"} {
		_, ok := ToListen(spec)
		require.False(t, ok, spec)
	}
}
