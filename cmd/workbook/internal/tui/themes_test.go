package tui

import (
	"image/color"
	"math"
	"regexp"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
	"github.com/stretchr/testify/require"
)

// inEveryState calls f with the screen in each state that the golden screens show.
func inEveryState(t *testing.T, theme Theme, f func(t *testing.T, s *screen)) {
	for _, state := range states {
		t.Run(state.name, func(t *testing.T) {
			s := newScreen(t, 120, 40, withReset, func(c *Config) { c.Theme = theme })
			state.set(s)
			f(t, s)
		})
	}
}

// wearing are the texts that stand on a screen in a style.
func wearing(content string, style lipgloss.Style) (texts []string) {
	const probe = "probe"
	before, _, ok := strings.Cut(style.Render(probe), probe)
	if !ok || before == "" {
		return nil
	}
	for _, m := range regexp.MustCompile(regexp.QuoteMeta(before)+"([^\x1b]*)").FindAllStringSubmatch(content, -1) {
		texts = append(texts, m[1])
	}
	return texts
}

// TestNoColorSaysWhatNoWordOrGlyphSays: what stands in the color of a verdict has the
// glyph or the word for it, and what is chosen is pointed at.
func TestNoColorSaysWhatNoWordOrGlyphSays(t *testing.T) {
	good := regexp.MustCompile(glyphPassed + `|[Pp]assed|all you need`)
	bad := regexp.MustCompile(glyphFailing + `|[Ff]ail|not compile|refused|crashed|timed out|memory`)
	warn := regexp.MustCompile("[" + glyphRegressed + glyphChanged + "]|^" + glyphNotRun + "|regressed|changed|Regressed|[a-z]+ [a-z]+ [a-z]+") // or a sentence
	seen := map[string]int{}
	inEveryState(t, ThemeDark, func(t *testing.T, s *screen) {
		content, theme := s.View().Content, s.panes.theme
		for name, style := range map[string]struct {
			style lipgloss.Style
			words *regexp.Regexp
		}{"good": {theme.good, good}, "bad": {theme.bad, bad}, "warn": {theme.warn, warn}} {
			for _, text := range wearing(content, style.style) {
				seen[name]++
				require.Regexp(t, style.words, text, "in the color %s", name)
			}
		}
		if chosen := wearing(content, theme.match); len(chosen) > 0 {
			seen["match"]++
			require.True(t, strings.HasPrefix(chosen[0], glyphPointer), "%q", chosen)
		}
	})
	for _, name := range []string{"good", "bad", "warn", "match"} {
		require.NotZero(t, seen[name], "no screen shows anything in the color %s", name)
	}
}

// TestThemesSayTheSame: without its colors a screen is the same in every theme, but for the
// marks of code where there are no colors, which are left off here.
func TestThemesSayTheSame(t *testing.T) {
	for _, state := range states {
		var first string
		for _, theme := range []Theme{ThemeAuto, ThemeMono, ThemeContrast, ThemeContrastLight, ThemeLight} {
			s := newScreen(t, 100, 30, withReset, func(c *Config) { c.Theme = theme })
			unmarked := *s.panes.theme
			unmarked.marked = false
			s.panes.restyle(&unmarked)
			state.set(s)
			if first == "" {
				first = s.text()
			}
			require.Equal(t, first, s.text(), "%s with the theme %s", state.name, theme)
		}
	}
}

func TestMonochromeHasNoColor(t *testing.T) {
	inEveryState(t, ThemeMono, func(t *testing.T, s *screen) {
		require.NotRegexp(t, `\x1b\[[0-9;]*(3[0-9]|4[0-9]|9[0-7])[0-9;:]*m`, s.View().Content)
	})
}

// TestHighContrast measures each color against the background by the rule of WCAG.
func TestHighContrast(t *testing.T) {
	for _, light := range []bool{true, false} {
		background := color.Color(color.Black)
		if light {
			background = color.White
		}
		theme := highContrast(light)
		for name, style := range map[string]lipgloss.Style{
			"accent": theme.accent, "good": theme.good, "bad": theme.bad, "warn": theme.warn, "code": theme.code,
			"keyword": theme.keyword, "literal": theme.literal, "link": theme.link,
		} {
			require.GreaterOrEqual(t, contrast(style.GetForeground(), background), 7.0, "%s, light: %t", name, light)
		}
		for name, style := range map[string]lipgloss.Style{"text": theme.text, "dim": theme.dim, "rule": theme.rule, "comment": theme.comment} {
			require.Equal(t, lipgloss.NoColor{}, style.GetForeground(), "%s has the terminal's own color", name)
			require.False(t, style.GetFaint(), name)
		}
	}
}

// TestLanesAreRead measures the colors of goroutines as the rest: 7 to 1 where contrast is
// asked for, and else 4.5 to 1.
func TestLanesAreRead(t *testing.T) {
	for _, light := range []bool{true, false} {
		background := color.Color(color.Black)
		if light {
			background = color.White
		}
		for least, theme := range map[float64]*theme{7: highContrast(light), 4.5: newTheme(palette{light: light})} {
			require.GreaterOrEqual(t, len(theme.lanes), 4)
			for i, lane := range theme.lanes {
				if fg := lane.GetForeground(); fg != (lipgloss.NoColor{}) {
					require.GreaterOrEqual(t, contrast(fg, background), least, "lane %d, light: %t", i, light)
				}
			}
		}
	}
}

func contrast(a, b color.Color) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func luminance(c color.Color) float64 {
	r, g, b, _ := c.RGBA()
	linear := func(v uint32) float64 {
		s := float64(v) / 0xffff
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(r) + 0.7152*linear(g) + 0.0722*linear(b)
}

func TestThemeAndTheEnvironment(t *testing.T) {
	for _, tc := range []struct {
		theme Theme
		env   map[string]string
		want  palette
	}{
		{"", nil, palette{}},
		{ThemeAuto, map[string]string{"NO_COLOR": "1"}, palette{mono: true}},
		{ThemeContrast, map[string]string{"NO_COLOR": "1"}, palette{contrast: true}}, // what is asked for by name
		{ThemeMono, nil, palette{mono: true}},
		{ThemeLight, nil, palette{light: true, fixed: true}},
		{ThemeDark, nil, palette{fixed: true}},
		{ThemeContrastLight, nil, palette{light: true, fixed: true, contrast: true}},
		{ThemeContrastDark, map[string]string{"TERM": "dumb"}, palette{mono: true, ascii: true, fixed: true, contrast: true}},
	} {
		require.Equal(t, tc.want, paletteFor(tc.theme, func(k string) string { return tc.env[k] }), "%v", tc)
	}
}

func TestAFixedThemeKeepsItsBackground(t *testing.T) {
	s := newScreen(t, 80, 24, func(c *Config) { c.Theme = ThemeContrastDark })
	before := s.View().Content
	s.send(tea.BackgroundColorMsg{Color: lipgloss.Color("#ffffff")})
	require.Equal(t, before, s.View().Content)
}

// TestReducedMotion: nothing counts, and the cursor does not blink.
func TestReducedMotion(t *testing.T) {
	counted := regexp.MustCompile(`\d+ of \d+ packages|(inside|outside) \d+ of \d+`)
	for _, state := range states {
		if state.name != "warming" && state.name != "streaming" {
			continue
		}
		for _, still := range []bool{false, true} {
			s := newScreen(t, 120, 40, func(c *Config) { c.Still = still })
			state.set(s)
			require.Equal(t, !still, counted.MatchString(s.text()), "%s, still: %t:\n%s", state.name, still, s.text())
			s.press("/")
			require.Equal(t, !still, s.View().Cursor.Blink)
		}
	}
}
