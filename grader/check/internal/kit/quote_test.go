package kit

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestQuote(t *testing.T) {
	require.Equal(t, "nothing", Quote(nil))
	require.Equal(t, `"a\n\x00\xff%"`, Quote([]byte("a\n\x00\xff%")))
	long := bytes.Repeat([]byte("0123456789"), 1000)
	require.Equal(t, `"0123456789012345678901234567890123456789012345678901234567890123" (bytes 0 to 63 of 10,000)`, Quote(long))

	other := bytes.Clone(long)
	other[5000] = 'X'
	got, expected := quoteBoth(long, other)
	require.Equal(t, `"4567890123456789012345678901234567890123456789012345678901234567" (bytes 4984 to 5047 of 10,000)`, got)
	require.Equal(t, `"4567890123456789X12345678901234567890123456789012345678901234567" (bytes 4984 to 5047 of 10,000)`, expected)

	got, _ = quoteBoth(long[:9990], long)
	require.True(t, strings.HasSuffix(got, "(bytes 9926 to 9989 of 9,990)"), got)

	got, expected = quoteBoth("as it is", errors.New("an error"))
	require.Equal(t, "as it is", got)
	require.Equal(t, "an error", expected)
	require.Empty(t, quoteAny(nil))
}

func TestExcerpt(t *testing.T) {
	var e Excerpt
	require.Empty(t, quoteAny(e))
	e.Add([]byte("ab"))
	e.Add([]byte("c"))
	require.Equal(t, `"abc"`, quoteAny(e))
	e.Add(bytes.Repeat([]byte("x"), 100))
	require.Equal(t, `"abc`+strings.Repeat("x", 61)+`" (bytes 0 to 63 of 103)`, quoteAny(e))
}

func TestDifference(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"abc", "abc", 3}, {"abc", "abd", 2}, {"abc", "ab", 2}, {"xbc", "abc", 0}} {
		require.Equal(t, tt.want, Difference([]byte(tt.a), []byte(tt.b)), tt)
	}
}

func TestSentence(t *testing.T) {
	require.Equal(t, "", Sentence(" "))
	require.Equal(t, "A thing.", Sentence("A thing"))
	require.Equal(t, "Why?", Sentence("Why? "))
}

func TestUpper(t *testing.T) {
	for s, want := range map[string]string{"": "", "joiner 1": "Joiner 1", "öffner": "Öffner", "\xff": "\xff"} {
		require.Equal(t, want, Upper(s))
	}
}

func TestCountOf(t *testing.T) {
	for n, want := range map[int]string{0: "0 bytes", 1: "1 byte", 2000: "2,000 bytes"} {
		require.Equal(t, want, CountOf(n, "byte"))
	}
}

func TestCount(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 1048576: "1,048,576"} {
		require.Equal(t, want, Count(n))
	}
}

type texts []string

func (s *texts) Errorf(format string, args ...any) {
	m := fromTestify(strings.TrimSpace(format)) // the format is "%s" or the whole text
	if len(args) == 1 {
		m = fromTestify(args[0].(string))
	}
	got, _ := m.Got.(string)
	expected, _ := m.Expected.(string)
	*s = append(*s, m.Message, got, expected)
}

// The layout of testify's messages is its own business: this test sees when it changes.
func TestFromTestify(t *testing.T) {
	var s texts
	assert.Equal(&s, "want\n", "got\n", "the %s", "sentence")
	require.Equal(t, texts{"the sentence", `"got\n"`, `"want\n"`}, s)

	s = nil
	assert.NoError(&s, errors.New("oh no"), "the sentence")
	require.Equal(t, "the sentence", s[0])
	require.Contains(t, s[1], "oh no")

	s = nil
	assert.True(&s, false)
	require.Equal(t, texts{"Should be true", "", ""}, s)

	require.Equal(t, Mistake{Message: "plain text: of one line"}, fromTestify("plain text: of one line"))
}

func TestBytes(t *testing.T) {
	openResults()
	c := drawing(1, "x")
	for n := range 200 {
		b := c.Bytes(n)
		require.Len(t, b, n)
		if n == 0 {
			continue
		}
		require.NotEqual(t, byte('\n'), b[0])
		require.NotEqual(t, byte('\n'), b[n-1])
		if n < 8 {
			continue
		}
		for _, special := range []byte{'\n', '\r', 0, '%', 0xff, 0x04} {
			require.Contains(t, string(b), string([]byte{special}), "%d bytes", n)
		}
		require.False(t, utf8.Valid(b))
	}
	require.Equal(t, drawing(1, "x").Bytes(50), drawing(1, "x").Bytes(50))
	require.NotEqual(t, drawing(1, "x").Bytes(50), drawing(1, "y").Bytes(50))
}

// What was sent is shown where it differs from what came back, or not at all.
func TestQuoteSent(t *testing.T) {
	sent := bytes.Repeat([]byte("0123456789"), 1000)
	got := bytes.Clone(sent)
	got[5000] = 'x'
	var e Excerpt
	e.Add(sent[:7000])
	e.Add(sent[7000:])
	_, expected := quoteBoth(got, sent)
	require.Contains(t, expected, "(bytes 4984 to 5047 of 10,000)")
	require.Equal(t, expected, quoteSent(e, got, sent))
	require.Contains(t, quoteSent(e, sent[:100], sent), "(bytes 84 to 147 of 10,000)")
	require.Contains(t, quoteSent(e, nil, nil), "(bytes 0 to 63 of 10,000)")
	require.Equal(t, "what was said", quoteSent("what was said", got, sent))

	e.Add(make([]byte, maxExcerpt))
	require.Len(t, e.head, maxExcerpt)
	long := append(bytes.Clone(sent), make([]byte, maxExcerpt)...)
	other := bytes.Clone(long)
	other[maxExcerpt+100] = 'x'
	require.Empty(t, quoteSent(e, other, long), "the place is not kept")
	other[3] = 'x'
	require.Contains(t, quoteSent(e, other, long), "(bytes 0 to 63 of 1,058,576)")
}
