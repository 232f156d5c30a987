package terminal

import (
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/require"
)

func of(pairs ...string) Terminal {
	env := make(map[string]string)
	for i := 0; i < len(pairs); i += 2 {
		env[pairs[i]] = pairs[i+1]
	}
	return Of(func(k string) string { return env[k] })
}

func TestLinks(t *testing.T) {
	const term, xterm = "TERM", "xterm-256color"
	for name, test := range map[string]struct {
		env  []string
		want bool
	}{
		"unknown":          {[]string{term, "xterm-new"}, true},
		"nothing":          {nil, false},
		"Windows Terminal": {[]string{"WT_SESSION", "1"}, true},
		"tmux":             {[]string{term, "tmux-256color", "TMUX", "/tmp/tmux"}, true},
		"console":          {[]string{term, "linux"}, false},
		"dumb":             {[]string{term, "dumb", "FORCE_HYPERLINK", "1"}, false},
		"Emacs":            {[]string{term, "eterm-color"}, false},
		"screen":           {[]string{term, "screen", "STY", "1.tty"}, false},
		"VTE":              {[]string{term, xterm, "VTE_VERSION", "7600"}, true},
		"VTE of 2016":      {[]string{term, xterm, "VTE_VERSION", "4600"}, false},
		"old xfce4":        {[]string{term, "xterm", "COLORTERM", "xfce4-terminal"}, false},
		"not wanted":       {[]string{term, xterm, "FORCE_HYPERLINK", "0"}, false},
		"wanted in screen": {[]string{term, "screen", "STY", "1.tty", "FORCE_HYPERLINK", "1"}, true},
	} {
		require.Equal(t, test.want, of(test.env...).Links, name)
	}
}

func TestProgress(t *testing.T) {
	for name, test := range map[string]struct {
		env  []string
		want bool
	}{
		"unknown":            {[]string{"TERM", "xterm-256color"}, false},
		"kitty":              {[]string{"TERM", "xterm-kitty"}, false}, // a notification for each step
		"Windows Terminal":   {[]string{"WT_SESSION", "1"}, true},
		"in tmux":            {[]string{"WT_SESSION", "1", "TMUX", "/tmp/tmux"}, false},
		"ConEmu":             {[]string{"ConEmuANSI", "ON"}, true},
		"ConEmu without":     {[]string{"ConEmuANSI", "OFF"}, false},
		"Ghostty":            {[]string{"TERM_PROGRAM", "ghostty"}, true},
		"Ghostty over ssh":   {[]string{"TERM", "xterm-ghostty"}, true},
		"WezTerm":            {[]string{"TERM_PROGRAM", "WezTerm"}, true},
		"iTerm2":             {[]string{"TERM_PROGRAM", "iTerm.app", "TERM_PROGRAM_VERSION", "3.6.6"}, true},
		"later iTerm2":       {[]string{"TERM_PROGRAM", "iTerm.app", "TERM_PROGRAM_VERSION", "3.10.0beta1"}, true},
		"old iTerm2":         {[]string{"TERM_PROGRAM", "iTerm.app", "TERM_PROGRAM_VERSION", "3.6.5"}, false},
		"iTerm2 unversioned": {[]string{"TERM_PROGRAM", "iTerm.app"}, false},
		"VTE":                {[]string{"TERM", "xterm-256color", "VTE_VERSION", "8000"}, true},
		"old VTE":            {[]string{"TERM", "xterm-256color", "VTE_VERSION", "7803"}, false},
		"Konsole":            {[]string{"TERM", "xterm-256color", "KONSOLE_VERSION", "250401"}, true},
		"old Konsole":        {[]string{"TERM", "xterm-256color", "KONSOLE_VERSION", "230805"}, false},
	} {
		require.Equal(t, test.want, of(test.env...).Progress, name)
	}
}

func TestClipboard(t *testing.T) {
	for name, test := range map[string]struct {
		env     []string
		refuses bool
		why     string
	}{
		"unknown":       {[]string{"TERM", "xterm-256color"}, false, ""},
		"tmux on a Mac": {[]string{"TMUX", "/tmp/tmux", "TERM_PROGRAM", "tmux", "VTE_VERSION", "7600"}, false, "set-clipboard on"},
		"Terminal.app":  {[]string{"TERM", "xterm-256color", "TERM_PROGRAM", "Apple_Terminal"}, true, "Terminal.app"},
		"VTE":           {[]string{"TERM", "xterm-256color", "VTE_VERSION", "8000"}, true, "VTE"},
		"screen":        {[]string{"TERM", "screen", "STY", "1"}, true, "screen"},
		"console":       {[]string{"TERM", "linux"}, true, "no clipboard"},
		"iTerm2":        {[]string{"TERM_PROGRAM", "iTerm.app"}, false, "must allow it"},
		"xterm":         {[]string{"TERM", "xterm", "XTERM_VERSION", "XTerm(390)"}, false, "allowWindowOps"},
	} {
		c := of(test.env...).Clipboard
		require.Equal(t, test.refuses, c.Refuses, name)
		require.Contains(t, c.Why, test.why, name)
		require.Equal(t, test.why == "", c.Why == "", name)
	}
}

func TestTitle(t *testing.T) {
	require.True(t, of("TERM", "xterm").Title)
	require.False(t, of("TERM", "linux").Title)
}

func TestLink(t *testing.T) {
	for path, want := range map[string]string{
		"/home/ada/a b/ü%.go": "file://box/home/ada/a%20b/%C3%BC%25.go",
		"C:/ada/a.go":         "file://box/C:/ada/a.go",
	} {
		require.Equal(t, want, FileURL("box", path))
	}
	require.Equal(t, "file:///a.go", FileURL("", "/a.go"))
	link := Link("file://box/a.go", "a.go:3")
	require.Equal(t, "a.go:3", ansi.Strip(link))
	require.Equal(t, 6, ansi.StringWidth(link))
	require.Equal(t, "a.go", Link("", "a.go"))
}
