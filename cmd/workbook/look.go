package main

import (
	"errors"
	"os"

	"github.com/spf13/cobra"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/tui"
)

// The variables that say how workbook looks, where no flag does.
const (
	themeEnv = "WORKBOOK_THEME"
	stillEnv = "WORKBOOK_REDUCED_MOTION"
)

// A look is what the flags say of how workbook looks.
type look struct {
	plain bool      // --plain
	theme tui.Theme // --theme
	still bool      // --reduced-motion
}

// themes are the words of --theme.
var themes = []word[tui.Theme]{
	{name: string(tui.ThemeAuto), value: tui.ThemeAuto, means: tr.Mark("by the terminal's background")},
	{name: string(tui.ThemeDark), value: tui.ThemeDark},
	{name: string(tui.ThemeLight), value: tui.ThemeLight},
	{name: string(tui.ThemeMono), value: tui.ThemeMono, means: tr.Mark("no colors")},
	{name: string(tui.ThemeContrast), value: tui.ThemeContrast, means: tr.Mark("nothing dim")},
	{name: string(tui.ThemeContrastDark), value: tui.ThemeContrastDark},
	{name: string(tui.ThemeContrastLight), value: tui.ThemeContrastLight},
}

// declare declares the flags, for every command.
func (l *look) declare(root *cobra.Command) {
	root.Flags().BoolVar(&l.plain, "plain", false, tr.T("lines in the place of screens, for a screen reader or a simple terminal;\nalso with $%s set to anything, and with TERM=dumb", accessibleEnv))
	f := root.PersistentFlags()
	wordVar(root, f, &l.theme, "theme", tr.T("the colors; also with $%s", themeEnv), themes)
	f.BoolVar(&l.still, "reduced-motion", false, tr.T("nothing counts or blinks while you wait; also with $%s set to anything", stillEnv))
}

// settle completes what the flags have said with what the environment does, and has the
// screens of all commands follow it.
func (s *session) settle(cmd *cobra.Command) error {
	if named := os.Getenv(themeEnv); named != "" && !cmd.Flags().Changed("theme") {
		theme, err := choose(named, themes)
		if unknown := (*notAWordError)(nil); errors.As(err, &unknown) {
			return unknown.of("$" + themeEnv)
		}
		s.look.theme = theme
	}
	s.look.still = s.look.still || os.Getenv(stillEnv) != ""
	for _, out := range []*screen{s.out, s.err} {
		out.still = s.look.still || out.spoken
		switch s.look.theme {
		case tui.ThemeMono:
			if out.color {
				out.color, out.whyPlain = false, tr.T("the theme is mono")
			}
		case tui.ThemeContrast, tui.ThemeContrastDark, tui.ThemeContrastLight:
			out.contrast = true
		}
	}
	return nil
}
