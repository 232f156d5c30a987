package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"time"

	"github.com/spf13/cobra"

	"workbook/cmd/internal/exit"
	"workbook/cmd/workbook-farm/internal/farm"
	"workbook/cmd/workbook-farm/internal/queueserver"
)

// serveFlags are what the flags of serve say.
type serveFlags struct {
	nats   string // an existing server
	listen string
	store  string
	config string
	open   bool
	disk   float64 // GiB
	sync   time.Duration
	renew  bool
	tries  int
	limits farm.Limits
	access farm.Access
}

func serveCommand(s *session) *cobra.Command {
	flags := serveFlags{limits: farm.DefaultLimits}
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Run the queue, or lay it out on a NATS server that is there",
		Long: `Run the queue: a NATS server with JetStream, in this program. The course here is the
queue's: every worker, and everybody who hands in, must have the same.

Whoever connects needs the token, which is made in the store at the first start; copy
the file to the machines that work. It is not asked for with --open. Beyond this machine
use TLS as well (--tls-cert, --tls-key; with --tls-ca everybody needs a certificate, too),
or NATS's own configuration (--config). Who may connect may also write verdicts.

With --nats the queue is laid out on a server or cluster that is there, and this command
is done. Its JetStream must take messages as large as a submission; 1 MiB, the default
of NATS, is enough.

A queue that has work keeps its course. --renew drops the work, and who waits for it
ends with an error.

What was answered is in the files of the store at once, and on the disk within --sync. So
a server that is killed loses nothing. A machine that loses power loses what came within
that time; who waits for it hands it in again, and the verdicts are come to again.`,
		Example: `  workbook-farm serve
  workbook-farm serve --listen 10.0.0.1:4222 --store /var/lib/farm --tls-cert c.pem --tls-key k.pem
  workbook-farm serve --nats nats://cluster:4222 --creds farm.creds --replicas 3`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error { return s.serve(cmd.Context(), flags) },
	}
	f := cmd.Flags()
	f.StringVar(&flags.listen, "listen", "127.0.0.1:4222", "the `address` to listen on")
	f.StringVar(&flags.store, "store", "farm", "the `folder` for what must last")
	f.StringVar(&flags.nats, "nats", "", "the `URL` of a server that is there")
	f.StringVar(&flags.config, "config", "", "a configuration `file` of NATS for the server that is run; with it no token is\nmade")
	f.BoolVar(&flags.open, "open", false, "ask nobody for a token")
	f.Float64Var(&flags.disk, "disk", 16, "how many `GiB` the store may take: half for work, half for verdicts")
	f.DurationVar(&flags.sync, "sync", 10*time.Second, "how `long` what was written may wait for the disk; 0: it never waits")
	f.DurationVar(&flags.limits.Keep, "keep", flags.limits.Keep, "how `long` verdicts are kept")
	f.DurationVar(&flags.limits.Lease, "lease", flags.limits.Lease, "how `long` a worker that is not heard of keeps its work")
	f.Int64Var(&flags.limits.Waiting, "waiting", flags.limits.Waiting, "how many submissions the queue takes")
	f.IntVar(&flags.limits.Replicas, "replicas", flags.limits.Replicas, "how many servers of a cluster keep everything")
	f.IntVar(&flags.tries, "tries", farm.DefaultTries, "how many workers a submission may take with it; with 1\nwhat was graded beside it is given up, too")
	f.BoolVar(&flags.renew, "renew", false, "drop the work of another course or program")
	declareAccess(f, &flags.access)
	return cmd
}

func (s *session) serve(ctx context.Context, flags serveFlags) error {
	if err := flags.check(); err != nil {
		return err
	}
	charter, err := s.charter(ctx, flags.tries)
	if err != nil {
		return err
	}
	if flags.nats != "" {
		a := flags.access
		a.URL = flags.nats
		if a, err = s.named(a, "workbook-farm serve"); err != nil {
			return err
		}
		if err := flags.layOut(ctx, a, charter); err != nil {
			return err
		}
		fmt.Fprintf(s.out, "The queue is laid out: %d exercises.\n", len(charter.Exercises))
		return nil
	}
	token, file, err := flags.token()
	if err != nil {
		return err
	}
	server, err := queueserver.Start(queueserver.Options{
		Listen: flags.listen, Store: flags.store, Config: flags.config, Token: token,
		Cert: flags.access.Cert, Key: flags.access.Key, CA: flags.access.CA,
		MaxStore: flags.bytes(), SyncEvery: flags.sync, Tell: s.note,
	})
	if errors.Is(err, queueserver.ErrStoreBusy) {
		return exit.Wrong(err, "stop it, or choose another --store")
	}
	if err != nil {
		return exit.Failed(err, "see that the address is free and the store can be written; --listen and --store choose others")
	}
	defer server.Stop()
	own := farm.Access{Within: server, Token: token, Creds: flags.access.Creds, NKey: flags.access.NKey}
	if err := flags.layOut(ctx, own, charter); err != nil {
		return err
	}
	s.sayServing(server.URL(), file, flags)
	select {
	case <-ctx.Done():
		return nil // what is begun goes on when it is started again
	case err := <-server.Failed():
		return exit.Failed(err, "make room on its disk, and start it again: who waits goes on then")
	}
}

// charter is with what work is graded here.
func (s *session) charter(ctx context.Context, tries int) (farm.Charter, error) {
	c, err := s.openCourse()
	if err != nil {
		return farm.Charter{}, err
	}
	g, err := looker(c)
	if err != nil {
		return farm.Charter{}, err
	}
	defer g.Close()
	defer s.looking()()
	charter, err := farm.CharterOf(ctx, g, ids(c))
	if err != nil {
		return farm.Charter{}, exit.Failed(err)
	}
	charter.Tries = tries
	return charter, nil
}

func (f serveFlags) layOut(ctx context.Context, a farm.Access, c farm.Charter) error {
	l := f.limits
	l.JobBytes, l.ResultBytes = f.bytes()*45/100, f.bytes()*45/100 // and a tenth for what else there is
	err := farm.LayOut(ctx, a, c, l, f.renew)
	if errors.Is(err, farm.ErrInUse) {
		return exit.Wrong(err, "let the workers with the queue's course finish it, or drop it with --renew")
	}
	if err != nil {
		return unreachable(err)
	}
	return nil
}

func (f serveFlags) bytes() int64 { return int64(f.disk * (1 << 30)) }

// check refuses what cannot be meant.
func (f serveFlags) check() error {
	switch {
	case f.disk < 0.1:
		return exit.Wrong(fmt.Errorf("--disk cannot be %g", f.disk), "it is in GiB, and at least 0.1")
	case f.tries < 1:
		return exit.Wrong(fmt.Errorf("--tries cannot be %d", f.tries), "it is how many workers a submission may take with it before it is given up")
	case f.limits.Lease < time.Second:
		return exit.Wrong(fmt.Errorf("--lease cannot be %s", f.limits.Lease), "shorter than a second it ends while its worker lives")
	case (f.access.Cert == "") != (f.access.Key == "") && f.nats == "":
		return exit.Wrong(errors.New("--tls-cert and --tls-key belong together"), "name both")
	case f.limits.Waiting < 1 || f.limits.Replicas < 1 || f.sync < 0 || f.limits.Keep < 0:
		return exit.Wrong(errors.New("--waiting and --replicas are at least 1, and no time is negative"))
	}
	return nil
}

// sayServing says what is served, and what to type on the other machines.
func (s *session) sayServing(url, tokenFile string, f serveFlags) {
	more := ""
	if tokenFile != "" {
		more = " --token-file " + tokenFile
	}
	fmt.Fprintf(s.out, "The queue is at %s. On each machine that grades:\n  workbook-farm work --farm %s%s\n", url, url, more)
	host, _, _ := net.SplitHostPort(f.listen)
	if beyond := !loopback(host); beyond && f.access.Cert == "" && f.config == "" {
		s.note("without TLS the token and all submissions cross the network for everybody to read: --tls-cert and --tls-key")
	}
	if f.open && f.config == "" {
		s.note("everybody who reaches the queue can hand in work, read it and write verdicts")
	}
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
