package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"runtime"
	"sync"

	"github.com/spf13/cobra"

	"workbook/cmd/internal/exit"
	"workbook/cmd/internal/onfarm"
	"workbook/cmd/internal/schedules"
	"workbook/cmd/workbook-serve/internal/marking"
	"workbook/cmd/workbook-serve/internal/queue"
	"workbook/cmd/workbook-serve/internal/store"
	"workbook/cmd/workbook-serve/internal/web"
	"workbook/grader"
	"workbook/grader/course"
	"workbook/grader/gradebook"
	"workbook/grader/jail"
)

// serveFlags are what the flags of serve say.
type serveFlags struct {
	listen    string
	cert, key string
	proxied   bool
	plain     bool
	jobs      int
	queue     int
	rules     string
	schedules grader.Schedules
	exercises []string
	jsonLog   bool
	farm      string // URL
}

// waitingEach is how much of one student may wait: a course, handed in twice.
const waitingEach = 60

func serveCommand(s *session) *cobra.Command {
	var flags serveFlags
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Grade for a class, over HTTP",
		Long: `Grade for a class, over HTTP: students hand in with ` + "`workbook submit`" + ` and see the verdict
as if it was reached on their own machine; who opens the address in a browser and logs in
with a token sees where they stand, and an instructor how the class does.

Work is always taken for untrusted: a machine that cannot wall it in (isolation L2 or
better), or cannot look for races, is refused. What was handed in is kept before that is
acknowledged, and graded after a crash; the same work is graded once. What was graded before
stands when --schedules is changed. Handed in again, it is graded under the new ones.

With --farm the machines that take work from a queue grade, in the place of this one, which
then needs no walls, and --jobs is how much is with them at a time, 64 when it is left out;
` + "`workbook-farm help`" + ` tells how to set it up. Of a grading there nothing is told
before its end: a student sees how many are ahead, and then the verdict. While the farm is
away what was handed in waits. The service says who it is by the environment:
$WORKBOOK_FARM_TOKEN_FILE, or $WORKBOOK_FARM_CREDS, and $WORKBOOK_FARM_CA.

` + "`workbook class add NAME`" + ` makes the tokens, also while the service runs. Ctrl-C or SIGTERM
ends it in order.

With --behind-proxy the other program has to pass on each part of a stream as it comes (nginx
is told so), and bodies of up to 2 MiB.`,
		Example: `  workbook serve
  workbook serve --listen :443 --tls-cert cert.pem --tls-key key.pem --class class.toml
  workbook serve --listen 127.0.0.1:8420 --behind-proxy
  workbook serve --farm tls://10.0.0.1:4222`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if flags.farm != "" && !cmd.Flags().Changed("jobs") {
				flags.jobs = onfarm.Jobs
			}
			return s.serve(cmd.Context(), flags)
		},
	}
	f := cmd.Flags()
	f.StringVar(&flags.listen, "listen", "127.0.0.1:8420", "the `address` to listen on")
	f.StringVar(&flags.cert, "tls-cert", "", "the `file` with the certificate, and those that sign it; read again when it is replaced")
	f.StringVar(&flags.key, "tls-key", "", "the `file` with its key")
	f.BoolVar(&flags.proxied, "behind-proxy", false, "another program speaks TLS with browsers and asks this one")
	f.BoolVar(&flags.plain, "no-tls", false, "listen for others without TLS: whoever is between sees every token")
	f.IntVar(&flags.jobs, "jobs", runtime.NumCPU(), "how many submissions to grade at the same time")
	f.IntVar(&flags.queue, "queue", 5000, "how many submissions may wait")
	f.StringSliceVar(&flags.exercises, "exercises", nil, "take only these `exercises`, with commas between: those that the class has;\nits pages show no others")
	schedules.Var(f, &flags.schedules, grader.ClassSchedules)
	f.StringVar(&flags.rules, "class", "", "the `file` with the rules of grades: class.toml")
	f.StringVar(&flags.farm, "farm", os.Getenv(onfarm.Env), "have it graded by the machines that work for the queue at a `URL`;\ndefault: $"+onfarm.Env)
	f.BoolVar(&flags.jsonLog, "json-log", false, "write the log as JSON")
	return cmd
}

// check finds what is wrong with the command before anything is done.
func (f serveFlags) check() error {
	host, _, err := net.SplitHostPort(f.listen)
	if err != nil {
		return exit.Wrong(fmt.Errorf("--listen %s: %w", f.listen, err), "write it like 127.0.0.1:8420, or :443 for every address of this machine")
	}
	switch {
	case (f.cert == "") != (f.key == ""):
		return exit.Wrong(errors.New("TLS needs both --tls-cert and --tls-key"), "name both files")
	case f.cert == "" && !f.proxied && !f.plain && !loopback(host):
		return exit.Wrong(fmt.Errorf("%s can be reached from other machines, and without TLS whoever is between sees every token", f.listen),
			"give it a certificate with --tls-cert and --tls-key, say --behind-proxy when another program speaks TLS, or --no-tls when nobody is between")
	case f.jobs < 1:
		return exit.Wrong(fmt.Errorf("--jobs cannot be %d", f.jobs), "it is how many submissions are graded at the same time")
	case f.queue < 1:
		return exit.Wrong(fmt.Errorf("--queue cannot be %d", f.queue), "it is how many submissions may wait")
	}
	if f.rules != "" {
		if _, err := gradebook.ReadRules(f.rules); err != nil {
			return exit.Wrong(err, "`workbook grades --help` shows every key")
		}
	}
	return nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// newGrader begins the grader of the service.
var newGrader = func(c *course.Course) (grading, error) {
	g, err := grader.New(c, grader.Options{Least: jail.L2})
	if err != nil {
		return nil, err
	}
	if err := g.RaceUnavailable(); err != nil {
		return nil, errors.Join(err, g.Close())
	}
	return g, nil
}

// A grading is a grader to close; *[grader.Grader] is one.
type grading interface {
	marking.Grader
	Warm(ctx context.Context, exercise string, race bool, progress func(grader.Warming)) error
	Isolation() string
	Close() error
}

// grader begins what grades: this machine, or with --farm those that work for a queue.
func (f serveFlags) grader(ctx context.Context, c *course.Course) (grading, error) {
	if f.farm == "" {
		g, err := newGrader(c)
		if err != nil {
			return nil, exit.Failed(fmt.Errorf("the grader cannot begin: %w", err), "`workbook doctor` says what is missing")
		}
		return g, nil
	}
	g, err := onFarm(ctx, c.Root, f.farm, f.log())
	switch {
	case err == nil:
		return g, nil
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case errors.Is(err, onfarm.ErrNoProgram):
		return nil, exit.Wrong(fmt.Errorf("--farm: %w", err), "put the program workbook-farm beside this one, or leave --farm out and grade here")
	}
	if code, ok := onfarm.Status(err); ok {
		return nil, exit.Silent(code)
	}
	return nil, exit.Failed(fmt.Errorf("--farm: %w", err), "`workbook-farm help` tells how to set a farm up")
}

func (s *session) serve(ctx context.Context, flags serveFlags) error {
	if err := flags.check(); err != nil {
		return err
	}
	c, err := s.loadCourse()
	if err != nil {
		return err
	}
	if len(flags.exercises) > 0 {
		if c, err = c.Only(flags.exercises...); err != nil {
			return exit.Wrong(fmt.Errorf("--exercises: %w", err))
		}
	}
	var certificate *web.Certificate
	if flags.cert != "" {
		if certificate, err = web.LoadCertificate(flags.cert, flags.key); err != nil {
			return exit.Wrong(err, "name a certificate and its key as PEM files")
		}
	}
	class, err := s.open(ctx)
	if err != nil {
		return err
	}
	defer class.Close()
	release, err := class.Alone(ctx)
	if err != nil {
		return exit.Failed(err, "end the other one, or choose another --db")
	}
	defer release()
	g, err := flags.grader(ctx, c)
	if err != nil {
		return err
	}
	defer g.Close()
	ln, err := new(net.ListenConfig).Listen(ctx, "tcp", flags.listen)
	if err != nil {
		return exit.Failed(fmt.Errorf("listening on %s: %w", flags.listen, err), "choose another address with --listen")
	}
	return serving{c, class, g, flags.log(), flags}.run(ctx, ln, certificate)
}

// loadCourse loads the course, which must have the hidden tests.
func (s *session) loadCourse() (*course.Course, error) {
	root, err := s.findCourse()
	if err != nil {
		return nil, err
	}
	c, err := course.Load(root)
	if err != nil {
		return nil, exit.Wrong(fmt.Errorf("the course in %s cannot be used:\n%w", root, err), "mend the files named; `workbook help exercise` explains every key")
	}
	if !c.HasSolutions() {
		return nil, exit.Wrong(fmt.Errorf("the course in %s has no hidden tests", root), "serve from the instructor's repository")
	}
	return c, nil
}

func (f serveFlags) log() *slog.Logger {
	if f.jsonLog {
		return slog.New(slog.NewJSONHandler(os.Stderr, nil))
	}
	return slog.New(slog.NewTextHandler(os.Stderr, nil))
}

// A serving is a service that runs.
type serving struct {
	course *course.Course
	class  *store.Store
	grader grading
	log    *slog.Logger
	flags  serveFlags
}

func (s serving) run(ctx context.Context, ln net.Listener, certificate *web.Certificate) error {
	q := queue.New(queue.Limits{All: s.flags.queue, Each: min(waitingEach, s.flags.queue)})
	m := marking.New(marking.Config{
		Course: s.course, Grader: s.grader, Store: s.class, Queue: q, Race: grader.RaceOn, Schedules: s.flags.schedules, Log: s.log,
	})
	if err := m.Restore(ctx); err != nil {
		return exit.Failed(err)
	}
	h := web.New(web.Config{
		Course: s.course, Store: s.class, Marker: m, Queue: q, Log: s.log, ClassFile: s.flags.rules,
		Secure: certificate != nil || s.flags.proxied, Ending: ctx.Done(),
	})
	scheme := "http"
	if certificate != nil {
		scheme = "https"
	}
	s.log.Info("serving", "address", scheme+"://"+ln.Addr().String(), "course", s.course.Title, "isolation", s.grader.Isolation(), "jobs", s.flags.jobs, "waiting", q.Len())
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var graders sync.WaitGroup
	graders.Go(func() { s.warm(ctx) })
	graders.Go(func() { m.Run(ctx, s.flags.jobs) })
	err := web.Serve(ctx, ln, h, certificate, s.log)
	cancel()
	graders.Wait()
	if err != nil {
		return exit.Failed(err)
	}
	s.log.Info("ended", "waiting", q.Len())
	return nil
}

// warm builds what the first verdicts need, so that the first students do not wait for it.
// What cannot be built is said by each verdict.
func (s serving) warm(ctx context.Context) {
	for _, race := range []bool{false, true} {
		for _, ex := range s.course.Exercises {
			if ctx.Err() != nil {
				return
			}
			_ = s.grader.Warm(ctx, ex.ID, race, nil)
		}
	}
	s.log.Info("ready for every exercise")
}
