package words_test

import (
	"slices"
	"strings"
	"testing"

	"workbook/solutions/internal/calltest/words"
)

func TestLineAndSplit(t *testing.T) {
	for _, want := range [][]string{
		nil,
		{""},
		{"", "", ""},
		{"map", "a b", "\n", "%d", "\x00\xff", `"quoted"`, "`raw`", "ü"},
		{strings.Repeat("long ", 1<<18)},
	} {
		line := words.Line(want...)
		if strings.Contains(line, "\n") {
			t.Errorf("Line(%.80q) holds a newline", want)
		}
		if got, err := words.Split(line); err != nil || !slices.Equal(got, want) {
			t.Errorf("Split(Line(%.80q)) = %.80q, %v", want, got, err)
		}
	}
}

func TestSplitRefuses(t *testing.T) {
	for _, line := range []string{"x", " ", `"a"  "b"`, `"a" `, `"a""b"`, `"a`, "`a`", `'a'`, `"\q"`} {
		if got, err := words.Split(line); err == nil {
			t.Errorf("Split(%q) = %q, and no error", line, got)
		}
	}
}
