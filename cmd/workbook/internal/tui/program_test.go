package tui

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/hinshun/vt10x"
	"github.com/stretchr/testify/require"

	"workbook/cmd/workbook/internal/fake"
	"workbook/cmd/workbook/internal/progress"
	"workbook/cmd/workbook/internal/study"
	"workbook/cmd/workbook/internal/watch"
	"workbook/grader"
	"workbook/grader/report"
)

func TestSession(t *testing.T) {
	inBubble(t, nil, func(p *program) {
		ex := p.cfg.Course.Exercises[0]
		p.shows("A goroutine for every client", "page 1 of 3", "0 of 3 passed",
			"watching for saves", "isolation L1")
		p.idle() // nobody has touched it

		p.save("first")
		r := p.run()
		p.shows("Grading", "saved 15:09:26", "esc cancel the run")
		r.Tell(fake.Events(fake.Failing(ex))...)
		p.shows("Failing", "A silent client delays nobody", "exercises/01_sequential/echo.go:14", "got       nothing")
		require.Equal(t, report.Fail, p.store.Recorded()[0].Verdict)

		p.press("h")
		p.shows("Hint 1 of 3")
		require.Equal(t, 1, p.store.Get().Entry(ex.ID).Hints)

		p.save("second")
		r = p.run()
		all := fake.Events(fake.Outcome(ex, report.Pass))
		r.Tell(all[:len(all)-1]...)
		p.shows("provisional: the race check is still running")
		require.Len(t, p.store.Recorded(), 1, "a provisional pass is not recorded")
		r.Tell(grader.StageStarted{Exercise: ex.ID, Stage: report.Schedules})
		p.shows("provisional: it still runs under more schedules")
		r.Tell(all[len(all)-1])
		p.shows("Passed", "1 of 3 passed", "Press n to go on with “A goroutine per client”")
		require.Equal(t, progress.Attempt{Verdict: report.Pass, Hash: "second", Points: 12, Held: true}, p.store.Recorded()[1])

		p.press("n")
		p.shows("02 A goroutine per client")
		p.press("\t")
		p.shows("Not graded yet.")
		p.quit()
	})
}

func TestReopenedWhatPassedIsNotGradedAgain(t *testing.T) {
	inBubble(t, func(p *program) {
		ex := p.cfg.Course.Exercises[0]
		p.cfg.Start = ex.ID
		hash, err := watch.Hash(p.cfg.Course.ExerciseDir(ex.ID))
		require.NoError(p.t, err)
		require.NoError(p.t, p.store.Record(ex.ID, progress.Attempt{Verdict: report.Pass, Hash: hash, Points: 12}))
	}, func(p *program) {
		p.press("\t")
		p.shows("1 of 3 passed", "Passed on 14 March 2026")
		p.idle()
		p.quit()
	})
}

func TestReopenedWhatHasChangedIsGraded(t *testing.T) {
	for name, entry := range map[string]progress.Attempt{
		"changed since it passed": {Verdict: report.Pass, Hash: "another", Points: 12},
		"failing":                 {Verdict: report.Fail, Points: 3},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(p *program) {
				p.cfg.Start = "02_spawned"
				require.NoError(p.t, p.store.Record("02_spawned", entry))
			}, func(p *program) {
				require.Equal(t, "02_spawned", p.run().Exercise)
				p.quit()
			})
		})
	}
}

func TestReopeningIsNoTry(t *testing.T) {
	for verdict, tries := range map[report.Verdict]int{report.Fail: 1, report.Pass: 2} {
		t.Run(string(verdict), func(t *testing.T) {
			inBubble(t, func(p *program) {
				hash, err := watch.Hash(p.cfg.Course.ExerciseDir("01_sequential"))
				require.NoError(t, err)
				require.NoError(t, p.store.Record("01_sequential", progress.Attempt{Verdict: report.Fail, Hash: hash, Points: 7}))
			}, func(p *program) {
				ex := p.cfg.Course.Exercises[0]
				r := fake.Failing(ex)
				if verdict == report.Pass {
					r = fake.Outcome(ex, report.Pass)
				}
				p.run().Tell(fake.Events(r)...)
				p.screen()
				require.Len(t, p.store.Recorded(), tries)
				p.press("r") // but this is one
				p.run().Tell(fake.Events(r)...)
				p.screen()
				require.Len(t, p.store.Recorded(), tries+1)
				p.quit()
			})
		})
	}
}

func TestNewerSaveSupersedes(t *testing.T) {
	inBubble(t, nil, func(p *program) {
		p.save("first")
		first := p.run()
		p.save("second")
		second := p.run()
		require.ErrorIs(t, first.Ctx.Err(), context.Canceled)
		require.NoError(t, second.Ctx.Err())
		second.Tell(fake.Events(fake.Outcome(p.cfg.Course.Exercises[0], report.Pass))...)
		p.shows("Passed")
		require.Equal(t, "second", p.store.Recorded()[0].Hash)
		p.quit()
	})
}

func TestSameContentIsNotGradedAgain(t *testing.T) {
	inBubble(t, nil, func(p *program) {
		p.save("same")
		r := p.run()
		p.save("same") // while it is being graded
		p.idle()
		require.NoError(t, r.Ctx.Err())
		r.Tell(fake.Events(fake.Failing(p.cfg.Course.Exercises[0]))...)
		p.save("same") // and after
		p.idle()
		p.shows("Nothing has changed since the last verdict.", "Failing")
		p.press("r") // but when it is asked for
		p.run()
		p.quit()
	})
}

func TestEscCancels(t *testing.T) {
	inBubble(t, nil, func(p *program) {
		p.save("a")
		r := p.run()
		p.press("\x1b")
		p.shows("Canceled: press r to grade it again")
		require.ErrorIs(t, r.Ctx.Err(), context.Canceled)
		require.Empty(t, p.store.Recorded())
		p.save("a") // the same content has no verdict yet
		p.run()
		p.quit()
	})
}

func TestRunGoesOnWhenTheLearnerDoes(t *testing.T) {
	inBubble(t, nil, func(p *program) {
		p.save("a")
		r := p.run()
		p.press("n")
		p.shows("02 A goroutine per client")
		require.NoError(t, r.Ctx.Err())
		r.Tell(fake.Events(fake.Outcome(p.cfg.Course.Exercises[0], report.Pass))...)
		p.shows("1 of 3 passed", "01 was saved: passed. Enter goes there.")
		p.quit()
	})
}

// A slowGrader takes its time to stop.
type slowGrader struct {
	*fake.Grader
	slow    func()
	stopped bool
}

func (s *slowGrader) Grade(ctx context.Context, req grader.Request, on func(grader.Event)) (*report.Report, error) {
	r, err := s.Grader.Grade(ctx, req, on)
	s.slow()
	s.stopped = true
	return r, err
}

func TestQuitWaitsForTheGrader(t *testing.T) {
	for _, keys := range []string{"q", "\x03"} {
		var slow *slowGrader
		inBubble(t, func(p *program) {
			slow = &slowGrader{Grader: p.grader, slow: func() { time.Sleep(5 * time.Second) }}
			p.cfg.Grader = slow
		}, func(p *program) {
			p.save("a")
			p.run()
			p.press(keys)
			<-p.ended
			require.NoError(t, p.err)
			require.True(t, slow.stopped, "the grader was still running")
		})
	}
}

func TestQuitSaysWhatDidNotStop(t *testing.T) {
	release := make(chan struct{})
	inBubble(t, func(p *program) {
		release = make(chan struct{})
		p.cfg.Grader = &slowGrader{Grader: p.grader, slow: func() { <-release }}
	}, func(p *program) {
		p.save("a")
		p.run()
		p.press("q")
		<-p.ended
		require.ErrorIs(t, p.err, study.ErrBusy)
		close(release)
	})
}

func TestEndOfTheContextEndsTheProgram(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		in, keys := io.Pipe()
		ctx, cancel := context.WithCancelCause(t.Context())
		hangUp := errors.New("the terminal has hung up")
		time.AfterFunc(time.Minute, func() { cancel(hangUp) })
		err := Run(ctx, Config{Course: fake.NewCourse(t), Grader: fake.NewGrader(), Progress: fake.NewProgress(),
			Watch: fake.NewWatcher().AsWatcher, Getenv: fake.NoEnv, Input: in, Output: io.Discard,
			options: []tea.ProgramOption{tea.WithoutSignalHandler(), tea.WithWindowSize(80, 24)}})
		require.ErrorIs(t, err, hangUp)
		keys.Close()
		synctest.Wait()
	})
}

func TestWarmingIsSeenAndDelaysNoSave(t *testing.T) {
	steps := make(chan grader.Warming)
	inBubble(t, func(p *program) {
		steps = make(chan grader.Warming)
		p.grader.OnWarm = func(ctx context.Context, race bool, progress func(grader.Warming)) error {
			for {
				select {
				case <-ctx.Done():
					return ctx.Err()
				case w := <-steps:
					progress(w)
					if w.Done == w.Total {
						return nil
					}
				}
			}
		}
	}, func(p *program) {
		steps <- grader.Warming{Done: 57, Total: 180}
		p.shows("preparing the grader: 57 of 180 packages")
		p.save("a")
		p.run()
		p.shows("Grading waits until the grader is prepared")
		steps <- grader.Warming{Done: 180, Total: 180}
		steps <- grader.Warming{Done: 1, Total: 9}
		p.shows("preparing the race check: 1 of 9 packages")
		steps <- grader.Warming{Done: 9, Total: 9}
		p.lacks("preparing")
		p.quit()
	})
}

func TestNoRaceCheckIsPreparedWithoutACompiler(t *testing.T) {
	var races []bool
	inBubble(t, func(p *program) {
		races = nil
		p.grader.NoRace = true
		p.grader.OnWarm = func(_ context.Context, race bool, _ func(grader.Warming)) error {
			races = append(races, race)
			return nil
		}
	}, func(p *program) {
		p.screen()
		p.quit()
		require.Equal(t, []bool{false}, races)
	})
}

func TestReset(t *testing.T) {
	inBubble(t, func(p *program) {
		p.cfg.Reset = func(context.Context, string) (string, error) {
			return p.cfg.Course.Root + "/.workbook/backups/01_sequential/1", nil
		}
	}, func(p *program) {
		p.press("x")
		p.shows("Start 01 One client at a time over?", "y yes")
		p.press("n")
		p.lacks("over?")
		p.press("x")
		p.press("y")
		p.shows("What you had is in .workbook/backups/01_sequential/1.")
		hash, err := watch.Hash(p.cfg.Course.ExerciseDir("01_sequential"))
		require.NoError(t, err)
		p.save(hash) // the watcher sees what the reset did
		p.idle()
		p.save("and the next edit")
		p.run()
		p.quit()
	})
}

func TestResetThatFails(t *testing.T) {
	inBubble(t, func(p *program) {
		p.cfg.Reset = func(context.Context, string) (string, error) { return "", errors.New("disk full") }
	}, func(p *program) {
		p.press("x")
		p.press("y")
		p.shows("Nothing was reset: disk full")
		p.quit()
	})
}

func TestSearchJumps(t *testing.T) {
	inBubble(t, nil, func(p *program) {
		p.press("/")
		p.press("memory model 05x\x7f")
		p.shows("Search: memory model 05", "05 Join handles · page 2")
		p.press("\r")
		p.shows("05 Join handles", "page 2 of 3", "The trap")
		p.press("/")
		p.press("put what serves 02")
		p.press("\r")
		p.shows("02 A goroutine per client", "Hint 3 of 3")
		require.Equal(t, 3, p.store.Get().Entry("02_spawned").Hints)
		p.press("/")
		p.press("\x1b")
		p.lacks("Search:")
		p.quit()
	})
}

func TestWhatCannotBeSavedIsSaid(t *testing.T) {
	inBubble(t, func(p *program) { p.store.Err = errors.New("read-only file system") }, func(p *program) {
		p.save("a")
		p.run().Tell(fake.Events(fake.Failing(p.cfg.Course.Exercises[0]))...)
		p.shows("Progress is not saved: read-only file system")
		p.press("q")
		<-p.ended
	})
}

func TestNothingOfTheLearnersReachesTheTerminal(t *testing.T) {
	evil := "\x1b]0;owned\x07\x1b[2J\u202e\u009b31m"
	inBubble(t, nil, func(p *program) {
		ex := p.cfg.Course.Exercises[0]
		r := fake.Failing(ex)
		c := &r.Checks[1]
		for _, s := range []*string{&c.Message, &c.Sent, &c.Got, &c.Expected, &c.Output, &c.Title, &r.Message, &c.File} {
			*s += evil + "tail"
		}
		p.save("a")
		p.run().Tell(fake.Events(r)...)
		p.shows("Failing", `nothing\u202etail`) // what nobody can see is shown as what it is
		require.NotContains(t, p.term.Title(), "owned")
		p.press("o")
		p.shows("Raw output", "tail")
		require.NotContains(t, p.term.Title(), "owned")
		p.press("o")
		p.quit()
	})
}

func TestTheTerminalIsGivenBack(t *testing.T) {
	inBubble(t, nil, func(p *program) {
		p.screen()
		require.NotZero(t, p.term.Mode()&vt10x.ModeAltScreen)
		p.quit()
		require.Zero(t, p.term.Mode()&vt10x.ModeAltScreen)
		require.NotContains(t, strings.TrimSpace(p.term.String()), "workbook")
	})
}
