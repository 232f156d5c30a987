//go:build ignore

// Test runs `go test` and shows what it shows, and after it the tests that took longest.
// Its exit code is that of go test.
//
//	go run .ci/test.go ./...
package main

import (
	"bufio"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
	"slices"
	"strings"
)

const slowest = 10

// An event is a line of `go test -json`; see `go doc cmd/test2json`.
type event struct {
	Action, Package, Test, Output string
	ImportPath                    string // of what is built
	Elapsed                       float64
}

// A test is one that has ended, or one of its parts.
type test struct {
	name    string
	seconds float64
}

func main() {
	log.SetFlags(0)
	cmd := exec.Command("go", append([]string{"test", "-json"}, os.Args[1:]...)...)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		log.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		log.Fatal(err)
	}
	tests := show(out, os.Stdout)
	err = cmd.Wait()
	list(tests)
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		os.Exit(exit.ExitCode())
	}
	if err != nil {
		log.Fatal(err)
	}
}

// show writes what go test without -json would write, and gives the tests that ended.
func show(in io.Reader, out io.Writer) []test {
	var tests []test
	said := map[string]map[string]*strings.Builder{} // by package and test, until it ends
	lines := bufio.NewReader(in)
	for {
		line, err := lines.ReadString('\n')
		if line != "" {
			var e event
			if json.Unmarshal([]byte(line), &e) != nil {
				fmt.Fprint(out, line) // it is none: somebody else wrote to the same place
			} else if t, ok := handle(e, said, out); ok {
				tests = append(tests, t)
			}
		}
		if err != nil {
			return tests
		}
	}
}

// handle keeps what a test says until it is known whether anybody wants to read it. It
// gives the test when this is its end.
func handle(e event, said map[string]map[string]*strings.Builder, out io.Writer) (test, bool) {
	kept := said[e.Package]
	if kept == nil {
		kept = map[string]*strings.Builder{}
		said[e.Package] = kept
	}
	switch e.Action {
	case "build-output":
		fmt.Fprint(out, e.Output)
	case "output":
		if strings.HasPrefix(e.Output, "=== ") {
			break // that a test begins, pauses or goes on
		}
		if kept[e.Test] == nil {
			kept[e.Test] = &strings.Builder{}
		}
		kept[e.Test].WriteString(e.Output)
	case "fail", "pass", "skip":
		if e.Test == "" {
			endPackage(e, kept, out)
			delete(said, e.Package)
			return test{}, false
		}
		if e.Action == "fail" && kept[e.Test] != nil {
			fmt.Fprint(out, kept[e.Test])
		}
		delete(kept, e.Test)
		return test{e.Package + " " + e.Test, e.Elapsed}, true
	}
	return test{}, false
}

// endPackage shows the last lines of a package, and of a failed one those of the tests
// that never came to an end.
func endPackage(e event, kept map[string]*strings.Builder, out io.Writer) {
	own := ""
	if kept[""] != nil {
		own = kept[""].String()
	}
	delete(kept, "")
	if e.Action == "fail" {
		names := []string{}
		for name := range kept {
			names = append(names, name)
		}
		slices.Sort(names)
		for _, name := range names {
			fmt.Fprint(out, kept[name])
		}
	}
	for line := range strings.Lines(own) {
		if line != "PASS\n" {
			fmt.Fprint(out, line)
		}
	}
}

// list shows the tests that took longest. A part is left out where its whole is there: the
// time of a whole does not count the parts that run in parallel.
func list(tests []test) {
	seconds := map[string]float64{}
	for _, t := range tests {
		seconds[t.name] = t.seconds
	}
	tests = slices.DeleteFunc(tests, func(t test) bool {
		whole, _, part := cutLast(t.name, "/")
		return part && strings.Contains(whole, " ") && seconds[whole] >= t.seconds
	})
	slices.SortFunc(tests, func(a, b test) int { return cmp.Or(cmp.Compare(b.seconds, a.seconds), cmp.Compare(a.name, b.name)) })
	fmt.Println("\nthe slowest tests")
	for _, t := range tests[:min(len(tests), slowest)] {
		fmt.Printf("%8.1f s  %s\n", t.seconds, t.name)
	}
}

func cutLast(s, sep string) (before, after string, found bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(sep):], true
}
