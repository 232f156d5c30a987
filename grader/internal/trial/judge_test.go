package trial

import (
	"bytes"
	"encoding/json"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/course"
	"workbook/grader/internal/names"
	"workbook/grader/internal/wire"
	"workbook/grader/jail"
	"workbook/grader/report"
)

const aPass = `{"check":"TestA","verdict":"pass","duration_ms":1}` + "\n"

// forged are results and traces that code under test might write.
var forged = []struct{ results, trace string }{
	{aPass, ""},
	{aPass + aPass, ""},
	{strings.TrimSpace(aPass), ""},
	{strings.TrimSpace(aPass) + ` {"check":"TestA","verdict":"fail","duration_ms":1}` + "\n", ""},
	{strings.TrimSpace(aPass) + `{"check":"TestA","verdict":"fail","duration_ms":1}` + "\n", ""},
	{aPass + "\n\n\n", ""},
	{"\n" + aPass, ""},
	{aPass + `{"check":"TestB","verdict":"pass","duration_ms":1}` + "\n", ""},
	{`{"check":"TestB","verdict":"pass","duration_ms":1}` + "\n", ""},
	{`{"check":"TestA","verdict":"fail","verdict":"pass"}` + "\n", ""},
	{`{"CHECK":"TestA","Verdict":"pass"}` + "\n", ""},
	{`{"check":"TestA","verdict":"passed"}` + "\n", ""},
	{`{"check":"TestA","verdict":"PASS"}` + "\n", ""},
	{`{"check":"TestA","verdict":"pass","points":10}` + "\n", ""},
	{`[` + strings.TrimSpace(aPass) + "]\n", ""},
	{`null` + "\n", ""},
	{`"pass"` + "\n", "PASS\n"},
	{"\x16--- PASS: TestA (0.00s)\nPASS\n", ""},
	{`{"check":"TestA","verdict":"pass","message":"` + strings.Repeat("x", 300) + "\n", ""},
	{`{"check":"TestA","verdict":"pass","events":[{"at_us":1,"kind":"note"}]}` + "\r\n", ""},
	{"", "panic: " + aPass + "\ngoroutine 1 [running]:\nmain.main()\n\t/x/exercises/a/b.go:3 +0x1\n"},
	{"", "fatal error: all goroutines are asleep - deadlock!\n\ngoroutine 7 [chan receive]:\nworkbook/solutions/a.F()\n\tworkbook/solutions/a/b.go:99999999999999999999 +0x1\n"},
	{"", "goroutine 9 [running]:\nf(\ngoroutine -1 []:\ncreated by \n\t:1\n"},
}

// FuzzResults gives judge whatever a process may leave behind: it is a pass if
// and only if one whole record says so and nothing else came, and the process
// ended well. Anything else has a verdict and a reason.
func FuzzResults(f *testing.F) {
	for _, s := range forged {
		for _, exit := range []int{0, 1} {
			f.Add([]byte(s.results), []byte(s.trace), exit, byte(exit), false)
		}
		f.Add([]byte(s.results), []byte(s.trace), -1, byte(0), true)
		f.Add([]byte(s.results), []byte(s.trace), 0, byte(2), false)
	}
	f.Fuzz(func(t *testing.T, results, trace []byte, exit int, how byte, outside bool) {
		c := course.Check{Name: "TestA", Title: "a", Kind: report.Inside}
		if outside {
			c.Kind = report.Outside
		}
		res := jail.Result{Cause: jail.Exited, Exit: exit, Results: results, Trace: trace, Output: trace}
		switch how % 4 {
		case 1:
			res.Cause = jail.WallClock
		case 2:
			res.Cause = jail.MemoryFull
		case 3:
			res.Signal = syscall.SIGKILL
		}
		got := judge(names.Of("workbook/solutions/a"), c, res, jail.DefaultLimits)
		if got.Check != "TestA" {
			t.Fatalf("a verdict on %q", got.Check)
		}
		if !known(got.Verdict) {
			t.Fatalf("the verdict %q", got.Verdict)
		}
		well := res.Cause == jail.Exited && res.Exit == 0 && res.Signal == nil
		if want := well && saysPass(results); got.Verdict.Passed() != want {
			t.Fatalf("%s, where pass is %v", got.Verdict, want)
		}
		if len(results) == 0 && (got.Message == "" || got.Line < 0) {
			t.Fatalf("no reason, or a strange place: %+v", got)
		}
	})
}

// saysPass reports, in another way than the grader, whether b is one record that
// says pass.
func saysPass(b []byte) bool {
	text, ok := strings.CutSuffix(string(b), "\n")
	if !ok || strings.Contains(text, "\n") || len(b) > wire.MaxRecord || !json.Valid([]byte(text)) {
		return false
	}
	keys := map[string]json.RawMessage{}
	var r wire.Record
	if json.Unmarshal([]byte(text), &keys) != nil || json.Unmarshal([]byte(text), &r) != nil {
		return false
	}
	for key := range keys {
		if !knownKey(key) {
			return false
		}
	}
	return r.Check == "TestA" && r.Verdict == report.Pass && onlyKnownMoments(keys)
}

func knownKey(key string) bool {
	for _, k := range []string{"check", "verdict", "message", "file", "line", "sent", "got", "expected", "output", "events", "duration_ms", "unsure"} {
		if strings.EqualFold(k, key) {
			return true
		}
	}
	return false
}

func onlyKnownMoments(keys map[string]json.RawMessage) bool {
	for key, raw := range keys {
		if !strings.EqualFold(key, "events") {
			continue
		}
		var moments []map[string]json.RawMessage
		if json.Unmarshal(raw, &moments) != nil {
			return false
		}
		for _, m := range moments {
			for k := range m {
				known := false
				for _, name := range []string{"at_us", "kind", "who", "note"} {
					known = known || strings.EqualFold(k, name)
				}
				if !known {
					return false
				}
			}
		}
	}
	return true
}

// What comes after a passing record must not be overlooked, wherever it stands.
func TestNothingHidesBehindAPass(t *testing.T) {
	c := course.Check{Name: "TestA", Kind: report.Inside}
	verdict := func(results string) report.Verdict {
		return judge(names.Of("workbook/solutions/a"), c, jail.Result{Cause: jail.Exited, Results: []byte(results)}, jail.DefaultLimits).Verdict
	}
	fail := `{"check":"TestA","verdict":"fail","duration_ms":1}` + "\n"
	require.Equal(t, report.Pass, verdict(aPass))
	for name, results := range map[string]string{
		"a second record":         aPass + fail,
		"on the same line":        strings.TrimSpace(aPass) + fail,
		"behind a blank":          strings.TrimSpace(aPass) + " " + fail,
		"behind empty lines":      aPass + strings.Repeat("\n", 100) + fail,
		"empty lines alone":       aPass + "\n",
		"a line without its end":  strings.TrimSpace(aPass),
		"a second line cut short": aPass + strings.TrimSpace(fail),
		"beyond what is read":     (aPass + strings.Repeat(strings.Repeat(" ", 1000)+"\n", jail.MaxResults/1000) + fail)[:jail.MaxResults],
		"one very long line":      strings.TrimSpace(aPass) + strings.Repeat(" ", wire.MaxRecord) + "\n",
	} {
		require.Equal(t, report.Fail, verdict(results), name)
	}
}

// What wire writes is read back as it was, whatever it holds.
func TestRecordsComeBack(t *testing.T) {
	for _, text := range []string{"", "two\nlines\r\n", "\u2028\x00\x1b[31m", "<&>", "\"\\", "世界 \ufffd"} {
		want := wire.Record{
			Check: "TestA", Verdict: report.Fail, Message: text, File: text, Sent: text, Got: text, Expected: text, Output: text,
			Events: []report.Moment{{AtUS: 3, Kind: report.Noted, Who: text, Note: text}},
		}
		var b bytes.Buffer
		require.NoError(t, wire.Write(&b, want))
		require.NoError(t, wire.Write(&b, want))
		got, err := readRecords(b.Bytes())
		require.NoError(t, err)
		require.Equal(t, []wire.Record{want, want}, got)
	}
}
