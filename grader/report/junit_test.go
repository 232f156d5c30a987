package report_test

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/report"
)

// An element is what Ant's schema (windyroad/JUnit-Schema) and that of Jenkins' xUnit
// plugin (junit-10.xsd) have in common: its attributes, those of them that must be
// there, and what it may contain. What is not listed is an error.
type element struct {
	attrs, needs, children []string
	text                   bool
}

var junit = map[string]element{
	"testsuites": {children: words("testsuite")},
	"testsuite": {attrs: words("name time tests failures errors skipped timestamp hostname id package"),
		needs:    words("name time tests failures errors timestamp hostname id package"),
		children: words("properties testcase system-out system-err")},
	"properties": {children: words("property")},
	"property":   {attrs: words("name value"), needs: words("name value")},
	"testcase":   {attrs: words("name classname time"), needs: words("name classname time"), children: words("skipped error failure")},
	"failure":    {attrs: words("type message"), needs: words("type"), text: true},
	"error":      {attrs: words("type message"), needs: words("type"), text: true},
	"skipped":    {attrs: words("message"), text: true},
	"system-out": {text: true},
	"system-err": {text: true},
}

func words(s string) []string { return strings.Fields(s) }

var (
	junitTime  = regexp.MustCompile(`^[0-9]+(\.[0-9]+)?$`)
	junitCount = regexp.MustCompile(`^[0-9]+$`)
)

// checkJUnit reports the first thing in doc that the schema does not allow, counts
// that do not add up included.
func checkJUnit(doc []byte) error {
	c := junitChecker{seen: map[string]int{}, total: map[string]int{}}
	d := xml.NewDecoder(bytes.NewReader(doc))
	for {
		tok, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			return fmt.Errorf("not XML: %w", err)
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			err = c.start(tok)
		case xml.EndElement:
			err = c.end(tok.Name.Local)
		case xml.CharData:
			err = c.text(string(tok))
		}
		if err != nil {
			return err
		}
	}
	if n := c.total["testsuites"]; n != 1 {
		return fmt.Errorf("%d roots", n)
	}
	return nil
}

type junitChecker struct {
	path        []string            // the elements that are open
	attrs       []map[string]string // theirs
	seen, total map[string]int      // elements in this suite, and in all
	results     int                 // of this testcase
}

func (c *junitChecker) start(tok xml.StartElement) error {
	if err := checkStart(c.path, tok); err != nil {
		return err
	}
	name := tok.Name.Local
	attrs := map[string]string{}
	for _, a := range tok.Attr {
		attrs[a.Name.Local] = a.Value
	}
	c.path, c.attrs = append(c.path, name), append(c.attrs, attrs)
	c.seen[name]++
	c.total[name]++
	switch name {
	case "testsuite":
		clear(c.seen)
	case "testcase":
		c.results = 0
	case "failure", "error", "skipped":
		if c.results++; c.results > 1 {
			return fmt.Errorf("testcase %q has two results", c.attrs[len(c.attrs)-2]["name"])
		}
	}
	return nil
}

func (c *junitChecker) end(name string) error {
	last := len(c.path) - 1
	attrs := c.attrs[last]
	c.path, c.attrs = c.path[:last], c.attrs[:last]
	switch name {
	case "testsuite":
		return checkCounts(attrs, c.seen)
	case "testsuites":
		return checkCounts(attrs, c.total)
	}
	return nil
}

func (c *junitChecker) text(s string) error {
	if n := len(c.path); n > 0 && !junit[c.path[n-1]].text && strings.TrimSpace(s) != "" {
		return fmt.Errorf("text in <%s>: %q", c.path[n-1], s)
	}
	return nil
}

func checkStart(path []string, tok xml.StartElement) error {
	name := tok.Name.Local
	def, ok := junit[name]
	if !ok || tok.Name.Space != "" {
		return fmt.Errorf("unknown element <%s>", name)
	}
	if len(path) == 0 {
		if name != "testsuites" {
			return fmt.Errorf("the root is <%s>", name)
		}
	} else if parent := path[len(path)-1]; !slices.Contains(junit[parent].children, name) {
		return fmt.Errorf("<%s> in <%s>", name, parent)
	}
	have := map[string]bool{}
	for _, a := range tok.Attr {
		have[a.Name.Local] = true
		switch {
		case !slices.Contains(def.attrs, a.Name.Local):
			return fmt.Errorf("<%s> has an attribute %q", name, a.Name.Local)
		case a.Name.Local == "time" && !junitTime.MatchString(a.Value):
			return fmt.Errorf("<%s> has the time %q", name, a.Value)
		case slices.Contains(words("tests failures errors skipped"), a.Name.Local) && !junitCount.MatchString(a.Value):
			return fmt.Errorf("<%s> has %s=%q", name, a.Name.Local, a.Value)
		}
	}
	for _, n := range def.needs {
		if !have[n] {
			return fmt.Errorf("<%s> has no %s", name, n)
		}
	}
	return nil
}

func checkCounts(attrs map[string]string, seen map[string]int) error {
	for attr, elem := range map[string]string{"tests": "testcase", "failures": "failure", "errors": "error", "skipped": "skipped"} {
		if v, ok := attrs[attr]; ok && v != strconv.Itoa(seen[elem]) {
			return fmt.Errorf("%q says %s=%s, and there are %d", attrs["name"], attr, v, seen[elem])
		}
	}
	return nil
}

// The checker itself finds what it is there to find.
func TestCheckJUnitFinds(t *testing.T) {
	const begin = `<testsuites><testsuite id="0" package="" name="a" timestamp="2026-11-27T00:00:00" hostname="h" time="0" `
	const suite = begin + `tests="%s" failures="0" errors="0">%s</testsuite></testsuites>`
	const testcase = `<testcase name="x" classname="y" time="0">`
	for name, c := range map[string]struct{ doc, want string }{
		"cut":        {`<testsuites>`, "not XML"},
		"control":    {"<testsuites name=\"\x01\"/>", "not XML"},
		"root":       {`<testsuite name="a" tests="0" failures="0" errors="0"/>`, "the root"},
		"element":    {`<testsuites><x/></testsuites>`, "unknown element"},
		"place":      {`<testsuites><testcase name="a"/></testsuites>`, "<testcase> in <testsuites>"},
		"attribute":  {`<testsuites color="red"/>`, `"color"`},
		"missing":    {`<testsuites><testsuite name="a" tests="0" failures="0" errors="0" timestamp="" hostname="" id="0" package=""/></testsuites>`, "has no time"},
		"time":       {`<testsuites><testsuite time="1e3"/></testsuites>`, `"1e3"`},
		"count":      {`<testsuites><testsuite tests="many"/></testsuites>`, `"many"`},
		"text":       {`<testsuites>hello</testsuites>`, "text in"},
		"wrong sum":  {fmt.Sprintf(suite, "2", testcase+`</testcase>`), "tests=2"},
		"two fates":  {fmt.Sprintf(suite, "1", testcase+`<error type="a"/><error type="b"/></testcase>`), "two results"},
		"right":      {fmt.Sprintf(suite, "1", testcase+`</testcase>`), ""},
		"two roots":  {`<testsuites/><testsuites/>`, "2 roots"},
		"no content": {``, "0 roots"},
	} {
		t.Run(name, func(t *testing.T) {
			err := checkJUnit([]byte(c.doc))
			if c.want == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, c.want)
		})
	}
}

func junitOf(t testing.TB, r *report.Report) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, report.WriteJUnit(&b, r))
	require.NoError(t, checkJUnit(b.Bytes()), "%s", b.String())
	return b.String()
}

func TestJUnitIsValid(t *testing.T) {
	back := rich() // a clock that was set back
	back.Exercises[0].DurationMS, back.Exercises[0].Stages[0].DurationMS, back.Exercises[0].Checks[0].DurationMS = -5, -1500, -1
	junitOf(t, back)
	junitOf(t, rich())
	junitOf(t, nil)
	junitOf(t, &report.Report{})
}

// Whatever an exercise looks like: one that did not pass has a failure or an
// error, one that passed has neither.
func TestJUnitCountsWhatDidNotPass(t *testing.T) {
	for _, v := range append(verdicts, "", "PASS") {
		for _, stage := range append(verdicts, "") {
			for _, check := range append(verdicts, "") {
				e := report.Exercise{ID: "x", Verdict: v,
					Stages: []report.Stage{{Name: report.Compile, Verdict: report.Pass}, {Name: report.Inside, Verdict: stage}},
					Checks: []report.Check{{Name: "TestA", Kind: "inside", Verdict: check}},
				}
				if v == report.Pass && (stage != report.Pass && stage != report.NotRun || check != report.Pass && check != report.NotRun) {
					continue // contradicts itself; anything that is bad in it is shown
				}
				doc := junitOf(t, &report.Report{Exercises: []report.Exercise{e}})
				failed := strings.Contains(doc, "<failure") || strings.Contains(doc, "<error")
				require.Equal(t, v != report.Pass, failed, "exercise %q, stage %q, check %q:\n%s", v, stage, check, doc)
			}
		}
	}
}

func TestJUnitElements(t *testing.T) {
	for v, want := range map[report.Verdict]string{
		report.Fail:         `<failure type="fail"`,
		report.Timeout:      `<failure type="timeout"`,
		report.Crash:        `<failure type="crash"`,
		report.Memory:       `<failure type="memory"`,
		report.CompileError: `<failure type="compile_error"`,
		report.Refused:      `<failure type="refused"`,
		report.GraderError:  `<error type="grader_error"`,
		report.NotRun:       `<skipped message="`,
		"<&>":               `<failure type="unknown"`,
	} {
		doc := junitOf(t, &report.Report{Exercises: []report.Exercise{{ID: "x", Verdict: report.Fail,
			Checks: []report.Check{{Name: "TestA", Kind: "inside", Verdict: v, Required: true}}}}})
		require.Contains(t, doc, want, v)
	}
}
