package grader_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader"
	"workbook/grader/course"
	"workbook/grader/course/coursetest"
	"workbook/grader/demo"
	"workbook/grader/jail"
	"workbook/grader/longtest"
	"workbook/grader/report"
)

// withOwnDemos is a Grader of the small course, and what gives its first exercise the demo of
// this source.
func withOwnDemos(t *testing.T, o grader.Options) (g *grader.Grader, id string, put func(source string)) {
	t.Helper()
	root := coursetest.LayOut(t, "course.txtar")
	c, err := course.Load(root)
	require.NoError(t, err)
	id = c.Exercises[0].ID
	c.Exercises[0].Demo = course.OwnDemo
	g, err = grader.New(c, o)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, g.Close()) })
	dir := c.OwnDemoDir(id)
	require.NoError(t, os.Mkdir(dir, 0o755))
	return g, id, func(source string) {
		require.NoError(t, os.WriteFile(filepath.Join(dir, "demo.go"), []byte(source), 0o644))
	}
}

func source(body string) string {
	return `package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"workbook/grader/demo/live"
)

var _, _, _, _ = errors.New, fmt.Sprint, strings.Repeat, time.Second

func main() {
	live.Main("A demo.", []live.Param{{Name: "n", Least: 1, Most: 9, Default: 3}}, func(ctx context.Context, r *live.Run) error {
		` + body + `
		return nil
	})
	_ = os.Args
}
`
}

// What a demo of anybody's does harms nobody, and what is wrong is said in a sentence.
func TestOwnDemosAreBounded(t *testing.T) {
	longtest.Skip(t, "it waits for limits")
	g, id, put := withOwnDemos(t, grader.Options{})
	for name, tc := range map[string]struct{ body, says string }{
		"fails":     {`return errors.New("no luck\x1b[2J")`, "it says: no luck"},
		"panics":    {`panic("oh no")`, "it ended with the exit status 2: panic: oh no"},
		"leaves":    {`os.Exit(0)`, "it ended without a result"},
		"floods":    {`for i := range 600 { r.Lane(fmt.Sprint(i)) }`, "it tells of 600 lanes, and 500 are the most"},
		"allocates": {`var all [][]byte; for { b := make([]byte, 1<<20); for i := range b { b[i] = 1 }; all = append(all, b) }; _ = all`, "of memory and was stopped"},
	} {
		t.Run(name, func(t *testing.T) {
			put(source(tc.body))
			d, err := g.Demo(t.Context(), id, report.English)
			require.NoError(t, err)
			_, err = d.Run(t.Context(), nil, nil)
			require.ErrorContains(t, err, tc.says)
			require.ErrorContains(t, err, "exercises/"+id+"/demo: ")
			require.NotContains(t, err.Error(), "\x1b")
		})
	}
	put("package main\n\nfunc main() {}\n")
	_, err := g.Demo(t.Context(), id, report.English)
	require.ErrorContains(t, err, "its main has to call live.Main")
	put("package main\n\nimport \"C\"\n\nfunc main() {}\n")
	_, err = g.Demo(t.Context(), id, report.English)
	require.ErrorContains(t, err, `and not "C"`)
}

// What a demo tells is shown while it runs, and when its context ends it is over at once.
func TestAnOwnDemoIsShownAndEnds(t *testing.T) {
	g, id, put := withOwnDemos(t, grader.Options{})
	put(source(`r.Begin("g"); r.Lane("A").Is(live.Working); for { time.Sleep(time.Hour) }`)) // it does not listen
	d, err := g.Demo(t.Context(), id, report.English)
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	_, err = d.Run(ctx, map[string]int{"n": 4}, func(f demo.Frame) {
		if len(f.Lanes) > 0 {
			require.Equal(t, "A", f.Lanes[0].Name)
			require.Equal(t, id, f.Demo)
			require.Equal(t, map[string]int{"n": 4}, f.Params)
			cancel()
		}
	})
	require.ErrorIs(t, err, context.Canceled)
}

// A demo runs at every level, and reads files of this machine's at none that walls it in.
func TestOwnDemosAtEveryLevel(t *testing.T) {
	longtest.Skip(t, "it grades at every level")
	for level := jail.L1; level <= jail.Probe().Level; level++ {
		t.Run(level.String(), func(t *testing.T) {
			g, id, put := withOwnDemos(t, grader.Options{Level: level})
			put(source(`r.Begin("g"); l := r.Lane("A"); l.Is(live.Working); l.End()
		_, file := os.ReadFile("/etc/passwd")
		r.Say(fmt.Sprintf("%d of %t", r.Param("n"), file == nil))`))
			d, err := g.Demo(t.Context(), id, report.English)
			require.NoError(t, err)
			require.Equal(t, []demo.Param{{Name: "n", Least: 1, Most: 9, Default: 3}}, d.Params)
			result, err := d.Run(t.Context(), map[string]int{"n": 7}, nil)
			require.NoError(t, err)
			require.Equal(t, id, result.Demo)
			require.Len(t, result.Lanes, 1)
			if level == jail.L1 {
				require.Contains(t, result.Sentences[0], "7 of ")
				return
			}
			require.Equal(t, []string{"7 of false"}, result.Sentences, "it reads no files")
		})
	}
}
