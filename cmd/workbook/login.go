package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/account"
	"workbook/cmd/workbook/internal/remote"
	"workbook/grader/report"
)

func loginCommand(s *session) *cobra.Command {
	var ca string
	var noTLS bool
	cmd := &cobra.Command{
		Use:   tr.T("login URL"),
		Short: tr.T("Say which service of a class you hand in to"),
		Long: tr.T(`Say which service of a class you hand in to, and who you are there. The token that your
instructor has given you is asked for, or read from standard input. It is kept for you
alone in your settings, and the URL in .workbook/ of the course.`),
		Example: "  workbook login https://class.example.org\n  workbook login https://class.example.org < token.txt",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 1 {
				return nil
			}
			return errorWithHint(tr.Errorf("login needs one URL, not %d", len(args)), tr.T("for instance `workbook login https://class.example.org`; your instructor has it"))
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			return s.login(cmd.Context(), account.Account{Server: args[0], CA: ca, NoTLS: noTLS})
		},
	}
	cmd.Flags().StringVar(&ca, "ca", "", tr.T("a `file` with the certificate of the service, when none that the system trusts has signed it"))
	cmd.Flags().BoolVar(&noTLS, "no-tls", false, tr.T("send the token over http: whoever is between can read it"))
	return cmd
}

func (s *session) login(ctx context.Context, a account.Account) (err error) {
	root, err := s.findCourse()
	if err != nil {
		return err
	}
	if a.Server, err = account.Address(a.Server); err != nil {
		return errorWithHint(err, tr.T("your instructor has the address"))
	}
	if a.CA != "" {
		if a.CA, err = filepath.Abs(a.CA); err != nil {
			return errorWithHint(err)
		}
	}
	if err := a.Safe(); err != nil {
		return errorWithHint(err, tr.T("use its https address; --no-tls is for a network where nobody is between"))
	}
	if a.Token, err = s.askForToken(a.Server); err != nil {
		return err
	}
	service, err := remote.Dial(a)
	if err != nil {
		return errorWithHint(err, tr.T("name the file with the certificate of the service with --ca"))
	}
	service.Tell = s.note
	me, err := service.Me(ctx)
	if err != nil {
		return notServed(ctx, err)
	}
	if err := a.Keep(root); err != nil {
		return failed(err)
	}
	first := "01"
	if len(me.Exercises) > 0 { // a class need not have them all
		first = report.OneLine(me.Exercises[0])
	}
	s.out.printf("%s\n", tr.T("You are %s in %s. `%s submit %s` hands in the first exercise.", report.OneLine(me.Name), report.OneLine(me.Course), self(), first))
	return nil
}

// askForToken reads the token, which a terminal does not show.
func (s *session) askForToken(server string) (string, error) {
	var text string
	if fd := int(s.in.Fd()); term.IsTerminal(fd) {
		fmt.Fprint(s.err, tr.T("Your token for %s (it is not shown): ", server))
		data, err := term.ReadPassword(fd)
		fmt.Fprintln(s.err)
		if err != nil {
			return "", failed(tr.Errorf("reading the token: %w", err))
		}
		text = string(data)
	} else {
		line, err := bufio.NewReader(io.LimitReader(s.in, 4<<10)).ReadString('\n')
		if err != nil && err != io.EOF {
			return "", failed(tr.Errorf("reading the token: %w", err))
		}
		text = line
	}
	// What `class add` prints is the name, a tab and the token.
	if text = lastField(text); text == "" {
		return "", errorWithHint(tr.Errorf("there is no token"), tr.T("paste the one that your instructor has given you; it begins with wb_"))
	}
	return text, nil
}

// lastField is what stands behind the last space.
func lastField(text string) string {
	fields := strings.Fields(text)
	if len(fields) == 0 {
		return ""
	}
	return fields[len(fields)-1]
}
