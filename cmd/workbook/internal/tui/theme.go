package tui

import (
	"strings"

	"charm.land/lipgloss/v2"

	"workbook/cmd/workbook/internal/study"
)

// A theme is every style and glyph of the screen. There is one accent color;
// green, red and yellow are kept for verdicts. Nothing is said by color alone:
// each glyph differs in shape and has a word beside it.
type theme struct {
	text    lipgloss.Style // body text
	strong  lipgloss.Style // titles
	dim     lipgloss.Style // what may be overlooked
	accent  lipgloss.Style // where you are
	rule    lipgloss.Style // lines between panes
	good    lipgloss.Style
	bad     lipgloss.Style
	warn    lipgloss.Style
	code    lipgloss.Style // names, paths, code in text
	keyword lipgloss.Style
	literal lipgloss.Style // strings and numbers
	comment lipgloss.Style
	link    lipgloss.Style
	italic  lipgloss.Style
	quoted  lipgloss.Style
	match   lipgloss.Style   // the selected row of a list
	lanes   []lipgloss.Style // of goroutines, in turns; each has its name beside it

	ascii  bool // no signs beyond ASCII
	marked bool // code in text looks like text, so it stands between backticks
}

// The signs beside the words. Each is one column wide.
const (
	glyphPassed    = "✓"
	glyphFailing   = "✗"
	glyphRegressed = "↓"
	glyphUntouched = "○"
	glyphChanged   = "≠"
	glyphNotRun    = "-"
	glyphRunning   = "…"
	glyphHere      = "▌"
	glyphPointer   = "›"
	glyphFull      = "█"
	glyphEmpty     = "░"
	glyphRule      = "─"
	glyphBar       = "│"
	glyphDot       = "·"
	glyphRuns      = "▶"
	glyphReady     = "·"
	glyphWaits     = "‖"
	glyphEnded     = "×"
	glyphCaret     = "^"
	glyphNow       = "●" // on a bar of steps: the one that is shown
	glyphPast      = "━"
	glyphPastTurn  = "╋" // another goroutine has its turn
	glyphAhead     = "─"
	glyphAheadTurn = "┼"
)

// asciiSigns replaces what a terminal without Unicode cannot be trusted to show,
// column for column.
var asciiSigns = strings.NewReplacer(
	glyphPassed, "+", glyphFailing, "x", glyphRegressed, "!", glyphUntouched, "o", glyphChanged, "/", glyphRunning, "~",
	glyphHere, "*", glyphPointer, ">", "‹", "<", glyphFull, "#", glyphEmpty, ".", glyphRule, "-", glyphBar, "|", glyphDot, "-",
	glyphRuns, ">", glyphWaits, "=", glyphEnded, "x", glyphNow, "O", "µ", "u", glyphPast, "=", glyphPastTurn, "#",
	"•", "*", "▁", "_", "▂", ".", "▃", "-", "▄", "-", "▅", "=", "▆", "=", "▇", "+", "↳", ">", "←", "<", "→", ">", "↑", "^", "„", "\"", "“", "\"", "”", "\"", "╭", "+", "╮", "+", "╰", "+", "╯", "+", "├", "+", "┤", "+", "┼", "+", "┬", "+", "┴", "+",
)

// A palette says which colors the terminal can show, and which are wanted.
type palette struct {
	mono     bool // no color at all: NO_COLOR, TERM=dumb
	ascii    bool // no signs beyond ASCII: TERM=dumb
	light    bool // the background is light
	fixed    bool // whatever the terminal says of its background
	contrast bool // nothing is dim
}

// paletteFor reads the environment, where the theme leaves it the choice. The background
// is dark until the terminal says otherwise.
func paletteFor(theme Theme, getenv func(string) string) palette {
	p := palette{ascii: getenv("TERM") == "dumb"}
	switch theme {
	case ThemeMono:
		p.mono = true
	case ThemeDark, ThemeContrastDark:
		p.fixed = true
	case ThemeLight, ThemeContrastLight:
		p.fixed, p.light = true, true
	case ThemeContrast:
	default:
		p.mono = getenv("NO_COLOR") != ""
	}
	p.contrast = theme == ThemeContrast || theme == ThemeContrastDark || theme == ThemeContrastLight
	p.mono = p.mono || p.ascii
	return p
}

func newTheme(p palette) *theme {
	switch {
	case p.mono:
		return monochrome(p.ascii)
	case p.contrast:
		return highContrast(p.light)
	}
	t, plain := new(theme), lipgloss.NewStyle()
	pick := lipgloss.LightDark(!p.light)
	fg := func(light, dark string) lipgloss.Style {
		return plain.Foreground(pick(lipgloss.Color(light), lipgloss.Color(dark)))
	}
	t.text = plain
	t.strong = plain.Bold(true)
	t.dim = fg("#6B7280", "#8A93A2")
	t.accent = fg("#00768F", "#4FC3DC").Bold(true)
	t.rule = fg("#C9CED6", "#3B424D")
	t.good = fg("#1A7F37", "#5FBF77")
	t.bad = fg("#B42318", "#F07B72").Bold(true)
	t.warn = fg("#8A5A00", "#E0B050")
	t.code = fg("#00768F", "#7CCFE0")
	t.keyword = fg("#6B3FA0", "#C3A6F0")
	t.literal = fg("#1A7F37", "#9CCB8E")
	t.comment = t.dim.Italic(true)
	t.link = t.code.Underline(true)
	t.italic = plain.Italic(true)
	t.quoted = t.text
	t.match = plain.Background(pick(lipgloss.Color("#E3EEF2"), lipgloss.Color("#22343B")))
	t.lanes = []lipgloss.Style{
		fg("#1D5FBF", "#7FB2FF"), fg("#9A4A00", "#F0A06A"), fg("#7A2FA8", "#CFA2FF"),
		fg("#A3206E", "#F394CB"), fg("#00726B", "#59CFC4"), fg("#5B6470", "#C5CBD3"),
	}
	return t
}

// lane is the look of a goroutine.
func (t *theme) lane(goroutine int) lipgloss.Style { return t.lanes[goroutine%len(t.lanes)] }

// standing is the look of a standing.
func (t *theme) standing(s study.Standing) (style lipgloss.Style, glyph string) {
	switch s {
	case study.NowPassed:
		return t.good, glyphPassed
	case study.NowFailing:
		return t.bad, glyphFailing
	case study.NowRegressed:
		return t.warn, glyphRegressed
	case study.NowChanged:
		return t.warn, glyphChanged
	case study.NowGrading, study.NowWaiting:
		return t.accent, glyphRunning
	}
	return t.dim, glyphUntouched
}
