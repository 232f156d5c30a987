package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"workbook/cmd/internal/tr"
)

// translateHelp has cobra's own words of the help said in the language in use. Every command
// has been added.
func translateHelp(root *cobra.Command) {
	root.SetUsageFunc(usage)
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	root.Flags().Bool("version", false, tr.T("version for %s", root.Name()))
	each(root, func(cmd *cobra.Command) {
		cmd.Flags().BoolP("help", "h", false, tr.T("help for %s", cmd.Name()))
		switch cmd.CommandPath() {
		case root.Name() + " help":
			cmd.Short = tr.T("Help about any command")
		case root.Name() + " completion":
			cmd.Short = tr.T("Generate the autocompletion script for the specified shell")
		}
	})
}

func each(cmd *cobra.Command, do func(*cobra.Command)) {
	do(cmd)
	for _, sub := range cmd.Commands() {
		each(sub, do)
	}
}

// usage writes how a command is used, as cobra does.
func usage(cmd *cobra.Command) error {
	var b strings.Builder
	b.WriteString(tr.T("Usage:"))
	if cmd.Runnable() {
		b.WriteString("\n  " + strings.Replace(cmd.UseLine(), "[flags]", tr.T("[flags]"), 1))
	}
	if cmd.HasAvailableSubCommands() {
		b.WriteString("\n  " + cmd.CommandPath() + " " + tr.T("[command]"))
	}
	if cmd.HasExample() {
		b.WriteString("\n\n" + tr.T("Examples:") + "\n" + cmd.Example)
	}
	if cmd.HasAvailableSubCommands() {
		b.WriteString("\n\n" + tr.T("Available Commands:"))
		for _, sub := range cmd.Commands() {
			if sub.IsAvailableCommand() || sub.Name() == "help" {
				fmt.Fprintf(&b, "\n  %-*s %s", sub.NamePadding(), sub.Name(), sub.Short)
			}
		}
	}
	if cmd.HasAvailableLocalFlags() {
		b.WriteString("\n\n" + tr.T("Flags:") + "\n" + flagUsages(cmd.LocalFlags()))
	}
	if cmd.HasAvailableInheritedFlags() {
		b.WriteString("\n\n" + tr.T("Global Flags:") + "\n" + flagUsages(cmd.InheritedFlags()))
	}
	if cmd.HasHelpSubCommands() {
		b.WriteString("\n\n" + tr.T("Additional help topics:"))
		for _, sub := range cmd.Commands() {
			if sub.IsAdditionalHelpTopicCommand() {
				fmt.Fprintf(&b, "\n  %-*s %s", sub.CommandPathPadding(), sub.CommandPath(), sub.Short)
			}
		}
	}
	if cmd.HasAvailableSubCommands() {
		b.WriteString("\n\n" + tr.T("Use \"%s [command] --help\" for more information about a command.", cmd.CommandPath()))
	}
	b.WriteByte('\n')
	_, err := fmt.Fprint(cmd.OutOrStderr(), b.String())
	return err
}

// flagUsages lists flags. Of what pflag says itself there is the default.
func flagUsages(flags *pflag.FlagSet) string {
	text := strings.TrimRight(flags.FlagUsages(), " \n")
	return strings.ReplaceAll(text, " (default ", " ("+tr.T("default")+" ")
}

// flagWrong is pflag's error in the language in use.
func flagWrong(err error) error {
	switch e := err.(type) {
	case *pflag.NotExistError:
		if e.GetSpecifiedShortnames() == "" {
			return tr.Errorf("unknown flag: --%s", e.GetSpecifiedName())
		}
		return tr.Errorf("unknown flag: -%s", e.GetSpecifiedName())
	case *pflag.ValueRequiredError:
		return tr.Errorf("flag needs an argument: --%s", e.GetFlag().Name)
	case *pflag.InvalidValueError:
		return tr.Errorf("invalid argument %q for --%s: %w", e.GetValue(), e.GetFlag().Name, e.Unwrap())
	}
	return err
}
