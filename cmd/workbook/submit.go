package main

import (
	"context"
	"crypto/tls"
	"errors"
	"net/http"
	"os"
	"time"

	"github.com/spf13/cobra"

	"workbook/cmd/internal/api"
	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/account"
	"workbook/cmd/workbook/internal/progress"
	"workbook/cmd/workbook/internal/remote"
	"workbook/cmd/workbook/internal/watch"
	"workbook/grader"
	"workbook/grader/course"
	"workbook/grader/report"
)

// submitFlags are what the flags of submit say.
type submitFlags struct {
	gradeFlags // all, format and output
	server     string
	noWait     bool
	follow     int64
}

func submitCommand(s *session) *cobra.Command {
	var flags submitFlags
	cmd := &cobra.Command{
		Use:   tr.T("submit EXERCISE... | --all"),
		Short: tr.T("Hand in to your class, and say what the hidden checks say"),
		Long: tr.T(`Hand in exercises to the service of your class, which grades them with the hidden
checks, and write the report as grade does. While others are before you, it says how many.
Ctrl-C ends the waiting and not the grading: --follow shows the verdict later.

`+"`workbook login URL`"+` says once which service that is, and who you are there; for scripts,
$%s and $%s do.

The exit code is that of grade: 0 when every exercise named has passed, 1 when one has
not, 2 when the command or its input is wrong, 3 when the service cannot be reached or
failed.`, account.ServerEnv, account.TokenEnv),
		Example: `  workbook submit 02_spawned
  workbook submit --all --format junit --output report.xml
  workbook submit 02 --no-wait
  workbook submit --follow 117`,
		ValidArgsFunction: s.complete(true),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := flags.check(args); err != nil {
				return err
			}
			return s.submit(cmd.Context(), args, flags)
		},
	}
	f := cmd.Flags()
	f.BoolVar(&flags.all, "all", false, tr.T("every exercise of the course"))
	f.BoolVar(&flags.noWait, "no-wait", false, tr.T("do not wait for the verdict: print the number of each submission"))
	f.Int64Var(&flags.follow, "follow", 0, tr.T("hand in nothing, and wait for the verdict on the submission of that `number`"))
	f.StringVar(&flags.server, "server", "", tr.T("the service's `address`; default: $%s, or that of `workbook login`", account.ServerEnv))
	wordVar(cmd, f, &flags.format, "format", tr.T("of the report"), formats())
	f.StringVar(&flags.output, "output", "", tr.T("write the report to `file`; - is standard output"))
	return cmd
}

func (f submitFlags) check(args []string) error {
	named := f.all || len(args) > 0
	switch {
	case f.follow < 0:
		return errorWithHint(tr.Errorf("there is no submission %d", f.follow), tr.T("--no-wait prints the numbers"))
	case f.follow > 0 && (named || f.noWait):
		return errorWithHint(tr.Errorf("--follow waits for what was handed in before, and hands in nothing"), tr.T("leave the rest out"))
	case f.follow > 0:
		return nil
	case f.all && len(args) > 0:
		return errorWithHint(tr.Errorf("--all hands in every exercise, and %s is named as well", args[0]), tr.T("leave one of the two out"))
	case !named:
		return errorWithHint(tr.Errorf("submit needs an exercise"),
			tr.T("for instance `%s submit 01`, or --all for every one; `%s list` shows them", self(), self()))
	}
	return nil
}

func (s *session) submit(ctx context.Context, args []string, flags submitFlags) error {
	d, err := s.open(ctx)
	if err != nil {
		return err
	}
	service, err := s.service(d, flags.server)
	if err != nil {
		return err
	}
	var handed []handedIn
	if flags.follow > 0 {
		sub, err := service.Submission(ctx, flags.follow)
		if err != nil {
			return notServed(ctx, err)
		}
		handed = []handedIn{{Submission: sub}}
	} else {
		exercises, err := d.toGrade(args, flags.all)
		if err != nil {
			return err
		}
		if handed, err = s.handIn(ctx, d, service, exercises); err != nil {
			return err
		}
	}
	if flags.noWait {
		for _, h := range handed {
			s.out.printf("%d\t%s\n", h.ID, h.Exercise)
		}
		return nil
	}
	rep, err := s.deliver(flags.gradeFlags, func() (*report.Report, error) { return s.followed(ctx, d, service, handed) })
	if err != nil {
		return err
	}
	return silent(rep.ExitCode())
}

// service is the class's that the learner hands in to.
func (s *session) service(d *desk, server string) (*remote.Service, error) {
	a, err := account.Find(d.Root, server, os.Getenv)
	switch {
	case errors.Is(err, account.ErrNone):
		return nil, errorWithHint(err, tr.T("`%s login URL` says which; your instructor has the URL and a token for you", self()))
	case errors.Is(err, account.ErrNoToken):
		return nil, errorWithHint(err, tr.T("`%s login %s` asks for the token that your instructor has given you", self(), a.Server))
	case errors.Is(err, account.ErrOpen):
		return nil, errorWithHint(err, tr.T("use its https address; `workbook login --no-tls URL` is for a network where nobody is between"))
	case err != nil:
		return nil, errorWithHint(err)
	}
	service, err := remote.Dial(a)
	if err != nil {
		return nil, errorWithHint(err, tr.T("log in again with --ca and the right file"))
	}
	service.Tell = s.note
	return service, nil
}

// A handedIn is something that was handed in.
type handedIn struct {
	api.Submission
	hash string // of the content of the learner's folder; empty: not known
}

// handIn hands in exercises. All are packed before the first is sent.
func (s *session) handIn(ctx context.Context, d *desk, service *remote.Service, exercises []*course.Exercise) ([]handedIn, error) {
	packed := make([][]byte, len(exercises))
	handed := make([]handedIn, len(exercises))
	for i, e := range exercises {
		var err error
		if packed[i], err = remote.Pack(d.ExerciseDir(e.ID), e.ID); err != nil {
			return nil, errorWithHint(tr.Errorf("%s cannot be handed in: %w", e.ID, err), tr.T("`%s grade %s` says all that is wrong with it", self(), e.ID))
		}
		handed[i].hash, _ = watch.Hash(d.ExerciseDir(e.ID)) // without it a screen grades once more than it must
	}
	for i, e := range exercises {
		var err error
		if handed[i].Submission, err = service.HandIn(ctx, e.ID, packed[i]); err != nil {
			return nil, notServed(ctx, err)
		}
	}
	return handed, nil
}

// followed waits for the verdicts on what was handed in, shows what goes on to a person
// who watches, and keeps progress.
func (s *session) followed(ctx context.Context, d *desk, service *remote.Service, handed []handedIn) (*report.Report, error) {
	subs := make([]grader.Submission, len(handed))
	for i, h := range handed {
		subs[i].Exercise = h.Exercise
	}
	live := newLive(s.err, subs)
	defer live.clear()
	rep := &report.Report{Schema: report.Schema, Exercises: []report.Exercise{}}
	for _, h := range handed {
		ex, err := service.Follow(ctx, h.Submission, live.on)
		if err != nil {
			live.clear()
			s.note(tr.T("what was handed in is graded all the same; `%s submit --follow %d` shows the verdict", self(), h.ID))
			return nil, notServed(ctx, err)
		}
		live.clear()
		rep.Exercises = append(rep.Exercises, ex)
		if h.hash != "" {
			a := progress.AttemptOf(ex, h.hash)
			a.Asked = time.Now() // however it was graded before, handing it in is a try
			s.keep(d.progress.Record(ex.ID, a))
		}
	}
	return rep, nil
}

// notServed says what an error of a service means.
func notServed(ctx context.Context, err error) error {
	var refusal *remote.Refusal
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.As(err, new(*tls.CertificateVerificationError)):
		return failed(err, tr.T("when the class has a certificate of its own, `workbook login --ca FILE URL` has it trusted"))
	case !errors.As(err, &refusal):
		return failed(err, tr.T("try again later; the address is that of `workbook login`, $%s or --server", account.ServerEnv))
	case refusal.Status >= http.StatusInternalServerError:
		return failed(err, refusal.Hint)
	case refusal.Hint == "":
		return errorWithHint(err)
	}
	return errorWithHint(err, refusal.Hint)
}
