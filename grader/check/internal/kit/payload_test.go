package kit

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
)

// drawing is a check that can draw random inputs, and no more.
func drawing(seed uint64, name string) *Check {
	return &Check{rng: random(seed, name), bulk: newBulk(seed, name)}
}

func TestPayload(t *testing.T) {
	c := drawing(1, "x")
	at := 0
	for _, n := range []int{0, 1, 7, 9, 10, 31, 32, 33, 63, 64, 65, 200, 5000, 70_000} {
		b := c.Payload("A", n)
		require.Len(t, b, n)
		for i := 0; i < n; i += stretch {
			if l := fmt.Sprintf("A-%06d ", at+i); n-i > len(l) {
				require.Equal(t, l, string(b[i:i+len(l)]), "of %d bytes, at %d", n, i)
			}
		}
		at += n
		if n >= shown {
			for _, s := range hard {
				require.Contains(t, string(b), string([]byte{s}), "of %d bytes", n)
			}
		}
		if n > 0 {
			require.NotEqual(t, byte('\n'), b[0])
			require.NotEqual(t, byte('\n'), b[n-1])
		}
	}
	require.NotEqual(t, c.Payload("B", 40)[9:], c.Payload("C", 40)[9:], "what is no label is random")
	require.Contains(t, string(c.Payload("a client with a long name", 64)), "a client wit-000032 ")
}

func TestLine(t *testing.T) {
	c := drawing(1, "x")
	require.Empty(t, c.Line("A", 0))
	for _, n := range []int{1, 2, 9, 40, 64, 5000} {
		b := c.Line("A", n)
		require.Len(t, b, n)
		require.Equal(t, n-1, bytes.IndexByte(b, '\n'))
		if n >= shown {
			for _, s := range hard[1:] {
				require.Contains(t, string(b), string([]byte{s}))
			}
		}
	}
}

// What stands where other bytes should is told by its labels.
func TestDiffers(t *testing.T) {
	c := drawing(1, "x")
	a, b := c.Payload("A", 1000), c.Payload("client B", 1000)
	other := bytes.Clone(a)
	other[500] ^= 0x20
	for _, tt := range []struct {
		name string
		got  []byte
		says string
	}{
		{"another client's", b, "byte 1 of 1,000 differs. It is byte 1 of what client B sent: one client's bytes are in another one's hands"},
		{"another's, from the middle of a label", append(a[:320:320], b[323:]...), "byte 321 of 1,000 differs. It is byte 324 of what client B sent"},
		{"another's, from behind a label", append(a[:333:333], b[333:]...), "byte 334 of 1,000 differs. It is byte 334 of what client B sent"},
		{"left out", append(a[:320:320], a[640:]...), "byte 326 of 1,000 differs. In its place came what A sent 320 bytes later: bytes were left out, or a buffer was read into while it was still being written from."},
		{"twice", append(a[:640:640], a[320:]...), "byte 646 of 1,000 differs. In its place came what A had sent 320 bytes before: bytes came twice"},
		{"something else", other, "byte 501 of 1,000 differs."},
		{"a label that nobody was given", append(a[:320:320], "D-000000 not mine"...), "byte 321 of 1,000 differs."},
		{"a label of what was not given", append(a[:320:320], "client B-009000 not mine"...), "byte 321 of 1,000 differs."},
	} {
		t.Run(tt.name, func(t *testing.T) {
			says := c.Differs("A must be answered", "A", tt.got, a)
			require.Contains(t, says, "A must be answered. What came back to A is not what was sent: "+tt.says)
			if tt.says[len(tt.says)-8:] == "differs." {
				require.Contains(t, says+"\n", "differs.\n")
			}
		})
	}
}

// When more was given than is kept, the labels are taken at their word.
func TestMuchIsGiven(t *testing.T) {
	c := drawing(1, "x")
	a := c.Payload("A", maxGiven+1)
	b := c.Payload("B", 100)
	require.Contains(t, c.Differs("", "A", append(a[:3200:3200], a[6400:]...), a), "what A sent 3,200 bytes later")
	require.Contains(t, c.Differs("", "A", b, a), "byte 1 of what B sent")
	require.LessOrEqual(t, c.kept, maxGiven)
}

// FuzzLabels holds labels against what it stands for: a regular expression, which would
// make every inside program bigger.
func FuzzLabels(f *testing.F) {
	pattern := regexp.MustCompile(`-(\d{6,10}) `)
	for _, s := range []string{
		"", "A-000064 ", "-00064 -000064 -0000000000 -00000000000 ", "--123456 -123456-123456 ", "-123456", "-123456 -", "-9999999999 ",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		var want []numbered
		for _, m := range pattern.FindAllSubmatchIndex(b, -1) {
			if n, err := strconv.Atoi(string(b[m[2]:m[3]])); err == nil {
				want = append(want, numbered{m[0], n})
			}
		}
		require.Equal(t, want, labels(b))
	})
}
