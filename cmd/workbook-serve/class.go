package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"workbook/cmd/internal/exit"
	"workbook/cmd/workbook-serve/internal/store"
	"workbook/grader/report"
)

func classCommand(s *session) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "class",
		Short: "Say who belongs to the class, and give them tokens",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return nil
			}
			return exit.Wrong(fmt.Errorf("class has no command %q", args[0]), "they are add, token, list and revoke")
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(addCommand(s), tokenCommand(s), revokeCommand(s), listCommand(s))
	return cmd
}

// people opens the class for a command on people that are named, or come line by line.
func (s *session) people(cmd *cobra.Command, args []string, f func(ctx context.Context, class *store.Store, name string) error) error {
	names, err := namesFrom(args, cmd.InOrStdin())
	if err != nil {
		return err
	}
	if len(names) == 0 {
		return exit.Wrong(fmt.Errorf("%s needs a name", cmd.CommandPath()), fmt.Sprintf("for instance `%s \"Ada Lovelace\"`, or - for names on standard input, one on each line", cmd.CommandPath()))
	}
	class, err := s.open(cmd.Context())
	if err != nil {
		return err
	}
	defer class.Close()
	for _, name := range names {
		if err := f(cmd.Context(), class, name); err != nil {
			return refused(err)
		}
	}
	return nil
}

// namesFrom are the names, of which - stands for those on standard input.
func namesFrom(args []string, in io.Reader) (names []string, err error) {
	for _, arg := range args {
		if arg != "-" {
			names = append(names, arg)
			continue
		}
		lines := bufio.NewScanner(in)
		for lines.Scan() {
			if name := strings.TrimSpace(lines.Text()); name != "" {
				names = append(names, name)
			}
		}
		if err := lines.Err(); err != nil {
			return nil, exit.Failed(fmt.Errorf("reading names: %w", err))
		}
	}
	return names, nil
}

// refused says what an error about somebody means.
func refused(err error) error {
	switch {
	case errors.Is(err, store.ErrExists):
		return exit.Wrong(err, "`workbook class token NAME` makes a new token for somebody who is there")
	case errors.Is(err, store.ErrNobody):
		return exit.Wrong(err, "`workbook class list` shows who is in the class")
	case errors.Is(err, store.ErrName):
		return exit.Wrong(err, "choose another name")
	}
	return exit.Failed(err)
}

func addCommand(s *session) *cobra.Command {
	var instructor bool
	cmd := &cobra.Command{
		Use:   "add NAME... | -",
		Short: "Take people into the class",
		Long: `Take people into the class, and print the token of each: a name, a tab and the token.
Only what can tell a token again is kept, so it is shown this once. Give it to whom it
belongs and to nobody else: who has it hands in as them.`,
		Example: "  workbook class add \"Ada Lovelace\" \"Alan Turing\"\n  workbook class add --instructor \"Grace Hopper\"\n  workbook class add - < names.txt > tokens.tsv",
		RunE: func(cmd *cobra.Command, args []string) error {
			role := store.Student
			if instructor {
				role = store.Instructor
			}
			return s.people(cmd, args, func(ctx context.Context, class *store.Store, name string) error {
				token, err := class.Add(ctx, name, role)
				return show(cmd.OutOrStdout(), name, token, err)
			})
		},
	}
	cmd.Flags().BoolVar(&instructor, "instructor", false, "who sees everybody's work")
	return cmd
}

func show(w io.Writer, name, token string, err error) error {
	if err == nil {
		_, err = fmt.Fprintf(w, "%s\t%s\n", name, token)
	}
	return err
}

func tokenCommand(s *session) *cobra.Command {
	return &cobra.Command{
		Use:   "token NAME... | -",
		Short: "Make a new token for people who lost theirs",
		Long:  "Make a new token for people who are in the class. The one before, and what browsers\nhave by it, is good for nothing any more.",
		RunE: func(cmd *cobra.Command, args []string) error {
			return s.people(cmd, args, func(ctx context.Context, class *store.Store, name string) error {
				token, err := class.Renew(ctx, name)
				return show(cmd.OutOrStdout(), name, token, err)
			})
		},
	}
}

func revokeCommand(s *session) *cobra.Command {
	return &cobra.Command{
		Use:   "revoke NAME... | -",
		Short: "Take people's access; what they have handed in stays",
		RunE: func(cmd *cobra.Command, args []string) error {
			return s.people(cmd, args, func(ctx context.Context, class *store.Store, name string) error { return class.Revoke(ctx, name) })
		},
	}
}

func listCommand(s *session) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List who belongs to the class",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			class, err := s.open(cmd.Context())
			if err != nil {
				return err
			}
			defer class.Close()
			people, err := class.People(cmd.Context())
			if err != nil {
				return exit.Failed(err)
			}
			if asJSON {
				return listJSON(cmd.OutOrStdout(), people)
			}
			return list(cmd.OutOrStdout(), people)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "as JSON, for programs")
	return cmd
}

func list(w io.Writer, people []store.Person) error {
	if len(people) == 0 {
		fmt.Fprintln(os.Stderr, "workbook: note: there is nobody in the class yet; `workbook class add NAME` takes somebody in")
		return nil
	}
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, p := range people {
		since := "since " + p.Added.Format(time.DateOnly)
		if !p.Revoked.IsZero() {
			since += ", revoked " + p.Revoked.Format(time.DateOnly)
		}
		fmt.Fprintf(table, "%s\t%s\t%s\n", report.OneLine(p.Name), p.Role, since)
	}
	return table.Flush()
}

// A listed is a person for programs.
type listed struct {
	Name    string     `json:"name"`
	Role    store.Role `json:"role"`
	Added   time.Time  `json:"added"`
	Revoked *time.Time `json:"revoked,omitempty"`
}

func listJSON(w io.Writer, people []store.Person) error {
	all := []listed{}
	for _, p := range people {
		one := listed{Name: p.Name, Role: p.Role, Added: p.Added}
		if !p.Revoked.IsZero() {
			one.Revoked = &p.Revoked
		}
		all = append(all, one)
	}
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	return enc.Encode(all)
}
