package course_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/course"
)

// withContract loads the good course with an audit table in its first exercise.
func withContract(t *testing.T, table string) *course.Course {
	t.Helper()
	root := extract(t, "good.txtar")
	require.NoError(t, os.WriteFile(filepath.Join(root, "solutions", "01_echo", "contract.toml"), []byte(table), 0o600))
	c, err := course.Load(root)
	require.NoError(t, err)
	return c
}

func TestContract(t *testing.T) {
	c := withContract(t, `
[[sentence]]
text   = """A client gets
  back every byte."""
checks = ["TestEcho", "race", "TestClose", "TestTCP"]
broken = ["late"]

[[sentence]]
text = 'It may log.'
untested = "It demands nothing."
`)
	sentences, problems := c.Contract("01_echo")
	require.Empty(t, problems)
	require.Equal(t, []course.Sentence{
		{Text: "A client gets back every byte.", Line: 3, Checks: []string{"TestEcho", "race", "TestClose", "TestTCP"}, Broken: []string{"late"}},
		{Text: "It may log.", Line: 9, Untested: "It demands nothing."},
	}, sentences)
}

func TestContractIsReadStrictly(t *testing.T) {
	const tested = "checks = [\"TestEcho\"]\nbroken = [\"late\"]\n"
	for _, test := range []struct{ name, table, want string }{
		{"no TOML", "[[sentence]\n", "solutions/01_echo/contract.toml:2: not valid TOML: "},
		{"no sentence", "", "solutions/01_echo/contract.toml:1: the table has no sentences; "},
		{"another key", "[[sentence]]\ntext = \"A.\"\n" + tested + "brokn = []\n", `contract.toml:5: unknown key "brokn"; did you mean broken?`},
		{"no text", "\n[[sentence]]\n" + tested, "contract.toml:2: text is missing or empty"},
		{"a number", "[[sentence]]\ntext = \"A.\"\nchecks = [1]\nbroken = [\"late\"]\n", "contract.toml:3: checks holds a whole number, not a string"},
		{"both", "[[sentence]]\ntext = \"A.\"\n" + tested + "untested = \"why\"\n", "contract.toml:5: the sentence is untested and tested at once"},
		{"neither", "[[sentence]]\ntext = \"A.\"\n", "contract.toml:2: nothing tests the sentence"},
		{"no reason", "[[sentence]]\ntext = \"A.\"\nuntested = \" \"\n", "contract.toml:3: nothing says why the sentence is untested"},
		{"no check", "[[sentence]]\ntext = \"A.\"\nchecks = []\nbroken = [\"late\"]\n", "contract.toml:3: no check is named"},
		{"nobody breaks it", "[[sentence]]\ntext = \"A.\"\nchecks = [\"TestEcho\"]\n", "contract.toml:1: nothing breaks the sentence"},
		{"unknown check", "[[sentence]]\ntext = \"A.\"\nchecks = [\"TestEcho\",\n  \"TestEhco\"]\nbroken = [\"late\"]\n",
			`contract.toml:4: "TestEhco" is neither a check of 01_echo nor one of policy, compile, schedules, race; did you mean TestEcho?`},
		{"unknown solution", "[[sentence]]\ntext = \"A.\"\nchecks = [\"TestEcho\"]\nbroken = [\"ltae\"]\n",
			`contract.toml:4: there is no known-wrong solution "ltae"; did you mean late?`},
		{"a right solution", "[[sentence]]\ntext = \"A.\"\nchecks = [\"TestEcho\"]\nbroken = [\"plain\"]\n", `there is no known-wrong solution "plain"`},
		{"a check for nothing", "[[sentence]]\ntext = \"A.\"\nchecks = [\"TestEcho\", \"TestClose\"]\nbroken = [\"late\"]\n",
			"contract.toml:1: no sentence is tested by TestTCP; "},
		{"caught otherwise", "[[sentence]]\ntext = \"A.\"\nchecks = [\"TestEcho\"]\nbroken = [\"noclose\"]\n",
			"contract.toml:4: noclose is caught by TestClose, TestTCP, race, and none of these is said to test the sentence"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, problems := withContract(t, test.table).Contract("01_echo")
			require.Len(t, problems, 1)
			require.Contains(t, problems[0].String(), test.want)
		})
	}
}

func TestContractIsMissing(t *testing.T) {
	c, err := course.Load(extract(t, "good.txtar"))
	require.NoError(t, err)
	sentences, problems := c.Contract("01_echo")
	require.Empty(t, sentences)
	require.Len(t, problems, 1)
	require.Contains(t, problems[0].String(), "solutions/01_echo/contract.toml: there is no table of what the task demands; ")
}
