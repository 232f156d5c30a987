package main

import (
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/stretchr/testify/require"
	"golang.org/x/text/language"

	"workbook/cmd/internal/lang"
	"workbook/cmd/internal/tr"
)

// The commands are called the same in every language, and so are their flags: scripts and
// fingers know them.
func TestCommandsKeepTheirNames(t *testing.T) {
	names := func() (all []string) {
		each(rootCommand(newSession()), func(cmd *cobra.Command) {
			all = append(all, cmd.CommandPath())
			for _, line := range strings.Split(cmd.LocalFlags().FlagUsages(), "\n") {
				if fields := strings.Fields(line); len(fields) > 0 && strings.HasPrefix(fields[0], "-") {
					all = append(all, strings.TrimSuffix(fields[0], ","))
				}
			}
		})
		return all
	}
	english := names()
	require.Contains(t, english, "workbook translated")
	t.Cleanup(func() { tr.Use(nil) })
	for _, tag := range tr.Languages()[1:] {
		require.Equal(t, tag, tr.Use(lang.Wanted{tag}))
		require.Equal(t, english, names(), tag)
	}
}

// No line of a help is wider in German than a terminal that is usual; what is written in
// English is what it is.
func TestHelpFits(t *testing.T) {
	const usual = 90
	t.Cleanup(func() { tr.Use(nil) })
	tr.Use(lang.Wanted{language.German})
	each(rootCommand(newSession()), func(cmd *cobra.Command) {
		if cmd.Name() == "exercise" || strings.Contains(cmd.CommandPath(), "completion") {
			return // not translated, or cobra's
		}
		for line := range strings.Lines(cmd.Long) {
			require.LessOrEqual(t, len([]rune(strings.TrimSpace(line))), usual, "%s: %s", cmd.CommandPath(), line)
		}
	})
}
