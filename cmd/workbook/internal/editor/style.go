package editor

import (
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// A style is how an editor wants to be told a file and a line.
type style struct {
	kind Kind
	line lineStyle
}

// A lineStyle writes the arguments that open file at a line above 0.
type lineStyle func(file, line string) []string

func plus(file, line string) []string      { return []string{"+" + line, file} }
func colon(file, line string) []string     { return []string{file + ":" + line} }
func goTo(file, line string) []string      { return []string{"-g", file + ":" + line} }
func dashLine(file, line string) []string  { return []string{"--line", line, file} }
func dashL(file, line string) []string     { return []string{"-l", line, file} }
func dashN(file, line string) []string     { return []string{"-n" + line, file} }
func afterDash(file, line string) []string { return []string{file, "--", "+" + line} }
func withoutLine(file, _ string) []string  { return []string{file} }

// styles are the editors that are known, by the name of their program without
// its folder and extension. Any other is taken for one in the terminal, where
// stepping aside is never wrong, and gets no line, which it might take for a file.
var styles = map[string]style{}

func init() {
	add := func(kind Kind, line lineStyle, names string) {
		for _, n := range strings.Fields(names) {
			styles[n] = style{kind, line}
		}
	}
	add(Terminal, plus, "vi vim nvim view vimdiff rvim vimx lvim nvi elvis ex nano pico rnano emacs emacsclient mg zile jed joe jmacs jstar ne kak micro mcedit")
	add(Terminal, colon, "hx helix")
	add(Terminal, withoutLine, "ed ted edit")
	add(Window, plus, "gvim mvim vimr gedit gnome-text-editor pluma xed geany leafpad xemacs bbedit bbe")
	add(Window, afterDash, "neovide")
	add(Window, goTo, "code code-insiders code-oss codium vscodium codium-insiders cursor windsurf positron trae")
	add(Window, colon, "zed zeditor zedit subl sublime_text sublime smerge atom pulsar lapce B")
	add(Window, dashLine, "goland goland64 idea idea64 idea1 intellij-idea-ultimate intellij-idea-community webstorm clion pycharm rider fleet")
	add(Window, dashL, "kate kwrite mousepad mate")
	add(Window, dashN, "notepad++")
	add(Window, withoutLine, "notepad wordpad open xdg-open")
}

// program returns the name of a program as styles has it: without folders and
// the extensions that Windows and some installers add.
func program(path string) string {
	name := path[strings.LastIndexAny(path, `/\`)+1:]
	if s, ok := styles[name]; ok && s.line != nil {
		return name
	}
	name = strings.ToLower(name)
	switch ext := filepath.Ext(name); ext {
	case ".exe", ".cmd", ".bat", ".com", ".sh": // JetBrains on Linux: goland.sh
		name = strings.TrimSuffix(name, ext)
	}
	return name
}

// styleOf returns the style of the editor, given the arguments of the variable.
func (f finder) styleOf(prog string, given []string) style {
	name := program(prog)
	st, ok := styles[name]
	if !ok {
		return style{Terminal, withoutLine}
	}
	has := func(flags ...string) bool {
		return slices.ContainsFunc(given, func(a string) bool { return slices.Contains(flags, a) })
	}
	switch name {
	case "xed":
		if f.goos == "darwin" { // Xcode's, not the one of the Mint desktop
			st.line = dashLine
		}
	case "vi", "vim":
		if has("-g") {
			st.kind = Window
		}
	case "emacs", "emacsclient":
		if f.desktop() && !has("-nw", "-t", "-tty", "--tty", "--no-window-system") {
			st.kind = Window
		}
	}
	return st
}

// desktop reports whether X11 or Wayland would show a window.
func (f finder) desktop() bool {
	return f.getenv("DISPLAY") != "" || f.getenv("WAYLAND_DISPLAY") != ""
}

// args returns the arguments for the file. given are those of the variable.
func (s style) args(file string, line int, given []string) []string {
	if line <= 0 {
		return []string{file}
	}
	args := s.line(file, strconv.Itoa(line))
	if args[0] == "-g" && (slices.Contains(given, "-g") || slices.Contains(given, "--goto")) {
		return args[1:]
	}
	return args
}
