package plain

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"workbook/cmd/workbook/internal/backup"
	"workbook/cmd/workbook/internal/bookmark"
	"workbook/cmd/workbook/internal/fake"
	"workbook/cmd/workbook/internal/progress"
	"workbook/grader/course"
	"workbook/grader/report"
)

func TestItGoesOnWhereItWas(t *testing.T) {
	inBubble(t, func(p *program) {
		p.cfg.Bookmark = bookmark.Bookmark{Exercise: "02_spawned", Page: 1, Above: 0.5, Pane: "verdict", NoMouse: true}
	}, func(p *program) {
		require.Contains(t, p.new(), "Exercise 02 A goroutine per client: not graded yet.\n")
		require.Contains(t, p.out.text.String(), "You were at page 2 of 3 of its lesson.\n")
		require.Contains(t, p.types(""), "Page 2 of 3: The trap.")
		require.Contains(t, p.types(""), "Page 3 of 3: The task.")
		p.types("q")
		p.ends()
		require.Equal(t, bookmark.Bookmark{Exercise: "02_spawned", Page: 2, Pane: "verdict", NoMouse: true}, p.left)
	})
	for name, odd := range map[string]bookmark.Bookmark{
		"a page that is gone":      {Exercise: "01_sequential", Page: 7},
		"an exercise that is gone": {Exercise: "00_gone", Page: 1},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(p *program) { p.cfg.Bookmark = odd }, func(p *program) {
				require.NotContains(t, p.new(), "You were at page")
				require.Contains(t, p.types(""), "Page 1 of 3")
				p.types("q")
			})
		})
	}
}

// Nothing was read, so the place on the page is still the screens' own.
func TestABookmarkIsKeptAsItWas(t *testing.T) {
	b := bookmark.Bookmark{Exercise: "01_sequential", Page: 1, Above: 0.5, Pane: "lesson"}
	inBubble(t, func(p *program) { p.cfg.Bookmark = b }, func(p *program) {
		p.types("q")
		p.ends()
		require.Equal(t, b, p.left)
	})
}

func TestTheFirstStartIsToldWhatThereIs(t *testing.T) {
	inBubble(t, func(p *program) { p.cfg.Welcome = true }, func(p *program) {
		require.True(t, strings.HasPrefix(p.new(), "workbook: Spawning tasks.\nWelcome. You read here, "))
		require.True(t, p.store.Begun)
		p.types("q")
	})
	inBubble(t, nil, func(p *program) {
		require.NotContains(t, p.new(), "Welcome")
		require.False(t, p.store.Begun)
		p.types("q")
	})
}

func TestWhatCannotBeMadeReadyIsTheEnd(t *testing.T) {
	broken := errors.New("there is no Go")
	inBubble(t, func(p *program) { p.cfg.Ready = func(context.Context) (string, error) { return "", broken } }, func(p *program) {
		<-p.ended
		require.ErrorIs(t, p.err, broken)
		require.Contains(t, p.new(), "Exercise 01", "it is shown first")
	})
}

func TestTheLastPass(t *testing.T) {
	inBubble(t, func(p *program) {
		for _, id := range []string{"02_spawned", "05_join"} {
			require.NoError(p.t, p.store.Record(id, progress.Attempt{Verdict: report.Pass, Points: 12}))
		}
		fake.WriteFile(p.t, p.cfg.Course.AfterwordPath(), "## What you have built\n\nA loop, and all that followed.\n")
	}, func(p *program) {
		require.Contains(t, p.types("afterword"), "That comes when all exercises have passed. Next: 01 One client at a time.\n")
		p.saveTo("01_sequential", "mine")
		p.run().Tell(fake.Events(fake.Outcome(p.cfg.Course.Exercises[0], report.Pass))...)
		said := p.new()
		_, said, found := strings.Cut(said, "Passed: 01 One client at a time, 12 of 12 points")
		require.True(t, found)
		require.Contains(t, said, "You have passed all of Spawning tasks. 3 exercises in 3 tries, on 14 March\n2026.\n")
		require.Contains(t, said, "A loop, and all that followed.\n")
		require.Contains(t, said, "Chapter: Join handles.\n05 Join handles: 1 try.\n")
		require.Contains(t, p.types("afterword"), "You have passed all of")
		p.types("q")
	})
}

func TestLostFilesCanBeBroughtBack(t *testing.T) {
	unreadable := func(ex *course.Exercise) report.Exercise {
		r := fake.Refused(ex)
		r.Stages[0].Verdict, r.Stages[1].Verdict = report.Refused, report.NotRun
		return r
	}
	for name, test := range map[string]struct {
		err   error
		says  string
		lacks string
	}{
		"a backup": {nil, "Type undo to bring back what you had on 14 March 2026, 15:09. Type reset to\nhave the files as they were at first.\n", "nothing"},
		"none":     {backup.ErrNoBackup, "\nType reset to have the files as they were at first.\n", "Type undo"},
		"unclear":  {errors.New("a link"), "Type checks for each.", "Type reset"},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(p *program) { p.cfg.Undo, p.cfg.Zone = &fake.Undoer{Err: test.err}, time.UTC }, func(p *program) {
				p.saveTo("01_sequential", "gone")
				p.run().Tell(fake.Events(unreadable(p.cfg.Course.Exercises[0]))...)
				said := p.new()
				require.Contains(t, said, test.says)
				require.NotContains(t, said, test.lacks)
				p.types("q")
			})
		})
	}
}
