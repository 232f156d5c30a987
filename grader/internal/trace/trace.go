// Package trace reads what the Go runtime prints about goroutines: the dumps of
// runtime.Stack and SIGQUIT, the trace of a panic or a fatal error, and the
// reports of the race detector. Whose lines are in them, package names knows.
//
// Nothing here trusts its input: a program under test may print text that looks
// like a trace. The parsers never panic, and give what they could read.
package trace

import (
	"strconv"
	"strings"
)

// A Frame is one call in a stack trace.
type Frame struct {
	Func string // with its package's path, without arguments: "workbook/solutions/05_join.(*Handle[...]).Join"
	File string // as the runtime printed it; see [Frame.Path]
	Line int    // counts from 1; 0 is unknown
}

// Zero reports whether the frame is missing.
func (f Frame) Zero() bool { return f.Func == "" && f.File == "" }

// Package is the import path of the frame's function.
func (f Frame) Package() string { return Package(f.Func) }

// Path is the frame's file for a person: relative to the course when the file
// lies in its exercises or solutions folder, slash-separated.
func (f Frame) Path() string {
	p := strings.ReplaceAll(f.File, `\`, "/")
	for _, root := range [...]string{"exercises/", "solutions/"} {
		if strings.HasPrefix(p, root) {
			return p
		}
		if i := strings.LastIndex(p, "/"+root); i >= 0 {
			return p[i+1:]
		}
	}
	return p
}

// String is "exercises/02_spawned/echo.go:14", or the function's name when the
// file is unknown.
func (f Frame) String() string {
	if f.File == "" {
		return f.Func
	}
	at := f.Path() + ":" + strconv.Itoa(f.Line)
	if name := f.declared(); f.Line == 1 && name != "" {
		at += " (in " + name + ")"
	}
	return at
}

// declared names the frame's function within its package, as in "Echo" or
// "Handle.Join.func1". It says where to look when the line does not: the compiler gives
// line 1 to the jump that closes an endless loop.
func (f Frame) declared() string {
	_, name, _ := strings.Cut(f.Func[strings.LastIndexByte(f.Func, '/')+1:], ".")
	return strings.NewReplacer("[...]", "", "(*", "", ")", "").Replace(name)
}

// Package is the import path in a function's name as the runtime prints it.
func Package(function string) string {
	name := function
	if i := strings.IndexByte(name, '['); i >= 0 { // type arguments may hold slashes and dots
		name = name[:i]
	}
	slash := strings.LastIndexByte(name, '/') + 1
	dot := strings.IndexByte(name[slash:], '.')
	if dot < 0 {
		return name
	}
	// The linker escapes dots in the last element: "gopkg.in/yaml%2ev3".
	return name[:slash] + strings.ReplaceAll(name[slash:slash+dot], "%2e", ".")
}

// First is the first frame, from the top of the stack, for which is holds.
func First(frames []Frame, is func(Frame) bool) (Frame, bool) {
	for _, f := range frames {
		if is(f) {
			return f, true
		}
	}
	return Frame{}, false
}

// parseFrames reads frames from the start of lines, in the form both of a
// goroutine trace and of a race report, and gives them with the number of lines
// that they took.
func parseFrames(lines []string) ([]Frame, int) {
	var frames []Frame
	n := 0
	for n < len(lines) {
		fn, ok := function(lines[n])
		if !ok {
			break
		}
		f := Frame{Func: fn}
		n++
		if n < len(lines) {
			if file, line, ok := position(lines[n]); ok {
				f.File, f.Line = file, line
				n++
			}
		}
		frames = append(frames, f)
	}
	return frames, n
}

// function reads "pkg.Func(0xc000, ...)" with any indentation.
func function(line string) (string, bool) {
	line = strings.TrimRight(line, " \r")
	if !strings.HasSuffix(line, ")") {
		return "", false
	}
	open := strings.LastIndexByte(line, '(')
	if open <= 0 {
		return "", false
	}
	name := strings.TrimLeft(line[:open], " \t")
	if name == "" || strings.ContainsAny(name, " \t") {
		return "", false
	}
	return name, true
}

// position reads "\t/path/file.go:12 +0x1d" and "      /path/file.go:12 +0x1d".
func position(line string) (file string, n int, ok bool) {
	if line == "" || line[0] != '\t' && line[0] != ' ' {
		return "", 0, false
	}
	s := strings.TrimSpace(line)
	if i := strings.LastIndex(s, " +0x"); i >= 0 {
		s = s[:i]
	} else if i := strings.Index(s, " fp=0x"); i >= 0 {
		s = s[:i]
	}
	colon := strings.LastIndexByte(s, ':')
	if colon <= 0 {
		return "", 0, false
	}
	n, err := strconv.Atoi(s[colon+1:])
	if err != nil || n < 0 {
		return "", 0, false
	}
	return s[:colon], n, true
}

func splitLines(b []byte) []string {
	lines := strings.Split(string(b), "\n")
	for i, l := range lines {
		lines[i] = strings.TrimSuffix(l, "\r")
	}
	return lines
}
