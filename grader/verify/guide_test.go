package verify

import (
	"fmt"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
	"github.com/stretchr/testify/require"

	"workbook/grader/course"
)

// The guide's equivalent.toml has every key that is read, and no other.
func TestGuideOfMarks(t *testing.T) {
	_, block, ok := strings.Cut(course.Guide, "    [[mutant]]\n")
	require.True(t, ok)
	var m mark
	meta, err := toml.Decode(block, &m)
	require.NoError(t, err)
	require.Empty(t, meta.Undecoded())
	for i := range reflect.TypeFor[mark]().NumField() {
		if key := reflect.TypeFor[mark]().Field(i).Tag.Get("toml"); key != "" {
			require.True(t, meta.IsDefined(key), "the guide has no key %q", key)
		}
	}
}

// The numbers in the guide are those that are asked for.
func TestGuideOfNumbers(t *testing.T) {
	guide := strings.Join(strings.Fields(course.Guide), " ")
	for _, promise := range []string{
		fmt.Sprintf("add up to %d", fullPoints),
		fmt.Sprintf("There are %d hints", levels),
		fmt.Sprintf("%d to %d pages of %d to %d words", minPages, maxPages, minWords, maxWords),
		fmt.Sprintf("at most %d columns wide, a tab counting as %d", maxColumns, tabColumns),
		fmt.Sprintf("At least %d known-right", minRight),
		fmt.Sprintf("At least %d known-wrong", minWrong),
	} {
		require.Contains(t, guide, promise)
	}
}

// The form of a block of statements is as the guide has it.
func TestGuideOfSnippets(t *testing.T) {
	line := regexp.MustCompile(`(?m)^ +(` + regexp.QuoteMeta(snippetMark) + `.*)$`).FindStringSubmatch(course.Guide)
	require.NotNil(t, line)
	source, err := Snippet{Path: "lesson.md", Line: 1, Code: line[1] + "\n_, _, _ = io.EOF, net.ErrClosed, conn\n_ = n"}.source()
	require.NoError(t, err)
	require.Contains(t, source, `import ("io"; "net"); func _(conn net.Conn, n int)`)
}
