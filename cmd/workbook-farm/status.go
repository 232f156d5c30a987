package main

import (
	"encoding/json"
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"workbook/cmd/workbook-farm/internal/farm"
	"workbook/grader/report"
)

func statusCommand(s *session) *cobra.Command {
	var access farm.Access
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "status",
		Short: "Say what waits in the queue and who works",
		Long: `Say what waits in the queue, how much room it takes, with what it is graded, and which
workers were heard of in the last half minute.`,
		Example: `  workbook-farm status --farm nats://127.0.0.1:4222 --token-file farm/token
  workbook-farm status --json | jq .waiting`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			a, err := s.named(access, "workbook-farm status")
			if err != nil {
				return err
			}
			f, err := open(cmd.Context(), a)
			if err != nil {
				return err
			}
			defer f.Close()
			status, err := f.Status(cmd.Context())
			if err != nil {
				return unreachable(err)
			}
			if asJSON {
				enc := json.NewEncoder(s.out)
				enc.SetIndent("", "  ")
				return enc.Encode(status)
			}
			return writeStatus(s.out, status)
		},
	}
	declareFarm(cmd.Flags(), &access)
	cmd.Flags().BoolVar(&asJSON, "json", false, "as a document of JSON")
	return cmd
}

// writeStatus writes what there is to know of a queue for people.
func writeStatus(to io.Writer, s *farm.Status) error {
	w := tabwriter.NewWriter(to, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "waiting\t%d of at most %d, %s\n", s.Waiting, s.Most, mib(s.JobBytes))
	fmt.Fprintf(w, "grading\t%d\n", s.Grading)
	if s.Again > 0 {
		fmt.Fprintf(w, "again\t%d, after a worker was gone or failed\n", s.Again)
	}
	fmt.Fprintf(w, "verdicts\t%d, %s\n", s.Results, mib(s.ResultBytes))
	v := s.Charter.Version
	fmt.Fprintf(w, "graded with\t%d exercises, %s, %s, program %.12s\n", len(s.Charter.Exercises), v.Go, v.Platform, v.Program)
	if len(s.Workers) == 0 {
		fmt.Fprintln(w, "workers\tnone")
		return w.Flush()
	}
	fmt.Fprintln(w, "\nworker\thost\tgrading\tgraded\tsince")
	for _, k := range s.Workers {
		fmt.Fprintf(w, "%s\t%s\t%d of %d\t%d\t%s\n", report.Terminal(k.Name), report.Terminal(k.Host), k.Busy, k.Slots, k.Graded, k.Since.Format(time.DateTime))
	}
	return w.Flush()
}

func mib(bytes uint64) string { return fmt.Sprintf("%.1f MiB", float64(bytes)/(1<<20)) }
