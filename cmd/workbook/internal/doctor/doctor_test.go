package doctor

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"workbook/grader/jail"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestExamine(t *testing.T) {
	root := t.TempDir()
	findings := Examine(t.Context(), Machine{
		Root: root, Course: "A course", Solutions: true,
		Terminal:  Terminal{Is: true, Name: "xterm", Width: 120, Height: 40, Color: true},
		Isolation: "plain",
	})
	require.True(t, Healthy(findings), "%+v", findings)
	names := make(map[string]bool)
	for _, f := range findings {
		names[f.Name] = true
		require.NotEmpty(t, f.Detail, f.Name)
		require.Equal(t, f.Severity != Fine, f.Remedy != "", "%s: whatever is amiss has a remedy, and nothing else: %+v", f.Name, f)
	}
	for _, name := range []string{"Go", "Go tools", "course", "C compiler", "build cache", "progress", "watcher", "disk", "terminal", "isolation"} {
		require.Contains(t, names, name)
	}
	left, err := os.ReadDir(root)
	require.NoError(t, err)
	require.Empty(t, left, "the doctor leaves something behind")
}

func TestFindings(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	require.NoError(t, os.WriteFile(file, nil, 0o644))
	broken := errors.New("exercises/a.toml:1: one\nexercises/a.toml:2: two")
	for _, tc := range []struct {
		name     string
		got      Finding
		severity Severity
		detail   string
	}{
		{"no course", theCourse(Machine{CourseErr: errors.New("no course here")}), Problem, "no course here"},
		{"broken course", theCourse(Machine{Root: dir, CourseErr: broken}), Problem, "exercises/a.toml:1: one (and 1 more)"},
		{"student release", theCourse(Machine{Root: dir, Course: "C"}), Note, "without solutions/"},
		{"good course", theCourse(Machine{Root: dir, Course: "C", Solutions: true}), Fine, "C, in " + dir},
		{"no tools", tools(goEnv{GOTOOLDIR: dir}), Problem, "lacks compile"},
		{"no race", cCompiler(t.Context(), goEnv{CC: "cc"}, func() error { return errors.New("no detector here") }), Note, "no detector here"},
		{"no C compiler named", cCompiler(t.Context(), goEnv{}, nil), Note, "names none"},
		{"no C compiler", cCompiler(t.Context(), goEnv{CC: "no-such-compiler -x"}, nil), Note, "no-such-compiler -x is not on PATH"},
		{"cache can be made", writable("c", filepath.Join(dir, "a", "b"), "r"), Fine, "can be written"},
		{"cache switched off", writable("c", "off", "r"), Problem, `"off" is no folder's whole path`},
		{"settings aside", aside([]string{"GOAMD64=v3", "GOOS=plan9"}), Note, "GOAMD64=v3 GOOS=plan9"},
		{"no grader", grading(t.Context(), Machine{Grader: errors.New("no room here")}), Problem, "no room here"},
		{"nothing starts", grading(t.Context(), Machine{Grading: func(context.Context) error { return errors.New("it does not start") }}), Problem, "it does not start"},
		{"all starts", grading(t.Context(), Machine{Grading: func(context.Context) error { return nil }}), Fine, "built, walled in and started"},
		{"polling", watcher(t.Context(), Machine{Root: dir, Poll: true}), Note, "WORKBOOK_POLL"},
		{"no folder to watch", watcher(t.Context(), Machine{Root: file}), Note, "cannot be tried"},
		{"L1 for a learner", isolation(Machine{Isolation: "L1", Walls: []jail.Lack{{Level: jail.L2, Why: "no landlock", Remedy: "r"}}}), Fine, "L1"},
		{"L1 for a teacher", isolation(Machine{Isolation: "L1", Solutions: true, Walls: []jail.Lack{{Level: jail.L2, Why: "no landlock", Remedy: "r"}}}), Note, "no L2: no landlock"},
		{"L3", isolation(Machine{Isolation: "L3", Solutions: true}), Fine, "L3"},
		{"no terminal", terminal(Terminal{}), Note, "this is not one"},
		{"small terminal", terminal(Terminal{Is: true, Name: "xterm", Width: 40, Height: 10, Color: true}), Note, "40 columns"},
		{"lines", terminal(Terminal{Is: true, Lines: true, Name: "dumb", Width: 40, Height: 10, WhyPlain: "TERM is dumb"}), Fine, "lines here in the place of screens"},
		{"no colors", terminal(Terminal{Is: true, Name: "xterm", Width: 80, Height: 24, WhyPlain: "NO_COLOR is set"}), Fine, "NO_COLOR is set"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			require.Equal(t, tc.severity, tc.got.Severity, "%+v", tc.got)
			require.Contains(t, tc.got.Detail, tc.detail)
			require.Equal(t, tc.severity != Fine, tc.got.Remedy != "", "%+v", tc.got)
			require.Equal(t, tc.severity != Problem, Healthy([]Finding{tc.got}))
		})
	}
}

func TestReadOnlyFolder(t *testing.T) {
	if runtime.GOOS == "windows" || os.Geteuid() == 0 {
		t.Skip("modes do not bind here")
	}
	dir := t.TempDir()
	require.NoError(t, os.Chmod(dir, 0o555))
	f := courseFolder(dir)
	require.Equal(t, Problem, f.Severity)
	require.Contains(t, f.Detail, filepath.Join(dir, ".workbook")+" cannot be written")
	require.Contains(t, f.Remedy, "chown")
}

func TestOldGo(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("needs a shell script")
	}
	for version, severity := range map[string]Severity{
		"go1.25.9": Problem, "go1.26": Fine, "go1.26rc2": Fine, "go1.26.3-vendor": Fine, "go1.27 X:jsonv2": Fine,
		"devel go1.28-abcdef": Fine,
	} {
		dir := t.TempDir()
		script := "#!/bin/sh\necho '{\"GOVERSION\": \"" + version + "\"}'\n"
		require.NoError(t, os.WriteFile(filepath.Join(dir, "go"), []byte(script), 0o755))
		t.Setenv("PATH", dir)
		env, f := findGo(t.Context(), "go1.26")
		require.Equal(t, severity, f.Severity, "%s: %+v", version, f)
		require.Equal(t, version, env.GOVERSION)
		_, f = findGo(t.Context(), "go1.25")
		require.Equal(t, Fine, f.Severity, "an older course")
		_, f = findGo(t.Context(), "")
		require.Equal(t, Fine, f.Severity, "no course")
	}
	t.Setenv("PATH", t.TempDir())
	env, f := findGo(t.Context(), "go1.26")
	require.Contains(t, f.Remedy, "install Go 1.26 or newer")
	require.Equal(t, Problem, f.Severity)
	require.False(t, env.ok())
	require.Equal(t, "the go command is not on PATH", f.Detail)
}
