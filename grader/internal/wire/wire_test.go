package wire

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"workbook/grader/report/outcome"
)

func TestTask(t *testing.T) {
	for _, want := range []Task{{Check: "TestA", Seed: 1<<64 - 1}, {Check: "TestA", Package: "example.com/c/solutions/01_a"}, {Check: "TestÄ/sub \"x\"", Again: true},
		{Check: "TestA", Again: true, Schedules: Schedules{First: 1<<64 - 1, Count: 32, For: 1500 * time.Millisecond}, Package: "a"},
		{Check: "TestA", Schedules: Schedules{First: 7, Count: 1}, Record: "0a1b", Package: "a"},
		{Check: "TestA", Record: "0a1b", Trace: true, Package: "a"}} {
		got, err := ReadTask(bytes.NewReader(want.Encode()))
		require.NoError(t, err)
		require.Equal(t, want, got)
		var plain struct {
			Check string
			Seed  uint64
			Again bool
			// first, count, milliseconds
			Schedules [3]uint64
			Record    string
			Trace     bool
			Package   string
		}
		require.NoError(t, json.Unmarshal(want.Encode(), &plain), "it is JSON")
		s := plain.Schedules
		require.Equal(t, want, Task{Check: plain.Check, Seed: plain.Seed, Again: plain.Again, Record: plain.Record, Trace: plain.Trace, Package: plain.Package,
			Schedules: Schedules{First: s[0], Count: s[1], For: time.Duration(s[2]) * time.Millisecond}})
	}
	for _, in := range []string{"", "TestA", `{"check":"TestA"`, `{"check":"TestA","seed":-1}`, `{"check":"TestA","seed":1e3}`, `[]`,
		`{"check":"TestA","seed":1}`, "{\"check\":`TestA`,\"seed\":1}\n", `{"seed":1}` + "\n", `{"check":"TestA","seed":1,"again":false}` + "\n",
		`{"check":"TestA","seed":1,"schedules":[1,2]}` + "\n", `{"check":"TestA","seed":1,"schedules":[1,0,0]}` + "\n", `{"check":"TestA","seed":1,"schedules":[1,2,-3]}` + "\n"} {
		_, err := ReadTask(strings.NewReader(in))
		require.Error(t, err, in)
	}
}

// A record is one write of one line, so that two of them never mix.
func TestWriteIsOneLine(t *testing.T) {
	var writes [][]byte
	w := writerFunc(func(b []byte) (int, error) { writes = append(writes, bytes.Clone(b)); return len(b), nil })
	require.NoError(t, Write(w, Record{Check: "TestA", Verdict: outcome.Fail, Message: "a\nb\r\n", Output: "\n\n"}))
	require.Len(t, writes, 1)
	require.Equal(t, 1, bytes.Count(writes[0], []byte("\n")))
	require.True(t, bytes.HasSuffix(writes[0], []byte("}\n")))
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(b []byte) (int, error) { return f(b) }

// FuzzWire takes a text for whatever a record can hold, and bytes for a task.
func FuzzWire(f *testing.F) {
	for _, s := range []string{"", "two\nlines", "\xff\xfe", "\u2028\x00", `{"check":"TestA","seed":7}`, `{"check":"TestA"} x`, `{"check":"TestA","seed":7,"again":true}` + "\n"} {
		f.Add(s, 1)
	}
	f.Fuzz(func(t *testing.T, s string, n int) {
		var b bytes.Buffer
		r := Record{
			Check: s, Verdict: outcome.Verdict(s), Message: s, File: s, Line: n, Sent: s, Got: s, Expected: s, Output: s,
			Events: []outcome.Moment{{AtUS: int64(n), Kind: outcome.MomentKind(s), Who: s, Note: s}}, DurationMS: int64(n),
		}
		if err := Write(&b, r); err != nil {
			t.Fatal(err)
		}
		var got, want Record
		plain, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(json.Unmarshal(plain, &want), json.Unmarshal(b.Bytes(), &got)); err != nil {
			t.Fatal(err)
		}
		require.Equal(t, want, got, "it is what encoding/json would have written")
		if line, ok := strings.CutSuffix(b.String(), "\n"); !ok || strings.ContainsAny(line, "\r\n") {
			t.Fatalf("not one line: %q", b.String())
		}
		task, err := ReadTask(strings.NewReader(s))
		if err != nil {
			return
		}
		again, err := ReadTask(bytes.NewReader(task.Encode()))
		if err != nil || again != task {
			t.Fatalf("%+v came back as %+v, %v", task, again, err)
		}
	})
}
