package report

import (
	"cmp"
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// WriteJUnit writes r as JUnit XML: a testsuite an exercise, a testcase a check, and
// testcases for the stages read, policy, compile and race, so that a submission that
// never came to a check still counts as failed. Its form is the one that is valid both
// by the schema of Ant's JUnit task and by that of Jenkins' xUnit plugin; GitLab and
// the surefire tools read it, too.
//
// A verdict against the submission is a <failure> with the verdict as its type,
// the grader's own failure is an <error>, not_run is <skipped>. Times are seconds.
// A check that is not required and failed while the exercise passed is <skipped>
// too, with its sentence.
func WriteJUnit(w io.Writer, r *Report) error {
	r = r.orEmpty()
	all := junitSuites{}
	for i := range r.Exercises {
		s := suite(&r.Exercises[i])
		s.Index = i
		all.Suites = append(all.Suites, s)
	}
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
	XMLName xml.Name     `xml:"testsuites"`
	Suites  []junitSuite `xml:"testsuite"`
}

type junitSuite struct {
	Index      int             `xml:"id,attr"`
	Package    string          `xml:"package,attr"`
	Name       string          `xml:"name,attr"`
	Timestamp  string          `xml:"timestamp,attr"` // in UTC, which it must not say
	Hostname   string          `xml:"hostname,attr"`
	Tests      int             `xml:"tests,attr"`
	Failures   int             `xml:"failures,attr"`
	Errors     int             `xml:"errors,attr"`
	Skipped    int             `xml:"skipped,attr"`
	Time       string          `xml:"time,attr"`
	Properties []junitProperty `xml:"properties>property"`
	Cases      []junitCase     `xml:"testcase"`
	Output     string          `xml:"system-out"`
	Errout     string          `xml:"system-err"`
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
}

type junitResult struct {
	Type    string `xml:"type,attr,omitempty"` // which a skipped one must not have
	Message string `xml:"message,attr"`
	Text    string `xml:",chardata"`
}

func suite(e *Exercise) junitSuite {
	s := junitSuite{
		Package:   xmlLine(e.Student),
		Name:      cmp.Or(xmlLine(e.ID), "exercise"),
		Timestamp: e.GradedAt.UTC().Format("2006-01-02T15:04:05"),
		Hostname:  "localhost",
		Time:      seconds(e.DurationMS),
		Properties: []junitProperty{
			{"title", xmlLine(e.Title)},
			{"verdict", xmlLine(string(e.Verdict))},
			{"points", strconv.Itoa(e.Points)},
			{"max_points", strconv.Itoa(e.MaxPoints)},
			{"isolation", xmlLine(e.Isolation)},
			{"seed", strconv.FormatUint(e.Seed, 10)},
			{"student", xmlLine(e.Student)},
			{"graded_at", e.when()},
			{"course", xmlLine(e.Course)},
			{"go", xmlLine(e.Go)},
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
			v, e.message(english{}), withPlace(e.message(english{}), e.File, e.Line)+problemText(e))
	}
	return s
}

// stage adds a testcase for a stage. Those of the checks themselves get none,
// unless they failed and no check says so.
func (s *junitSuite) stage(e *Exercise, st Stage) {
	if st.Name.Info().Checks && (!st.Verdict.Bad() || e.explained(st)) {
		return
	}
	m := e.stageMessage(english{}, st)
	body := withPlace(m, st.File, st.Line)
	if e.firstBad() == st.Name {
		body += problemText(e)
	}
	s.printed(string(st.Name), st.Output)
	s.add(junitCase{
		Name:  xmlLine(string(st.Name)),
		Class: class(e, "stages"),
		Time:  seconds(st.DurationMS),
	}, st.Verdict, m, body)
}

func (s *junitSuite) check(e *Exercise, c Check) {
	m := e.checkMessage(english{}, c)
	body := e.checkText(c)
	name := xmlLine(c.Name)
	if t := xmlLine(c.Title); t != "" {
		name += ": " + t
	}
	v := c.Verdict
	if v.Failed() && !c.Required && e.Verdict.Passed() {
		v, m = NotRun, "not required, and it "+verb(v)+": "+m
	}
	s.printed(c.Name, c.Output)
	s.add(junitCase{
		Name:  name,
		Class: class(e, string(c.Kind)),
		Time:  seconds(c.DurationMS),
	}, v, m, body)
}

// printed adds what a check or a stage printed to the suite's output: a testcase has
// none of its own in Ant's schema.
func (s *junitSuite) printed(who, output string) {
	if output = xmlOutput(output); output != "" {
		s.Output += "== " + xmlLine(who) + " printed:\n" + output + "\n"
	}
}

// add counts the testcase and gives it the element that its verdict asks for.
func (s *junitSuite) add(c junitCase, v Verdict, message, body string) {
	res := &junitResult{Type: string(v), Message: xmlLine(message), Text: XML(body)}
	s.Tests++
	switch {
	case v == Pass:
	case v == NotRun:
		res.Type = ""
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
	whose := ""
	if e.Student != "" {
		// Readers put test cases together by their class's name.
		whose = strings.ReplaceAll(e.Student, ".", "_") + "."
	}
	return xmlLine("workbook." + whose + e.ID + "." + part)
}

func withPlace(message, file string, ln int) string {
	s := text(message)
	if at := place(file, ln, 0); at != "" {
		s += "\nat " + at
	}
	return s
}

// checkText is all there is to say of a check: the sentence, the place and the values.
func (e *Exercise) checkText(c Check) string {
	return withPlace(e.checkMessage(english{}, c), c.File, c.Line) + c.valueLines()
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
