package wire

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"workbook/grader/report/outcome"
)

// Records and tasks are JSON, and written by hand: encoding/json would be a sixth of
// every program that a submission runs in, and of the time of linking it. Whoever reads
// records is the grader, which has the package anyway.

// Write appends one record in a single write.
func Write(w io.Writer, r Record) error {
	_, err := w.Write(append(appendRecord(nil, r), '\n'))
	return err
}

// An object is JSON under way.
type object struct {
	b    []byte
	more bool // a field is there already
}

func (o *object) name(name string) {
	if o.more {
		o.b = append(o.b, ',')
	}
	o.more = true
	o.b = append(o.b, '"')
	o.b = append(append(o.b, name...), '"', ':')
}

func (o *object) text(name, value string) {
	o.name(name)
	o.b = appendString(o.b, value)
}

func (o *object) number(name string, n int64) {
	o.name(name)
	o.b = strconv.AppendInt(o.b, n, 10)
}

func (o *object) unsigned(name string, n uint64) {
	o.name(name)
	o.b = strconv.AppendUint(o.b, n, 10)
}

// The fields that are left out when they are zero.

func (o *object) someText(name, value string) {
	if value != "" {
		o.text(name, value)
	}
}

func (o *object) someNumber(name string, n int) {
	if n != 0 {
		o.number(name, int64(n))
	}
}

func (o *object) flag(name string, set bool) {
	if set {
		o.name(name)
		o.b = append(o.b, "true"...)
	}
}

func appendRecord(b []byte, r Record) []byte {
	o := object{b: append(b, '{')}
	o.text("check", r.Check)
	o.text("verdict", string(r.Verdict))
	o.someText("message", r.Message)
	o.someText("file", r.File)
	o.someNumber("line", r.Line)
	o.someText("near", r.Near)
	o.someNumber("near_line", r.NearLine)
	o.someText("sent", r.Sent)
	o.someText("got", r.Got)
	o.someText("expected", r.Expected)
	o.someText("output", r.Output)
	if len(r.Events) > 0 {
		o.name("events")
		o.b = append(o.b, '[')
		for i, m := range r.Events {
			if i > 0 {
				o.b = append(o.b, ',')
			}
			o.b = AppendMoment(o.b, m)
		}
		o.b = append(o.b, ']')
	}
	o.number("duration_ms", r.DurationMS)
	if r.Schedules > 0 {
		o.unsigned("schedule", r.Schedule)
		o.unsigned("schedules", r.Schedules)
	}
	o.flag("exited", r.Exited)
	o.flag("unsure", r.Unsure)
	return append(o.b, '}')
}

// AppendMoment appends a moment in JSON, on one line.
func AppendMoment(b []byte, m outcome.Moment) []byte {
	o := object{b: append(b, '{')}
	o.number("at_us", m.AtUS)
	o.text("kind", string(m.Kind))
	o.someText("who", m.Who)
	o.someText("note", m.Note)
	o.someNumber("left", m.Left)
	return append(o.b, '}')
}

// Encode gives a task as a process reads it.
func (t Task) Encode() []byte {
	o := object{b: []byte{'{'}}
	o.text("check", t.Check)
	o.unsigned("seed", t.Seed)
	o.flag("again", t.Again)
	if s := t.Schedules; s.Count > 0 {
		o.name("schedules")
		o.b = fmt.Appendf(o.b, "[%d,%d,%d]", s.First, s.Count, s.For.Milliseconds())
	}
	o.someText("record", t.Record)
	o.flag("trace", t.Trace)
	o.text("package", t.Package)
	return append(o.b, '}', '\n')
}

// maxTask bounds an encoded task in bytes.
const maxTask = 64 << 10

// ReadTask reads a task as it is encoded.
func ReadTask(r io.Reader) (Task, error) {
	line, err := bufio.NewReaderSize(r, maxTask).ReadSlice('\n')
	if err != nil {
		return Task{}, fmt.Errorf("reading the task: %w", err)
	}
	t, ok := parseTask(string(line))
	if !ok {
		return Task{}, fmt.Errorf("reading the task: %.80q is none", line)
	}
	return t, nil
}

// parseTask reads what Encode gives, and no other JSON.
func parseTask(s string) (t Task, ok bool) {
	s, ok = strings.CutPrefix(s, `{"check":`)
	if !ok {
		return Task{}, false
	}
	quoted, err := strconv.QuotedPrefix(s)
	if err != nil || quoted[0] != '"' {
		return Task{}, false
	}
	if t.Check, err = strconv.Unquote(quoted); err != nil {
		return Task{}, false
	}
	s, ok = strings.CutPrefix(s[len(quoted):], `,"seed":`)
	if !ok {
		return Task{}, false
	}
	if s, ok = strings.CutSuffix(s, "}\n"); !ok {
		return Task{}, false
	}
	if s, quoted, ok = strings.Cut(s, `,"package":`); ok {
		if t.Package, err = strconv.Unquote(quoted); err != nil || quoted[0] != '"' {
			return Task{}, false
		}
	}
	s, t.Trace = strings.CutSuffix(s, `,"trace":true`)
	if s, quoted, ok = strings.Cut(s, `,"record":`); ok {
		if t.Record, err = strconv.Unquote(quoted); err != nil || quoted[0] != '"' {
			return Task{}, false
		}
	}
	if s, quoted, ok = strings.Cut(s, `,"schedules":`); ok {
		if t.Schedules, ok = parseSchedules(quoted); !ok {
			return Task{}, false
		}
	}
	s, t.Again = strings.CutSuffix(s, `,"again":true`)
	t.Seed, err = strconv.ParseUint(s, 10, 64)
	return t, err == nil
}

func parseSchedules(s string) (out Schedules, ok bool) {
	s, begins := strings.CutPrefix(s, "[")
	s, ends := strings.CutSuffix(s, "]")
	numbers := strings.Split(s, ",")
	if !begins || !ends || len(numbers) != 3 {
		return out, false
	}
	var all [3]uint64
	for i, n := range numbers {
		var err error
		if all[i], err = strconv.ParseUint(n, 10, 64); err != nil {
			return out, false
		}
	}
	return Schedules{First: all[0], Count: all[1], For: time.Duration(all[2]) * time.Millisecond}, all[1] > 0
}

// appendString appends a JSON string on one line. What is not UTF-8 becomes U+FFFD, as
// it would with encoding/json.
func appendString(b []byte, s string) []byte {
	const hex = "0123456789abcdef"
	b = append(b, '"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b = append(b, '\\', byte(r))
		case r < ' ' || r == 0x7f:
			b = append(b, '\\', 'u', '0', '0', hex[r>>4], hex[r&15])
		default:
			b = utf8.AppendRune(b, r)
		}
	}
	return append(b, '"')
}
