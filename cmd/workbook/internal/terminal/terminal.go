// Package terminal knows what a terminal does beyond showing text, as far as the
// environment tells which one it is:
//
//	t := terminal.Of(os.Getenv)
//	if t.Links {
//		s = terminal.Link(url, s)
//	}
//
// A terminal says nothing about most of this when it is asked, and some obey what they do
// not know in a way that hurts: they show it, or take it for a notification. So each is
// either harmless everywhere but on the terminals that are named here, or done only on
// these.
package terminal

import (
	"slices"
	"strconv"
	"strings"

	"workbook/cmd/internal/tr"
)

// A Terminal says what one can do.
type Terminal struct {
	Title     bool // it has a title to set
	Links     bool // it does not choke on hyperlinks (OSC 8)
	Progress  bool // it is known to show progress (OSC 9;4)
	Clipboard Clipboard
}

// A Clipboard says how a terminal takes what a program copies (OSC 52). It never answers.
type Clipboard struct {
	Refuses bool   // nothing arrives, and nothing should be sent
	Why     string // it refuses, or what it needs, in a sentence; empty: it is expected to work
}

// plain are terminals that know no operating system commands at all.
var plain = []string{"dumb", "linux", "ansi", "vt100", "vt220", "cons25", "sun"}

// Of looks at the environment.
func Of(getenv func(string) string) Terminal {
	term := getenv("TERM")
	old := slices.Contains(plain, term) || strings.HasPrefix(term, "eterm")
	t := Terminal{Title: !old, Clipboard: clipboard(getenv, old)}
	if !old {
		t.Links, t.Progress = links(getenv), progress(getenv)
	}
	return t
}

// links: by now most show them, or show the words alone.
func links(getenv func(string) string) bool {
	if force := getenv("FORCE_HYPERLINK"); force != "" {
		return force != "0"
	}
	switch {
	case getenv("TERM") == "" && getenv("WT_SESSION") == "" && getenv("ConEmuANSI") == "":
		return false // nothing is known of it
	case getenv("STY") != "": // GNU screen
		return false
	case getenv("COLORTERM") == "xfce4-terminal": // of before 2016, which shows the address
		return false
	}
	const whole = 5000 // VTE 0.50; older ones crash, or show the address
	vte, isVTE := number(getenv("VTE_VERSION"))
	return !isVTE || vte >= whole
}

// progress: where OSC 9 is a notification, each step would be one. tmux and screen do not
// pass it on.
func progress(getenv func(string) string) bool {
	if getenv("TMUX") != "" || getenv("STY") != "" {
		return false
	}
	switch getenv("TERM_PROGRAM") {
	case "ghostty", "WezTerm", "mintty":
		return true
	case "iTerm.app":
		return !before(getenv("TERM_PROGRAM_VERSION"), 3, 6, 6)
	}
	vte, _ := number(getenv("VTE_VERSION"))
	konsole, _ := number(getenv("KONSOLE_VERSION"))
	return getenv("WT_SESSION") != "" || getenv("ConEmuANSI") == "ON" || getenv("TERM") == "xterm-ghostty" ||
		vte >= 7900 || konsole >= 250400
}

func clipboard(getenv func(string) string, old bool) Clipboard {
	term, program := getenv("TERM"), getenv("TERM_PROGRAM")
	switch {
	case getenv("TMUX") != "":
		return Clipboard{Why: tr.T("In tmux it takes: set -g set-clipboard on.")}
	case getenv("STY") != "":
		return Clipboard{Refuses: true, Why: tr.T("GNU screen does not pass copies on.")}
	case program == "Apple_Terminal":
		return Clipboard{Refuses: true, Why: tr.T("Terminal.app takes no copies from programs.")}
	case getenv("VTE_VERSION") != "":
		return Clipboard{Refuses: true, Why: tr.T("Terminals made with VTE take no copies from programs.")}
	case old:
		return Clipboard{Refuses: true, Why: tr.T("This terminal has no clipboard.")}
	case program == "iTerm.app":
		return Clipboard{Why: tr.T("iTerm2 must allow it: Settings, General, Selection.")}
	case program == "mintty":
		return Clipboard{Why: tr.T("mintty takes it only with AllowSetSelection=yes.")}
	case getenv("XTERM_VERSION") != "":
		return Clipboard{Why: tr.T("xterm takes it only with allowWindowOps: true.")}
	case strings.HasPrefix(term, "rxvt"):
		return Clipboard{Why: tr.T("rxvt takes it only with an extension for OSC 52.")}
	}
	return Clipboard{}
}

func number(s string) (int, bool) {
	n, err := strconv.Atoi(s)
	return n, err == nil
}

// before reports whether a version like 3.6.5 is older than another. What cannot be read
// is.
func before(version string, than ...int) bool {
	parts := strings.Split(version, ".")
	for i, want := range than {
		if i >= len(parts) {
			return true
		}
		have, ok := number(parts[i])
		switch {
		case !ok, have < want:
			return true
		case have > want:
			return false
		}
	}
	return false
}
