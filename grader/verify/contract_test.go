package verify

import (
	"testing"

	"github.com/stretchr/testify/require"
)

const lesson = "# Before\n\nThe task is none of this page.\n\n---\n\n# The task: one\n\nWrite `Echo`.\n\n" +
	"```go\nfunc Echo()\n```\n\n- Echo serves, and it\n  returns nil. It is **closed**.\n- No polling.\n\n## More\n\n1. It is closed.\n" +
	"\n---\n\n# After\n\nNor of this.\n\n---\n# The task: two\n\nThe end\n"

func TestTask(t *testing.T) {
	require.Equal(t, "Write `Echo`. Echo serves, and it returns nil. It is **closed**. No polling. It is closed. The end", taskOf(lesson).text)
	require.Empty(t, taskOf("# Echo\n\nSomething.\n\n# The task\n\nNot the page's own heading.\n").text)
}

func TestTaskIsCovered(t *testing.T) {
	for _, test := range []struct {
		name  string
		texts []string
		want  []int
		left  []leftover
	}{
		{"by sentences and parts of them",
			[]string{"Write `Echo`.", "Echo serves", "and it returns nil.", "It is **closed**", "No polling.", "It is closed.", "The end"},
			[]int{found, found, found, found, found, found, found}, nil},
		{"but for what is left", []string{"Write `Echo`.", "Echo serves, and", "It is **closed**.", "No polling.", "The end"},
			[]int{found, found, found, found, found}, []leftover{{"it returns nil.", 15}, {"It is closed.", 21}}},
		{"not by other words", []string{"Echo serve", "cho serves", "returns nil. It is closed."}, []int{absent, absent, absent},
			[]leftover{{taskOf(lesson).text, 9}}},
		{"once by each text", []string{taskOf(lesson).text, taskOf(lesson).text}, []int{found, twice}, nil},
		{"by parts that stand in longer ones", []string{taskOf(lesson).text, "No polling."}, []int{found, found}, nil},
		{"by a text for each time that it is said", []string{"It is", "It is", "It is"}, []int{found, found, twice},
			[]leftover{{"Write `Echo`. Echo serves, and it returns nil.", 9}, {"**closed**. No polling.", 16}, {"closed. The end", 21}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			task := taskOf(lesson)
			for i, text := range test.texts {
				require.Equal(t, test.want[i], task.cover(text), text)
			}
			require.Equal(t, test.left, task.left())
		})
	}
}
