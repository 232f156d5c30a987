package report_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	gast "github.com/yuin/goldmark/extension/ast"
	gtext "github.com/yuin/goldmark/text"

	"workbook/grader/report"
)

func written(t testing.TB, write func(io.Writer, *report.Report) error, r *report.Report) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, write(&b, r))
	return b.String()
}

// What a submission says is text, whatever signs it is made of.
func TestMarkdownIsOurs(t *testing.T) {
	more := []string{"[a](http://evil)", "![a](x)", "<script>", "**a**", "# a", "@team", "https://evil.example", "www.evil.example", "| a | b |",
		"```\n<b>", "~~a~~", "&lt;", "`a`", "a\n\n- b", "a\n```\n# b\n````\n# c"}
	for _, s := range append(more, hostile...) {
		doc := written(t, report.WriteMarkdown, filled(s, report.Fail))
		requireNoLegacyCommands(t, doc)
		require.NoError(t, ast.Walk(parse(doc), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
			switch n := n.(type) {
			case *ast.CodeSpan:
				return ast.WalkSkipChildren, nil // where nothing means anything
			case *ast.Text:
				if said := string(n.Value([]byte(doc))); mention.MatchString(said) {
					return ast.WalkStop, fmt.Errorf("somebody is called in %q", said)
				}
			case *ast.Link, *ast.Image, *ast.AutoLink, *ast.HTMLBlock, *gast.Strikethrough, *ast.Blockquote:
				return ast.WalkStop, fmt.Errorf("%v of %q in\n%s", n.Kind(), s, doc)
			case *ast.RawHTML:
				if raw := string(n.Segments.Value([]byte(doc))); raw != "<sub>" && raw != "</sub>" {
					return ast.WalkStop, fmt.Errorf("HTML %q of %q", raw, s)
				}
			case *ast.Heading:
				if n.Level != 2 && n.Level != 3 {
					return ast.WalkStop, fmt.Errorf("a heading of %q", s)
				}
			}
			return ast.WalkContinue, nil
		}))
	}
}

var mention = regexp.MustCompile(`@\w`)

func parse(doc string) ast.Node {
	return goldmark.New(goldmark.WithExtensions(extension.GFM)).Parser().Parse(gtext.NewReader([]byte(doc)))
}

func TestHTMLIsOurs(t *testing.T) {
	tag := regexp.MustCompile(`<[^>]*>`)
	ours := tag.FindAllString(written(t, report.WriteHTML, filled("x", report.Fail)), -1)
	for _, s := range append([]string{`"><script>alert(1)</script>`, "</div>", "&lt;b&gt;", "'onload='x"}, hostile...) {
		doc := written(t, report.WriteHTML, filled(s, report.Fail))
		for _, found := range tag.FindAllString(doc, -1) {
			require.Contains(t, ours, found, "of %q", s)
		}
		requireNoControls(t, doc)
	}
	require.NotContains(t, written(t, report.WriteHTML, rich()), "http", "it loads nothing")
}

// Every line of TAP is one of ours: a plan, a test point, a subtest, or a line of a
// block of YAML, whose strings are quoted.
func TestTAPIsOurs(t *testing.T) {
	line := regexp.MustCompile(`^(TAP version 14|1\.\.\d+( # SKIP .*)?| {4}1\.\.\d+|# Subtest: .*|( {4})?(not )?ok \d+ - .*|( {2}| {6})(---|\.\.\.|(verdict|message|at): ".*"))$`)
	for _, s := range hostile {
		for l := range strings.Lines(written(t, report.WriteTAP, filled(s, report.Fail))) {
			require.Regexp(t, line, strings.TrimSuffix(l, "\n"), "of %q", s)
		}
	}
	require.Equal(t, "TAP version 14\n1..0 # SKIP there is nothing to grade\n", written(t, report.WriteTAP, nil))
}

func TestGitHubShowsTheWorstTen(t *testing.T) {
	r := rich()
	for range 3 {
		r = report.Merge(r, rich())
	}
	doc := written(t, report.WriteGitHub, r)
	require.Equal(t, 10, strings.Count(doc, "::error"))
	require.NotContains(t, doc, "::warning")
	require.NotContains(t, doc, "::notice")
	require.Contains(t, doc, "more than the 10 that GitHub shows")
}

// A class is a table of students and exercises, in which nobody gets a grade that
// nobody could make.
func TestGradebooks(t *testing.T) {
	ada, bob := rich(), rich()
	bob.Exercises = bob.Exercises[1:3]
	for i := range bob.Exercises {
		bob.Exercises[i].Student = "=Bob"
	}
	again := rich() // a second try of Ada's
	again.Exercises = again.Exercises[1:2]
	again.Exercises[0].Points = 12
	class := report.Merge(ada, bob, again)

	rows, err := csv.NewReader(strings.NewReader(written(t, report.WriteCanvas, class))).ReadAll()
	require.NoError(t, err)
	require.Equal(t, []string{"Student", "ID", "SIS User ID", "SIS Login ID", "Section"}, rows[0][:5])
	require.Equal(t, []string{"Points Possible", "", "", "", "", "5", "12", "10", "10", "6", "4"}, rows[1])
	require.Equal(t, []string{"Ada", "", "", "Ada", "", "4", "12", "0", "0", "0", ""}, rows[2])
	require.Equal(t, []string{"'=Bob", "", "", "'=Bob", "", "", "3", "0", "", "", ""}, rows[3])

	rows, err = csv.NewReader(strings.NewReader(written(t, report.WriteMoodle, class))).ReadAll()
	require.NoError(t, err)
	require.Len(t, rows, 3)
	require.Equal(t, []string{"Username", "01_sequential", "01_sequential feedback"}, rows[0][:3])
	require.Equal(t, []string{"'=Bob", "", "", "3"}, rows[2][:4])
}

func TestGradescope(t *testing.T) {
	var got struct {
		Score int
		Tests []struct {
			Name, Status  string
			Score, Max    int
			Output_Format string
		}
	}
	require.NoError(t, json.Unmarshal([]byte(written(t, report.WriteGradescope, rich())), &got))
	require.Equal(t, rich().Count().Points, got.Score)
	for _, test := range got.Tests {
		require.Contains(t, []string{"passed", "failed", ""}, test.Status)
		require.Equal(t, "text", test.Output_Format, "nothing of a submission is taken for HTML")
	}
	require.True(t, slices.ContainsFunc(got.Tests, func(t struct {
		Name, Status  string
		Score, Max    int
		Output_Format string
	}) bool {
		return t.Name == "03_echoes does not compile" && t.Status == "failed"
	}))
}

func TestExercism(t *testing.T) {
	type result struct {
		Version int
		Status  string
		Message *string
		Tests   []struct {
			Name, Status string
			Message      *string
			Output       *string
		}
	}
	for i, want := range []string{"pass", "fail", "error", "error", "fail", "fail"} {
		r := rich()
		r.Exercises = r.Exercises[i : i+1]
		r.Exercises[0].Checks[0].Output = strings.Repeat("x", 1000)
		var got result
		require.NoError(t, json.Unmarshal([]byte(written(t, report.WriteExercism, r)), &got))
		require.Equal(t, 3, got.Version)
		require.Equal(t, want, got.Status, r.Exercises[0].ID)
		require.Equal(t, want != "pass", got.Message != nil)
		for _, test := range got.Tests {
			require.Contains(t, []string{"pass", "fail", "error"}, test.Status)
			require.Equal(t, test.Status != "pass", test.Message != nil, "a message, unless it passed")
			if test.Output != nil {
				require.LessOrEqual(t, len([]rune(*test.Output)), 500)
			}
		}
	}
}

// The parts that GitHub's code scanning insists on.
func TestSARIF(t *testing.T) {
	var got struct {
		Version string
		Runs    []struct {
			Tool struct {
				Driver struct{ Rules []struct{ ID string } }
			}
			Results []struct {
				RuleID    string
				RuleIndex int
				Level     string
				Locations []struct {
					PhysicalLocation struct {
						ArtifactLocation struct{ URI string }
						Region           *struct{ StartLine int }
					}
				}
			}
		}
	}
	for _, r := range []*report.Report{rich(), filled("../a b%\n", report.Fail)} {
		require.NoError(t, json.Unmarshal([]byte(written(t, report.WriteSARIF, r)), &got))
		require.Equal(t, "2.1.0", got.Version)
		run := got.Runs[0]
		require.NotEmpty(t, run.Results)
		for _, res := range run.Results {
			require.Equal(t, run.Tool.Driver.Rules[res.RuleIndex].ID, res.RuleID)
			require.Contains(t, []string{"error", "warning", "note"}, res.Level)
			at := res.Locations[0].PhysicalLocation
			require.NotEmpty(t, at.ArtifactLocation.URI)
			require.NotContains(t, at.ArtifactLocation.URI, " ")
			if at.Region != nil {
				require.Positive(t, at.Region.StartLine)
			}
		}
	}
}
