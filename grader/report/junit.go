package report

import (
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// WriteJUnit writes r as JUnit XML in the form that Jenkins, GitLab and the
// surefire tools read: a testsuite an exercise, a testcase a check, and testcases
// for the stages read, policy, compile and race, so that a submission that never
// came to a check still counts as failed.
//
// A verdict against the submission is a <failure> with the verdict as its type,
// the grader's own failure is an <error>, not_run is <skipped>. Times are seconds.
// A check that is not required and failed while the exercise passed is <skipped>
// too, with its sentence.
func WriteJUnit(w io.Writer, r *Report) error {
	r = r.orEmpty()
	all := junitSuites{Name: "workbook"}
	var ms int64
	for i := range r.Exercises {
		s := suite(&r.Exercises[i])
		all.Suites = append(all.Suites, s)
		all.Tests += s.Tests
		all.Failures += s.Failures
		all.Errors += s.Errors
		ms += max(0, r.Exercises[i].DurationMS)
	}
	all.Time = seconds(ms)
	b, err := xml.MarshalIndent(all, "", "  ")
	if err != nil {
		return fmt.Errorf("encoding the report as JUnit XML: %w", err)
	}
	if _, err := w.Write([]byte(xml.Header + string(b) + "\n")); err != nil {
		return fmt.Errorf("writing the report as JUnit XML: %w", err)
	}
	return nil
}

type junitSuites struct {
	XMLName  xml.Name     `xml:"testsuites"`
	Name     string       `xml:"name,attr"`
	Tests    int          `xml:"tests,attr"`
	Failures int          `xml:"failures,attr"`
	Errors   int          `xml:"errors,attr"`
	Time     string       `xml:"time,attr"`
	Suites   []junitSuite `xml:"testsuite"`
}

type junitSuite struct {
	Name       string          `xml:"name,attr"`
	Tests      int             `xml:"tests,attr"`
	Failures   int             `xml:"failures,attr"`
	Errors     int             `xml:"errors,attr"`
	Skipped    int             `xml:"skipped,attr"`
	Time       string          `xml:"time,attr"`
	Properties []junitProperty `xml:"properties>property"`
	Cases      []junitCase     `xml:"testcase"`
}

type junitProperty struct {
	Name  string `xml:"name,attr"`
	Value string `xml:"value,attr"`
}

type junitCase struct {
	Name    string       `xml:"name,attr"`
	Class   string       `xml:"classname,attr"`
	Time    string       `xml:"time,attr"`
	Failure *junitResult `xml:"failure"`
	Error   *junitResult `xml:"error"`
	Skipped *junitResult `xml:"skipped"`
	Output  string       `xml:"system-out,omitempty"`
}

type junitResult struct {
	Type    string `xml:"type,attr"`
	Message string `xml:"message,attr"`
	Text    string `xml:",chardata"`
}

func suite(e *Exercise) junitSuite {
	s := junitSuite{
		Name: xmlLine(e.ID),
		Time: seconds(e.DurationMS),
		Properties: []junitProperty{
			{"title", xmlLine(e.Title)},
			{"verdict", xmlLine(string(e.Verdict))},
			{"points", strconv.Itoa(e.Points)},
			{"max_points", strconv.Itoa(e.MaxPoints)},
			{"isolation", xmlLine(e.Isolation)},
			{"seed", strconv.FormatUint(e.Seed, 10)},
		},
	}
	var after []Stage // of the checks
	for _, st := range e.Stages {
		if info := st.Name.Info(); info.Problems || info.Checks {
			s.stage(e, st)
		} else {
			after = append(after, st)
		}
	}
	for _, c := range e.Checks {
		s.check(e, c)
	}
	for _, st := range after {
		s.stage(e, st)
	}
	if !e.Verdict.Passed() && s.Failures+s.Errors == 0 {
		// Nothing above says so, and a reader counts only testcases.
		v := e.Verdict
		if v == NotRun {
			v = Fail
		}
		s.add(junitCase{Name: "verdict", Class: class(e, "stages"), Time: seconds(0)},
			v, e.message(), withPlace(e.message(), e.File, e.Line)+problemText(e))
	}
	return s
}

// stage adds a testcase for a stage. Those of the checks themselves get none,
// unless they failed and no check says so.
func (s *junitSuite) stage(e *Exercise, st Stage) {
	if st.Name.Info().Checks && (!st.Verdict.Bad() || e.explained(st)) {
		return
	}
	m := e.stageMessage(st)
	body := withPlace(m, st.File, st.Line)
	if e.firstBad() == st.Name {
		body += problemText(e)
	}
	s.add(junitCase{
		Name:   xmlLine(string(st.Name)),
		Class:  class(e, "stages"),
		Time:   seconds(st.DurationMS),
		Output: xmlOutput(st.Output),
	}, st.Verdict, m, body)
}

func (s *junitSuite) check(e *Exercise, c Check) {
	m := e.checkMessage(c)
	var body strings.Builder
	body.WriteString(withPlace(m, c.File, c.Line))
	for _, v := range c.values() {
		body.WriteString("\n" + v[0] + ": " + v[1])
	}
	name := xmlLine(c.Name)
	if t := xmlLine(c.Title); t != "" {
		name += ": " + t
	}
	v := c.Verdict
	if v.Failed() && !c.Required && e.Verdict.Passed() {
		v, m = NotRun, "not required, and it "+verb(v)+": "+m
	}
	s.add(junitCase{
		Name:   name,
		Class:  class(e, string(c.Kind)),
		Time:   seconds(c.DurationMS),
		Output: xmlOutput(c.Output),
	}, v, m, body.String())
}

// add counts the testcase and gives it the element that its verdict asks for.
func (s *junitSuite) add(c junitCase, v Verdict, message, body string) {
	res := &junitResult{Type: string(v), Message: xmlLine(message), Text: XML(body)}
	s.Tests++
	switch {
	case v == Pass:
	case v == NotRun:
		c.Skipped = res
		s.Skipped++
	case v == GraderError:
		c.Error = res
		s.Errors++
	default:
		if !v.Known() {
			res.Type = "unknown"
		}
		c.Failure = res
		s.Failures++
	}
	s.Cases = append(s.Cases, c)
}

func class(e *Exercise, part string) string {
	return xmlLine("workbook." + e.ID + "." + part)
}

func withPlace(message, file string, ln int) string {
	s := text(message)
	if at := place(file, ln, 0); at != "" {
		s += "\nat " + at
	}
	return s
}

func problemText(e *Exercise) string {
	var b strings.Builder
	for _, p := range e.Problems {
		b.WriteString("\n")
		if at := place(p.File, p.Line, p.Column); at != "" {
			b.WriteString(at + ": ")
		}
		b.WriteString(text(p.Message))
		if p.Hint != "" {
			b.WriteString("\n  " + text(p.Hint))
		}
	}
	return b.String()
}

func xmlLine(s string) string { return XML(line(s)) }

func xmlOutput(s string) string {
	return ClipLines(strings.Trim(XML(s), "\n"), MaxLines)
}

// seconds writes milliseconds as seconds, as the schema wants them: digits and a
// point, never an exponent, never below zero.
func seconds(ms int64) string {
	ms = max(0, ms)
	return fmt.Sprintf("%d.%03d", ms/1000, ms%1000)
}
