package outside

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTail(t *testing.T) {
	o := newTail()
	o.Write([]byte("short"))
	require.Equal(t, "short", string(o.bytes()))
	require.Equal(t, "short", string(o.short()))

	line := []byte(strings.Repeat("x", 999) + "\n")
	for range 5000 {
		o.Write(line)
	}
	o.Write([]byte("the end"))
	all := string(o.bytes())
	require.True(t, strings.HasPrefix(all, "short"))
	require.True(t, strings.HasSuffix(all, "the end"))
	require.Contains(t, all, "bytes are left out")
	require.Less(t, len(all), 3*endSlack)
	short := string(o.short())
	require.Less(t, len(short), maxOutput+200)
	require.True(t, strings.HasPrefix(short, "short"))
	require.True(t, strings.HasSuffix(short, "the end"))
}
