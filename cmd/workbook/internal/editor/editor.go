// Package editor builds the command that opens a file at a line in the learner's
// editor.
package editor

import (
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"

	"workbook/cmd/internal/tr"
)

// A Kind says where an editor appears.
type Kind int

// The kinds of editors.
const (
	Terminal Kind = iota // in this terminal: whatever draws on it must step aside until it ends
	Window               // in a window of its own: start it and go on
)

// String returns "terminal" or "window".
func (k Kind) String() string {
	if k == Window {
		return "window"
	}
	return "terminal"
}

// ErrNone is wrapped by the error of [Command] when there is no editor to be found.
var ErrNone = tr.Error("no editor found")

// Command returns the command that opens file, at the line if that is above 0. It
// takes the editor from $VISUAL, then $EDITOR, which may carry arguments and
// quotes ("code --wait"); then Visual Studio Code and the editors that the system
// has, where they are on the PATH. getenv is os.Getenv but in tests. The command's
// input and output are not set. Its error says what to do.
func Command(file string, line int, getenv func(string) string) (*exec.Cmd, Kind, error) {
	return finder{getenv: getenv, lookPath: exec.LookPath, goos: runtime.GOOS}.command(file, line)
}

// A finder finds an editor on a system.
type finder struct {
	getenv   func(string) string
	lookPath func(string) (string, error)
	goos     string
}

func (f finder) command(file string, line int) (*exec.Cmd, Kind, error) {
	// An absolute path never looks like an option, and the editor may start elsewhere.
	abs, err := filepath.Abs(file)
	if err != nil {
		return nil, Terminal, tr.Errorf("opening %s in an editor: %w", file, err)
	}
	words, path, err := f.find()
	if err != nil {
		return nil, Terminal, err
	}
	args := words[1:]
	st := f.styleOf(words[0], args)
	cmd := exec.Command(path, append(args[:len(args):len(args)], st.args(abs, line, args)...)...)
	return cmd, st.kind, nil
}

// find returns the words of the editor's command and where its program is.
func (f finder) find() (words []string, path string, err error) {
	for _, name := range []string{"VISUAL", "EDITOR"} {
		value := strings.TrimSpace(f.getenv(name))
		if value == "" {
			continue
		}
		words, err := f.words(value)
		if err != nil {
			return nil, "", tr.Errorf("$%s is %q, and %w; %s", name, value, err, f.remedy())
		}
		path, err := f.look(words[0])
		if err != nil {
			return nil, "", tr.Errorf("$%s is %q, but there is no program %q: %w; %s", name, value, words[0], ErrNone, f.remedy())
		}
		return words, path, nil
	}
	for _, name := range f.fallbacks() {
		if path, err := f.look(name); err == nil {
			return []string{name}, path, nil
		}
	}
	return nil, "", fmt.Errorf("%w; %s", ErrNone, f.remedy())
}

func (f finder) fallbacks() []string {
	if f.goos == "windows" {
		return []string{"code", "notepad"}
	}
	return []string{"code", "nvim", "vim", "vi", "nano"}
}

func (f finder) remedy() string {
	if f.goos == "windows" {
		return tr.T(`set EDITOR to the program you write with, for instance: setx EDITOR "code --wait"`)
	}
	return tr.T(`set EDITOR to the program you write with, for instance: export EDITOR=nano`)
}

// look finds the program, and takes one that was found in the current folder too,
// since the learner named it.
func (f finder) look(name string) (string, error) {
	path, err := f.lookPath(name)
	if errors.Is(err, exec.ErrDot) {
		return filepath.Abs(path)
	}
	return path, err
}

// words splits a value as a shell does. A value that is, as a whole, the path of
// a program with a space in it is one word.
func (f finder) words(value string) ([]string, error) {
	if strings.ContainsAny(value, `/\`) && strings.Contains(value, " ") {
		if path, err := f.look(value); err == nil && path != "" {
			return []string{value}, nil
		}
	}
	words, err := split(value, f.goos != "windows")
	if err != nil {
		return nil, err
	}
	if len(words) == 0 || words[0] == "" {
		return nil, tr.Errorf("it names no program")
	}
	if home := f.getenv("HOME"); home != "" && strings.HasPrefix(words[0], "~/") {
		words[0] = filepath.Join(home, words[0][2:])
	}
	return words, nil
}

// split splits s at blanks that are not quoted. Backslashes quote the next
// character if escapes is set, which it is not on Windows.
func split(s string, escapes bool) ([]string, error) {
	var (
		words []string
		word  strings.Builder
		in    bool // in a word, which may be empty: ''
		quote rune // the quote that is open, or 0
		taken bool // the character before was a backslash
	)
	for _, r := range s {
		switch {
		case taken:
			if quote == '"' && r != '"' && r != '\\' {
				word.WriteRune('\\')
			}
			word.WriteRune(r)
			taken = false
		case r == '\\' && escapes && quote != '\'':
			in, taken = true, true
		case quote != 0:
			if r == quote {
				quote = 0
			} else {
				word.WriteRune(r)
			}
		case r == '"' || r == '\'' && escapes:
			in, quote = true, r
		case r == ' ' || r == '\t' || r == '\n':
			if in {
				words = append(words, word.String())
				word.Reset()
				in = false
			}
		default:
			in = true
			word.WriteRune(r)
		}
	}
	switch {
	case quote != 0:
		return nil, tr.Errorf("a quote %c is not closed", quote)
	case taken:
		return nil, tr.Errorf("it ends in a backslash")
	}
	if in {
		words = append(words, word.String())
	}
	return words, nil
}
