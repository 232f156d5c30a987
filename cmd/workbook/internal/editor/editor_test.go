package editor

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const file = "/course/exercises/02_spawned/echo.go"

// on is a system that has the programs and the variables.
func on(goos string, programs []string, vars map[string]string) finder {
	return finder{
		goos:   goos,
		getenv: func(k string) string { return vars[k] },
		lookPath: func(name string) (string, error) {
			if slices.Contains(programs, name) {
				return "/bin/" + strings.TrimPrefix(name, "/"), nil
			}
			return "", &exec.Error{Name: name, Err: exec.ErrNotFound}
		},
	}
}

// desktop is a Linux desktop that has every program asked for.
func desktop(editor string) finder {
	f := on("linux", nil, map[string]string{"EDITOR": editor, "DISPLAY": ":0", "HOME": "/home/me"})
	f.lookPath = func(name string) (string, error) {
		if strings.Contains(name, " ") {
			return "", exec.ErrNotFound
		}
		return name, nil
	}
	return f
}

func TestLines(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the paths here are those of Unix")
	}
	for editor, want := range map[string]string{
		"vi":                                 "terminal: vi +14 F",
		"vim":                                "terminal: vim +14 F",
		"nvim":                               "terminal: nvim +14 F",
		"/usr/bin/vim":                       "terminal: /usr/bin/vim +14 F",
		"vim -u NONE":                        "terminal: vim -u NONE +14 F",
		"vim -g":                             "window: vim -g +14 F",
		"gvim":                               "window: gvim +14 F",
		"nano":                               "terminal: nano +14 F",
		"micro":                              "terminal: micro +14 F",
		"kak":                                "terminal: kak +14 F",
		"emacs":                              "window: emacs +14 F",
		"emacs -nw":                          "terminal: emacs -nw +14 F",
		"emacsclient -t":                     "terminal: emacsclient -t +14 F",
		"emacsclient -c":                     "window: emacsclient -c +14 F",
		"hx":                                 "terminal: hx F:14",
		"helix":                              "terminal: helix F:14",
		"code":                               "window: code -g F:14",
		"code --wait":                        "window: code --wait -g F:14",
		"code -g":                            "window: code -g F:14",
		"code --goto --wait":                 "window: code --goto --wait F:14",
		"codium":                             "window: codium -g F:14",
		"cursor":                             "window: cursor -g F:14",
		"zed":                                "window: zed F:14",
		"subl -w":                            "window: subl -w F:14",
		"goland":                             "window: goland --line 14 F",
		"goland.sh":                          "window: goland.sh --line 14 F",
		"idea64.exe":                         "window: idea64.exe --line 14 F",
		"Code.exe":                           "window: Code.exe -g F:14",
		"kate":                               "window: kate -l 14 F",
		"gedit":                              "window: gedit +14 F",
		"xed":                                "window: xed +14 F",
		"neovide":                            "window: neovide F -- +14",
		"notepad":                            "window: notepad F",
		"ed":                                 "terminal: ed F",
		"B":                                  "window: B F:14",
		"my-editor":                          "terminal: my-editor F",
		"~/bin/hx":                           "terminal: /home/me/bin/hx F:14",
		`"/opt/My Editor/vim" -X`:            "terminal: /opt/My Editor/vim -X +14 F",
		`'/opt/My Editor/subl' --new-window`: "window: /opt/My Editor/subl --new-window F:14",
		`/opt/My\ Editor/vim`:                "terminal: /opt/My Editor/vim +14 F",
		`emacsclient -t -a ""`:               "terminal: emacsclient -t -a  +14 F",
		`vim -c "set nu"`:                    "terminal: vim -c set nu +14 F",
		"  vim\t-n ":                         "terminal: vim -n +14 F",
	} {
		t.Run(editor, func(t *testing.T) {
			f := desktop(editor)
			f.lookPath = func(name string) (string, error) {
				if name == editor && strings.Contains(name, " ") {
					return "", exec.ErrNotFound // the value as a whole is no program
				}
				return name, nil
			}
			cmd, kind, err := f.command(file, 14)
			require.NoError(t, err)
			require.Equal(t, want, kind.String()+": "+strings.ReplaceAll(strings.Join(cmd.Args, " "), file, "F"))
		})
	}
}

func TestWithoutALine(t *testing.T) {
	for editor := range styles {
		for _, line := range []int{0, -1} {
			cmd, _, err := desktop(editor).command(file, line)
			require.NoError(t, err)
			require.Equal(t, []string{editor, file}, cmd.Args)
		}
	}
}

// Every editor that is known gets the file, and the line if it knows lines.
func TestEveryStyleNamesTheFile(t *testing.T) {
	for editor, st := range styles {
		args := st.args(file, 14, nil)
		require.Contains(t, strings.Join(args, " "), file, editor)
		if st.line(file, "14")[0] != file || len(args) > 1 {
			require.Contains(t, strings.Join(args, " "), "14", editor)
		}
	}
}

func TestWhichEditor(t *testing.T) {
	all := []string{"code", "nvim", "vim", "vi", "nano", "notepad", "hx", "subl"}
	for name, c := range map[string]struct {
		goos     string
		programs []string
		vars     map[string]string
		want     string
	}{
		"VISUAL first":        {"linux", all, map[string]string{"VISUAL": "hx", "EDITOR": "subl"}, "hx"},
		"then EDITOR":         {"linux", all, map[string]string{"EDITOR": "subl"}, "subl"},
		"blank is not set":    {"linux", all, map[string]string{"VISUAL": "  ", "EDITOR": "subl"}, "subl"},
		"then code":           {"linux", all, nil, "code"},
		"then what there is":  {"linux", []string{"nano", "vi"}, nil, "vi"},
		"on a Mac":            {"darwin", []string{"vim", "nano"}, nil, "vim"},
		"on Windows":          {"windows", []string{"notepad", "vi"}, nil, "notepad"},
		"code on Windows":     {"windows", all, nil, "code"},
		"EDITOR on Windows":   {"windows", []string{`C:\vim\vim.exe`}, map[string]string{"EDITOR": `C:\vim\vim.exe`}, `C:\vim\vim.exe`},
		"a path with a space": {"windows", []string{`C:\Program Files\VS Code\Code.exe`}, map[string]string{"EDITOR": `C:\Program Files\VS Code\Code.exe`}, `C:\Program Files\VS Code\Code.exe`},
	} {
		t.Run(name, func(t *testing.T) {
			cmd, _, err := on(c.goos, c.programs, c.vars).command(file, 1)
			require.NoError(t, err)
			require.Equal(t, "/bin/"+c.want, cmd.Args[0])
		})
	}
}

func TestEmacsWithoutADesktop(t *testing.T) {
	f := on("linux", []string{"emacs"}, map[string]string{"EDITOR": "emacs"})
	_, kind, err := f.command(file, 1)
	require.NoError(t, err)
	require.Equal(t, Terminal, kind)
}

func TestXcodeOnAMac(t *testing.T) {
	f := on("darwin", []string{"xed"}, map[string]string{"EDITOR": "xed"})
	cmd, kind, err := f.command(file, 14)
	require.NoError(t, err)
	require.Equal(t, Window, kind)
	require.Contains(t, cmd.Args, "--line")
}

func TestErrorsSayWhatToDo(t *testing.T) {
	for name, c := range map[string]struct {
		goos string
		vars map[string]string
		want string
	}{
		"none":                 {"linux", nil, "no editor found; set EDITOR to the program you write with, for instance: export EDITOR=nano"},
		"none on Windows":      {"windows", nil, "setx EDITOR"},
		"not installed":        {"linux", map[string]string{"VISUAL": "emcas -nw"}, `$VISUAL is "emcas -nw", but there is no program "emcas"`},
		"quote":                {"linux", map[string]string{"EDITOR": `vim "a`}, `a quote " is not closed`},
		"backslash":            {"linux", map[string]string{"EDITOR": `vim \`}, "it ends in a backslash"},
		"nothing but quotes":   {"linux", map[string]string{"EDITOR": `""`}, "it names no program"},
		"not even the default": {"linux", map[string]string{"EDITOR": "vim"}, `no program "vim"`},
	} {
		t.Run(name, func(t *testing.T) {
			cmd, _, err := on(c.goos, nil, c.vars).command(file, 1)
			require.ErrorContains(t, err, c.want)
			require.ErrorContains(t, err, "set")
			require.Nil(t, cmd)
		})
	}
	_, _, err := on("linux", nil, nil).command(file, 1)
	require.ErrorIs(t, err, ErrNone)
}

func TestSplit(t *testing.T) {
	for in, want := range map[string][]string{
		"":              nil,
		" \t\n":         nil,
		"a":             {"a"},
		"a b\tc":        {"a", "b", "c"},
		`a "b c" d`:     {"a", "b c", "d"},
		`a 'b "c' d`:    {"a", `b "c`, "d"},
		`a b" c"d`:      {"a", "b cd"},
		`a ""`:          {"a", ""},
		`a\ b \"c\"`:    {"a b", `"c"`},
		`"a\"b" "c\\d"`: {`a"b`, `c\d`},
		`"a\nb"`:        {`a\nb`},
		`'a\b'`:         {`a\b`},
		"é 世界 'ü ö'":    {"é", "世界", "ü ö"},
		`a "" b`:        {"a", "", "b"},
	} {
		got, err := split(in, true)
		require.NoError(t, err, in)
		require.Equal(t, want, got, in)
	}
	got, err := split(`"C:\Program Files\x.exe" -a C:\b it's`, false)
	require.NoError(t, err)
	require.Equal(t, []string{`C:\Program Files\x.exe`, "-a", `C:\b`, "it's"}, got)
}

// The whole way once, with a program that is really started.
func TestCommandStarts(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the program is a shell script")
	}
	dir := t.TempDir()
	out := filepath.Join(dir, "out")
	editor := filepath.Join(dir, "my vim")
	require.NoError(t, os.WriteFile(editor, []byte("#!/bin/sh\nprintf '%s\\n' \"$@\" >'"+out+"'\n"), 0o755))
	t.Chdir(dir)
	getenv := func(k string) string { return map[string]string{"EDITOR": "'" + editor + "' -n"}[k] }
	cmd, kind, err := Command("-echo.go", 3, getenv)
	require.NoError(t, err)
	require.Equal(t, Terminal, kind)
	require.NoError(t, cmd.Run())
	got, err := os.ReadFile(out)
	require.NoError(t, err)
	wd, err := os.Getwd()
	require.NoError(t, err)
	require.Equal(t, "-n\n"+filepath.Join(wd, "-echo.go")+"\n", string(got), "never a name that looks like an option")
}

func TestProgramInTheCurrentFolder(t *testing.T) {
	f := on("linux", nil, map[string]string{"EDITOR": "ed"})
	f.lookPath = func(name string) (string, error) {
		return name, &exec.Error{Name: name, Err: exec.ErrDot}
	}
	cmd, _, err := f.command(file, 1)
	require.NoError(t, err)
	require.True(t, filepath.IsAbs(cmd.Path), cmd.Path)
	require.False(t, errors.Is(cmd.Err, exec.ErrDot))
}
