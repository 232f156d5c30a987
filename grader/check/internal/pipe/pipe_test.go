package pipe

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
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
	for _, line := range []string{"", "ended", "ended maybe", "ended nil nil", "pong 1"} {
		_, ok := ParseEnded(line)
		require.False(t, ok, line)
	}
}

func TestListen(t *testing.T) {
	n, ok := ToListen(Listen(3))
	require.True(t, ok)
	require.Equal(t, 3, n)
	for _, spec := range []string{"", "5,6", "listen", "listen x", "listen -1"} {
		_, ok := ToListen(spec)
		require.False(t, ok, spec)
	}
}

func TestReadLine(t *testing.T) {
	long := strings.Repeat("x", MaxLine)
	r := NewReader(strings.NewReader("ready\n\nclosed 0\r\n" + long[:MaxLine-1] + "\n" + long + "\nready\n"))
	for _, want := range []string{"ready", "", "closed 0\r", long[:MaxLine-1]} {
		got, err := ReadLine(r)
		require.NoError(t, err)
		require.Equal(t, want, got)
	}
	_, err := ReadLine(r)
	require.ErrorContains(t, err, "more than")
	_, err = ReadLine(NewReader(strings.NewReader("ready")))
	require.ErrorIs(t, err, io.EOF, "without its end it is not a line")
}

func TestEndedIsBounded(t *testing.T) {
	for _, text := range []string{"\x00", "x", "世", "\U0010ffff", "\xff"} {
		line := Ended(errors.New(strings.Repeat(text, 4<<20)))
		require.Less(t, len(line), MaxLine)
		got, ok := ParseEnded(line)
		require.True(t, ok)
		require.True(t, strings.HasPrefix(got.Error(), strings.Repeat(text, 100)))
	}
}

// FuzzEnded takes b for the text of an error, which comes through as it was, and
// for what a subject program writes: only one line says that it ended well.
func FuzzEnded(f *testing.F) {
	for _, s := range []string{"", "ended nil", "ended nil ", "ended closed \"x\"", "ended error \"\\x\"", "ended error `a`", "two\nlines", "\xff\x00\u2028"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, err := range []error{errors.New(string(b)), fmt.Errorf("%s%w", b, net.ErrClosed)} {
			line := Ended(err)
			if strings.ContainsAny(line, "\r\n") {
				t.Fatalf("not one line: %q", line)
			}
			got, ok := ParseEnded(line)
			if !ok || got == nil || errors.Is(got, net.ErrClosed) != errors.Is(err, net.ErrClosed) {
				t.Fatalf("%q came back as %v", err, got)
			}
			if len(b) < maxText/2 && got.Error() != err.Error() {
				t.Fatalf("%q came back as %q", err, got)
			}
		}
		r := NewReader(bytes.NewReader(b))
		for {
			line, err := ReadLine(r)
			if err != nil {
				break
			}
			if got, ok := ParseEnded(line); ok && got == nil && line != "ended nil" {
				t.Fatalf("%q is taken for a good end", line)
			}
			if n, ok := ToListen(line); ok && n < 0 {
				t.Fatalf("%q is taken for %d listeners", line, n)
			}
		}
	})
}
