package trial

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"strings"

	"workbook/grader/internal/wire"
	"workbook/grader/policy"
	"workbook/grader/report"
)

// whoExits explains a process that ended by itself. Policy leaves a submission one
// way to do that, which is log.Fatal and its like; nothing else tells of it, since no
// line is printed where a program exits. output is what the process printed.
func whoExits(src *policy.Source, r wire.Record, output string) wire.Record {
	if r.Output != "" {
		output = r.Output // of a subject program
	}
	var calls []token.Position
	for _, f := range src.Files {
		calls = append(calls, fatalCalls(f.Name, f.Data)...)
	}
	if words := lastLine(output); words != "" {
		r.Message += fmt.Sprintf(" Its last words: %q.", report.Cut(words, 200))
	}
	if len(calls) == 0 {
		r.Message += " " + doesNotEnd
		return r
	}
	var at []string
	for _, p := range calls[:min(len(calls), 3)] {
		at = append(at, fmt.Sprintf("%s:%d", src.Display(p.Filename), p.Line))
	}
	if r.File == "" {
		r.File, r.Line = src.Display(calls[0].Filename), calls[0].Line
	}
	r.Message += fmt.Sprintf(" The log.Fatal at %s did that: it calls os.Exit, so that no deferred call runs, nobody can recover, and all the others in the program end too. "+
		"Return the error, or log it with log.Print and go on.", strings.Join(at, " or "))
	return r
}

// fatalCalls finds the calls of log.Fatal, Fatalf and Fatalln, also as methods.
func fatalCalls(name string, data []byte) []token.Position {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, name, data, parser.SkipObjectResolution)
	if err != nil {
		return nil
	}
	var calls []token.Position
	ast.Inspect(file, func(n ast.Node) bool {
		sel, ok := n.(*ast.SelectorExpr)
		if ok && (sel.Sel.Name == "Fatal" || sel.Sel.Name == "Fatalf" || sel.Sel.Name == "Fatalln") {
			calls = append(calls, fset.Position(sel.Pos()))
		}
		return true
	})
	return calls
}

// lastLine is the last line of a text that says anything.
func lastLine(s string) string {
	lines := strings.Split(strings.TrimSpace(s), "\n")
	return strings.TrimSpace(lines[len(lines)-1])
}
