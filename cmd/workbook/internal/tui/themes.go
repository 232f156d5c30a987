package tui

import "charm.land/lipgloss/v2"

// A Theme is a choice of colors.
type Theme string

// The themes. The light and the dark ones do not ask the terminal for its background.
const (
	ThemeAuto          Theme = "auto" // by the terminal's background; none with NO_COLOR
	ThemeDark          Theme = "dark"
	ThemeLight         Theme = "light"
	ThemeMono          Theme = "mono"
	ThemeContrast      Theme = "contrast" // by the terminal's background
	ThemeContrastDark  Theme = "contrast-dark"
	ThemeContrastLight Theme = "contrast-light"
)

// monochrome has no colors, and without signs beyond ASCII no styles either.
func monochrome(bare bool) *theme {
	t, plain := new(theme), lipgloss.NewStyle()
	t.text, t.dim, t.rule, t.keyword, t.literal, t.comment = plain, plain, plain, plain, plain, plain
	t.good, t.warn, t.code, t.quoted = plain, plain, plain, plain
	t.strong, t.accent, t.bad = plain, plain, plain
	t.link, t.italic, t.match = plain, plain, plain
	t.lanes = []lipgloss.Style{plain}
	t.marked, t.ascii = true, bare
	if bare {
		return t
	}
	t.strong, t.accent, t.bad = plain.Bold(true), plain.Bold(true), plain.Bold(true)
	t.link, t.italic, t.match = plain.Underline(true), plain.Italic(true), plain.Reverse(true)
	return t
}

// highContrast has nothing that is dim: each color stands off its background by 7 to 1 at
// the least, which is what WCAG asks for of small text (AAA), and the text has the
// terminal's own.
func highContrast(light bool) *theme {
	t, plain := new(theme), lipgloss.NewStyle()
	pick := lipgloss.LightDark(!light)
	fg := func(light, dark string) lipgloss.Style {
		return plain.Foreground(pick(lipgloss.Color(light), lipgloss.Color(dark)))
	}
	t.text, t.dim, t.rule, t.comment, t.quoted = plain, plain, plain, plain.Italic(true), plain
	t.strong, t.italic, t.match = plain.Bold(true), plain.Italic(true), plain.Reverse(true)
	t.accent = fg("#003E7A", "#5CE1FF").Bold(true)
	t.good = fg("#005A1E", "#5CFF8A")
	t.bad = fg("#8F0000", "#FFA8A0").Bold(true)
	t.warn = fg("#5C3A00", "#FFD75C")
	t.code = fg("#003E7A", "#5CE1FF")
	t.keyword = fg("#4B0082", "#DDB8FF")
	t.literal = fg("#005A1E", "#A8FF9E")
	t.link = t.code.Underline(true)
	t.lanes = []lipgloss.Style{
		fg("#003E7A", "#8FC7FF"), fg("#6B3000", "#FFBE85"), fg("#4B0082", "#DDB8FF"),
		fg("#7A0050", "#FFB0DE"), fg("#004D48", "#7FF0E4"), plain,
	}
	return t
}
