package study_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"workbook/cmd/workbook/internal/study"
)

func TestAround(t *testing.T) {
	long := strings.Repeat("nothing of note. ", 20) + "Here a channel stands, and there a mutex. " + strings.Repeat("Nothing again. ", 20)
	for _, tc := range []struct{ name, text, query, want string }{
		{"short texts are whole", "a channel", "channel", "a channel"},
		{"a part around the word", long, "channel", "… of note. Here a channel stands, and there a mutex. Nothing again. Nothing …"},
		{"in any case", long, "CHANNEL", "… of note. Here a channel stands, and there a mutex. Nothing again. Nothing …"},
		{"no match: the beginning", long, "goroutine", "nothing of note. nothing of note. nothing of note. nothing of note. nothing of …"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			require.Equal(t, tc.want, study.Around(tc.text, tc.query, 78))
		})
	}
	apart := "A mutex stands here. " + strings.Repeat("Nothing of note. ", 20) + "A mutex beside a channel."
	require.Contains(t, study.Around(apart, "mutex channel", 60), "mutex beside a channel", "where most words are")
	for most := 10; most < 60; most++ { // no character is torn apart
		text := study.Around(strings.Repeat("größenänderung", 10), "änder", most)
		require.True(t, utf8.ValidString(text), text)
		require.LessOrEqual(t, len(text), most+2*len("… "))
	}
}

func TestMatches(t *testing.T) {
	marked := func(text, query string) string {
		var b strings.Builder
		at := 0
		for _, m := range study.Matches(text, query) {
			b.WriteString(text[at:m.Start] + "[" + text[m.Start:m.End] + "]")
			at = m.End
		}
		return b.String() + text[at:]
	}
	require.Equal(t, "[Go]routines [go] on", marked("Goroutines go on", "go"))
	require.Equal(t, "a [channel]", marked("a channel", "chan channel"), "those that overlap are one")
	require.Equal(t, "İ[X]", marked("İX", "x"), "a letter that is longer in lower case moves nothing")
	require.Equal(t, "nothing", marked("nothing", " "))
}
