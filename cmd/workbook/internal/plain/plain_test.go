package plain

import (
	"context"
	"errors"
	"io"
	"os"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/charmbracelet/x/exp/golden"
	"github.com/stretchr/testify/require"

	"workbook/cmd/workbook/internal/backup"
	"workbook/cmd/workbook/internal/fake"
	"workbook/cmd/workbook/internal/progress"
	"workbook/cmd/workbook/internal/study"
	"workbook/grader"
	"workbook/grader/course"
	"workbook/grader/report"
)

// tour is every command that needs no verdict.
const tour = `
read on

]
]
[
page 9
task
b
find client panic
jump 1
jump
find
find nothing of the kind
h
hint 3
H
checks
explain
edit 3
output
solution
list
next
next
n
go 1
go nowhere
next now
nxt
05
undo
watch off
watch
watch maybe
stop
where
help hint
help help me
help
quit
`

func TestTour(t *testing.T) {
	inBubble(t, func(p *program) {
		p.cfg.Interactive = false
		p.cfg.In = strings.NewReader(tour)
	}, func(p *program) {
		p.ends()
		golden.RequireEqual(t, p.out.text.Bytes())
	})
}

func TestVerdictOnASaveStandsBetweenPrompts(t *testing.T) {
	inBubble(t, nil, func(p *program) {
		ex := p.cfg.Course.Exercises[0]
		require.True(t, strings.HasSuffix(p.new(), "\n01> "))
		p.saveTo(ex.ID, "first")
		require.Equal(t, "\nGrading: 01 One client at a time, saved at 15:09:26.\n01> ", p.new())
		p.run().Tell(fake.Events(fake.Failing(ex))...)
		require.Equal(t, `
Failed: 01 One client at a time, 4 of 12 points, saved at 15:09:26, took 0.8
seconds.
Failure 1 of 1: A silent client delays nobody.
Line 14 of echo.go: Client B was not answered while client A was connected and
silent. Each connection needs a goroutine of its own, or the loop cannot go
back to Accept.
Sent: "hi" from B
Expected: "hi" to B
Got: nothing
Checks: 2 passed, 1 failed, 1 not run. Type checks for each.
01> `, p.new())
		require.Equal(t, report.Fail, p.store.Recorded()[0].Verdict)

		p.saveTo(ex.ID, "second")
		all := fake.Events(fake.Outcome(ex, report.Pass))
		r := p.run()
		r.Tell(all[:len(all)-1]...)
		require.Contains(t, p.new(), "Passed so far: 01 One client at a time. The race check is still running.\n01> ")
		r.Tell(all[len(all)-1])
		require.Contains(t, p.new(), "Type next to go on with 02 A goroutine per client. Type solution to compare\nwith the reference.\n01> ")
		require.Len(t, p.store.Recorded(), 2)
		require.Equal(t, `Your code for 01 One client at a time and the reference.
func Echo: only in the reference.
In the reference, 4 lines:
  // Echo is the reference.
  func Echo() error {
      return nil
  }
End of the comparison.
01> `, p.types("s"))
		require.Equal(t, "There is no way named \"by hand\". There is no other than the reference.\n01> ", p.types("solution by hand"))
		p.types("q")
		p.ends()
	})
}

func TestVerdictOnAnotherExercise(t *testing.T) {
	inBubble(t, nil, func(p *program) {
		p.saveTo("02_spawned", "a")
		p.run().Tell(fake.Events(fake.Failing(p.cfg.Course.Exercises[1]))...)
		require.Contains(t, p.new(), "\n02 was saved: failing. Type go 02 to see why.\n01> ")
		said := p.types("go 2")
		require.Contains(t, said, "Failed: 02 A goroutine per client, 4 of 12 points")
		require.NotContains(t, said, "Failure 1")
		require.Contains(t, p.types("explain"), "Failure 1 of 1: A silent client delays nobody.")
		p.types("q")
	})
}

func TestGradeWaitsForTheVerdict(t *testing.T) {
	inBubble(t, nil, func(p *program) {
		ex := p.cfg.Course.Exercises[0]
		said := p.types("grade")
		require.True(t, strings.HasSuffix(said, "Grading: 01 One client at a time, saved at 15:09:26.\n"), "there is no prompt in %q", said)
		p.run().Tell(fake.Events(fake.CompileError(ex))...)
		said = p.new()
		require.Contains(t, said, "Failed: 01 One client at a time, does not compile, 0 of 12 points")
		require.Contains(t, said, "Failure 1 of 2:\nLine 9 of echo.go: undefined: lsn\n")
		require.Contains(t, said, "Failure 2 of 2: declared and not used: conn. Type explain 2.\n")
		require.True(t, strings.HasSuffix(said, "01> "))
		require.Contains(t, p.types("explain 2"), "Line 11 of echo.go: declared and not used: conn\n")
		require.Contains(t, p.types("checks"), "Stage compile: does not compile.\n")
		require.Contains(t, p.types("o"), "exercises/01_sequential/echo.go:9:2: undefined: lsn\n")
		p.types("q")
	})
}

func TestWhatASubmissionWroteCannotSteer(t *testing.T) {
	inBubble(t, nil, func(p *program) {
		p.saveTo("01_sequential", "a")
		p.run().Tell(fake.Events(fake.Failing(p.cfg.Course.Exercises[0]))...)
		require.Contains(t, p.types("output"), "serving")
		p.types("q")
	})
}

func TestInterruptStopsGradingAndThenTheSession(t *testing.T) {
	inBubble(t, nil, func(p *program) {
		p.types("grade")
		r := p.run()
		p.interrupts <- os.Interrupt
		require.Contains(t, p.new(), "Stopped: 01 One client at a time was not graded. Type grade to grade it again.\n01> ")
		require.ErrorIs(t, r.Ctx.Err(), context.Canceled)
		p.interrupts <- os.Interrupt
		p.ends()
		require.Empty(t, p.store.Recorded())
	})
}

func TestInterruptBeforeGradingHasBegunIsNoEnd(t *testing.T) {
	inBubble(t, nil, func(p *program) {
		s := newSession(p.t.Context(), p.cfg.withDefaults())
		s.unseen = 0
		s.grade(p.t.Context(), nil) // whose message is still to be heard
		s.interrupt()
		require.False(t, s.over)
		synctest.Wait()
		for _, msg := range s.work.Jobs.Next()().(study.Posted) {
			s.hear(msg)
		}
		require.True(t, s.work.Run().Canceled)
		require.True(t, s.ready())
		require.Contains(t, p.new(), "Stopped: 01 One client at a time was not graded.")
		require.NoError(t, s.work.Close())
		p.types("q")
	})
}

func TestTheEndOfTheInputIsTheEnd(t *testing.T) {
	inBubble(t, nil, func(p *program) {
		_, err := io.WriteString(p.keys, "list")
		require.NoError(t, err)
		require.NoError(t, p.keys.Close())
		p.ends()
		require.Contains(t, p.new(), "Chapter: Servers.", "the last line counts without a newline, too")
	})
	inBubble(t, nil, func(p *program) {
		require.NoError(t, p.keys.CloseWithError(errors.New("a broken cable")))
		p.ends()
		require.Contains(t, p.new(), "The input cannot be read: a broken cable.\n")
	})
}

func TestDraftsAreListed(t *testing.T) {
	broken := func(p *program) {
		c := *p.cfg.Course
		c.Drafts = []course.Draft{{ID: "03_echoes", Problems: course.Problems{
			{File: "exercises/03_echoes/exercise.toml", Line: 146, Message: `unknown key "wrong"`, Fix: "remove it"},
		}}}
		p.cfg.Course = &c
	}
	inBubble(t, broken, func(p *program) {
		got := p.types("list")
		require.Contains(t, got, "03_echoes is a draft")
		require.Contains(t, got, "exercises/03_echoes/exercise.toml:146")
		p.types("q")
	})
}

func TestResetAsks(t *testing.T) {
	resets := 0
	change := func(p *program) {
		resets = 0
		p.cfg.Reset = func(context.Context, string) (string, error) {
			resets++
			return p.cfg.Course.Root + "/.workbook/backups/01_sequential/1", nil
		}
		p.cfg.Undo = &fake.Undoer{OnUndo: func(string) (backup.Result, error) {
			return backup.Result{Restored: []string{"echo.go"}, Backup: p.cfg.Course.Root + "/.workbook/backups/2"}, nil
		}}
	}
	inBubble(t, change, func(p *program) {
		require.True(t, strings.HasSuffix(p.types("x"), "Type yes or no: "))
		require.Contains(t, p.types("next"), "Nothing was changed.\n01> ")
		p.types("reset")
		p.interrupts <- os.Interrupt
		require.Contains(t, p.new(), "Nothing was changed.\n01> ")
		require.Zero(t, resets)
		p.types("reset")
		require.Equal(t, "Started over. What you had is in .workbook/backups/01_sequential/1. Type undo\nto bring it back.\n01> ", p.types("yes"))
		require.Equal(t, 1, resets)
		require.Equal(t, "Bring back what you had in 01 One client at a time on 14 March 2026, 15:09: echo.go? "+
			"What is there now is kept in a backup, too. Type yes or no: ", p.types("u"))
		require.Contains(t, p.types("no"), "Nothing was changed.\n01> ")
		p.types("undo")
		require.Equal(t, "Brought back: echo.go. What was there is in .workbook/backups/2.\n"+
			"Grading: 01 One client at a time, saved at 15:09:26.\n", p.types("y"))
		p.run().Tell(fake.Events(fake.Failing(p.cfg.Course.Exercises[0]))...)
		require.Contains(t, p.new(), "Type checks for each.\n01> ", "the prompt waits for the verdict on what is back")
		p.types("q")
	})
	inBubble(t, func(p *program) {
		p.cfg.Reset = func(context.Context, string) (string, error) { return "", errors.New("the disk is full") }
	}, func(p *program) {
		p.types("x")
		require.Equal(t, "Nothing was reset: the disk is full\n01> ", p.types("yes"))
		require.Contains(t, p.types("undo"), "Nothing can be brought back here.")
		p.types("q")
	})
}

func TestWatchCanBeOff(t *testing.T) {
	inBubble(t, nil, func(p *program) {
		p.types("watch off")
		p.saveTo("01_sequential", "a")
		p.saveTo("01_sequential", "b")
		require.Empty(t, p.grader.Started)
		require.Contains(t, p.types("watch on"), "Every save is graded.\nGrading: 01")
		p.run()
		p.types("q")
	})
}

func TestAScriptWaitsForVerdicts(t *testing.T) {
	inBubble(t, func(p *program) {
		p.cfg.Interactive = false
		require.NoError(p.t, p.store.Record("01_sequential", progress.Attempt{Verdict: report.Fail, Points: 3}))
		p.cfg.In = strings.NewReader("next\n")
	}, func(p *program) {
		require.NotContains(t, p.new(), "Exercise 02")
		p.run().Tell(fake.Events(fake.Failing(p.cfg.Course.Exercises[0]))...)
		p.ends()
		require.Contains(t, p.new(), "Exercise 02")
	})
}

func TestWhatIsPreparedIsSaid(t *testing.T) {
	inBubble(t, func(p *program) {
		p.grader.OnWarm = func(ctx context.Context, _ bool, progress func(grader.Warming)) error {
			progress(grader.Warming{Done: 3, Total: 9})
			<-ctx.Done()
			return ctx.Err()
		}
	}, func(p *program) {
		require.Contains(t, p.types("where"), "Preparing the grader: 3 of 9 packages.\n")
		require.Contains(t, p.types("where"), "Isolation: L1: process group, clean environment.")
		p.types("q")
	})
}

func TestEveryNameIsOneCommand(t *testing.T) {
	inBubble(t, func(p *program) {
		s := newSession(p.t.Context(), p.cfg.withDefaults())
		s.work.Jobs.Cancel()
		of := make(map[string]string)
		for _, c := range s.commands {
			require.NotEmpty(t, c.does)
			require.NotNil(t, c.do)
			for _, name := range append([]string{c.word}, c.aliases...) {
				require.Empty(t, of[name], "%s is also %s", name, c.word)
				of[name] = c.word
			}
		}
	}, func(p *program) {
		said := p.types("?")
		require.Contains(t, said, "hint [N], or h: Gives the next hint, or hint N again.\n")
		require.Contains(t, said, "workbook v1.2.3.\n")
		p.types("q")
	})
}
