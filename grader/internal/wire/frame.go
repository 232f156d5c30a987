package wire

import (
	"encoding/base64"
	"strconv"

	"workbook/grader/report/outcome"
	"workbook/grader/steps"
)

// A Frame is what a process tells of a run that is recorded or traced. Frames go to standard
// output, which is one stream with standard error then, so that they stand between what
// the code under test printed before and what it printed after. Each is a line of its
// own in JSON, behind [FrameMark]. What prints may forge them: a record is for people to
// look at, and no verdict comes of it.
type Frame struct {
	Kind FrameKind `json:"kind"`
	// Goroutine is who goes on, whom Name belongs to, or who did what Name says.
	Goroutine uint64 `json:"goroutine,omitempty"`
	AtUS      int64  `json:"at_us,omitempty"` // on the check's clock
	// Points are those that wait at points, who goes on among them: the goroutine, and
	// the number of its point.
	Points [][2]uint64 `json:"points,omitempty"`
	// Stacks are the traces of goroutines that are not as they were told of before. That of
	// one at a point begins with the frame that called it.
	Stacks []string        `json:"stacks,omitempty"`
	Gone   []uint64        `json:"gone,omitempty"` // those that have ended
	Moment *outcome.Moment `json:"moment,omitempty"`
	Name   string          `json:"name,omitempty"`
	Deed   steps.DeedKind  `json:"deed,omitempty"`
	Left   int             `json:"left,omitempty"` // how many steps, or bytes of Data, have not been told of
	Data   []byte          `json:"data,omitempty"` // what comes next of Go's execution trace
}

// A FrameKind says what a frame tells.
type FrameKind string

// The kinds.
const (
	FrameBegin  FrameKind = "begin"  // a run begins; what came before is void
	FrameStep   FrameKind = "step"   // a goroutine goes on
	FrameMoment FrameKind = "moment" // the kit saw something
	FrameName   FrameKind = "name"   // what a goroutine is called
	FrameDeed   FrameKind = "deed"   // a task of the check's tells what it does; Deed says which way
	FrameLeft   FrameKind = "left"   // a step is not told of any more
	FrameEnd    FrameKind = "end"    // the check knows how it ends
	FrameTrace  FrameKind = "trace"  // of a run that is traced
)

// What the events of a trace that the kit logs itself are called.
const (
	TraceMoment = "workbook.moment" // a moment in JSON
	TraceName   = "workbook.name"   // the number of a goroutine, and what it is called
	TraceDeed   = "workbook.deed"   // the kind of a deed, and its text
)

// FrameMark is what a frame begins with on a stream with that mark.
func FrameMark(mark string) string { return "\x1e" + mark + " " }

// AppendFrame appends a frame with its mark and the end of its line.
func AppendFrame(b []byte, mark string, f Frame) []byte {
	b = append(b, FrameMark(mark)...)
	o := object{b: append(b, '{')}
	o.text("kind", string(f.Kind))
	if f.Goroutine != 0 {
		o.unsigned("goroutine", f.Goroutine)
	}
	if f.AtUS != 0 {
		o.number("at_us", f.AtUS)
	}
	appendList(&o, "points", f.Points, func(b []byte, p [2]uint64) []byte {
		b = strconv.AppendUint(append(b, '['), p[0], 10)
		return append(strconv.AppendUint(append(b, ','), p[1], 10), ']')
	})
	appendList(&o, "stacks", f.Stacks, appendString)
	appendList(&o, "gone", f.Gone, func(b []byte, id uint64) []byte { return strconv.AppendUint(b, id, 10) })
	if f.Moment != nil {
		o.name("moment")
		o.b = AppendMoment(o.b, *f.Moment)
	}
	o.someText("name", f.Name)
	o.someText("deed", string(f.Deed))
	o.someNumber("left", f.Left)
	if len(f.Data) > 0 {
		o.name("data")
		o.b = append(base64.StdEncoding.AppendEncode(append(o.b, '"'), f.Data), '"')
	}
	return append(o.b, '}', '\n')
}

// appendList appends a field that is a list, unless it is empty.
func appendList[T any](o *object, name string, list []T, element func([]byte, T) []byte) {
	if len(list) == 0 {
		return
	}
	o.name(name)
	o.b = append(o.b, '[')
	for i, e := range list {
		if i > 0 {
			o.b = append(o.b, ',')
		}
		o.b = element(o.b, e)
	}
	o.b = append(o.b, ']')
}
