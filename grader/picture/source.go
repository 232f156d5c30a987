package picture

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strings"

	"workbook/grader/steps"
)

// A source is what the files of the submission say of a place in them.
type source struct {
	lines map[string][]string
	decls map[string][]declaration
	known map[place]string // functions that were asked for
}

type place struct {
	file string
	line int
}

// A declaration is one of a function, with the literals in it.
type declaration struct {
	name     string
	from, to int // lines
}

func newSource(files []steps.Source) *source {
	s := &source{lines: map[string][]string{}, decls: map[string][]declaration{}, known: map[place]string{}}
	for _, f := range files {
		s.lines[f.Name] = strings.Split(f.Text, "\n")
		set := token.NewFileSet()
		file, _ := parser.ParseFile(set, f.Name, f.Text, parser.SkipObjectResolution) // as much as there is
		if file == nil {
			continue
		}
		for _, d := range file.Decls {
			if d, is := d.(*ast.FuncDecl); is {
				s.decls[f.Name] = append(s.decls[f.Name], declaration{d.Name.Name, set.Position(d.Pos()).Line, set.Position(d.End()).Line})
			}
		}
	}
	return s
}

// function is the name of the one that a line is in.
func (s *source) function(file string, line int) string {
	at := place{file, line}
	name, known := s.known[at]
	if !known {
		for _, d := range s.decls[file] {
			if d.from <= line && line <= d.to {
				name = d.name
			}
		}
		s.known[at] = name
	}
	return name
}

// statement is what stands at a place, to the end of its line.
func (s *source) statement(file string, line, column int) string {
	all := s.lines[file]
	if line < 1 || line > len(all) {
		return ""
	}
	text := all[line-1]
	if column > 1 && column <= len(text) {
		text = text[column-1:]
	}
	return strings.TrimSpace(text)
}

// asks is the call with which a statement asks the runtime for something; deferred says that
// it does so when its function ends.
func (s *source) asks(step steps.Step) (call string, deferred bool) {
	text, deferred := strings.CutPrefix(s.statement(step.File, step.Line, step.Column), "defer ")
	call, _, is := strings.Cut(text, "(")
	if name, ofRuntime := strings.CutPrefix(call, "runtime."); is && ofRuntime && token.IsIdentifier(name) {
		return call, deferred
	}
	return "", false
}

// within says in which function lanes and events are, where that is not what a lane is
// called, nor the function that the lane's go statement stands in.
func (s *source) within(p *Picture) {
	of := func(lane int, file string, line int) string {
		l := p.Lanes[lane]
		name := s.function(file, line)
		if l.Kind != Goroutine || name == "" || name == lastPart(base(l.Name)) || l.File != "" && name == s.function(l.File, l.Line) {
			return ""
		}
		return name
	}
	for i := range p.Lanes {
		for n := range p.Lanes[i].Spans {
			span := &p.Lanes[i].Spans[n]
			span.In = of(i, span.File, span.Line)
		}
	}
	for i := range p.Events {
		if e := &p.Events[i]; e.Kind != Made && e.File != "" {
			e.In = of(e.Lane, e.File, e.Line)
		}
	}
}

// lastPart is a function's name without that of its type.
func lastPart(name string) string { return name[strings.LastIndexByte(name, '.')+1:] }
