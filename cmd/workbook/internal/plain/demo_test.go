package plain

import (
	"context"
	"errors"
	"os"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"workbook/cmd/workbook/internal/fake"
	"workbook/grader/demo"
)

// withDemo starts a program whose first exercise has a demo.
func withDemo(t *testing.T, f func(p *program, d *fake.Demonstrator)) {
	d := new(fake.Demonstrator)
	inBubble(t, func(p *program) {
		*d = *fake.NewDemonstrator() // its channel is the bubble's
		p.cfg.Demonstrator = d
		p.cfg.Course.Exercises[0].Demo = "limit"
	}, func(p *program) {
		p.new()
		f(p, d)
		p.types("q")
		p.ends()
	})
}

func started(t *testing.T, d *fake.Demonstrator) *fake.Demonstration {
	t.Helper()
	synctest.Wait()
	require.Len(t, d.Started, 1)
	return <-d.Started
}

func TestDemo(t *testing.T) {
	withDemo(t, func(p *program, d *fake.Demonstrator) {
		require.Contains(t, p.types("page 1"), "Type demo to run a demo of this")
		require.NotContains(t, p.types("page 2"), "Type demo")
		require.Equal(t, "The demo runs on this machine. Ctrl-C stops it.\n", p.types("demo n=8 clients=20"))
		run := started(t, d)
		require.Equal(t, map[string]int{"clients": 20, "n": 8, "kib": 512}, run.Values)
		run.End(fake.Measured(600, 3, run.Values), nil)
		text := p.new()
		require.Contains(t, text, "4 at a time: 1200 ms in all\n  client A: waits for 399 ms, is served for 0.90 ms\n")
		require.Contains(t, text, "4 at a time: half are served after")
		require.Contains(t, text, "Nobody was told why.\n01> ")
		require.NotContains(t, text, "disturbed")

		require.Contains(t, p.types("demo ?"), "n: how many are served at a time, 1 to 64, and 4 if you do not say.\n")
		require.Contains(t, p.types("help demo"), "demo [NAME=NUMBER...]")
	})
}

func TestDemoThatCannotBe(t *testing.T) {
	withDemo(t, func(p *program, d *fake.Demonstrator) {
		require.Contains(t, p.types("demo fast"), `"fast" is no parameter of a demo. Write it like n=8;`)
		require.Contains(t, p.types("demo n=1000"), "The demo was not run: n cannot be 1000; it can be 1 to 64.\n01> ")
		require.Contains(t, p.types("demo m=1"), `has no parameter "m"`)
		p.types("demo")
		started(t, d).End(demo.Result{}, errors.New("no ports are left"))
		require.Contains(t, p.new(), "The demo could not be run: no ports are left.")
		p.types("n")
		require.Contains(t, p.types("demo"), "This exercise has no demo.")
	})
}

func TestDemoIsStopped(t *testing.T) {
	withDemo(t, func(p *program, d *fake.Demonstrator) {
		p.types("demo")
		run := started(t, d)
		p.interrupts <- os.Interrupt
		require.Contains(t, p.new(), "Stopped: nothing was measured.\n01> ")
		require.ErrorIs(t, run.Ctx.Err(), context.Canceled)
	})
}

// What is graded meanwhile disturbs the figures, and it is said.
func TestDemoIsDisturbed(t *testing.T) {
	withDemo(t, func(p *program, d *fake.Demonstrator) {
		p.saveTo("01_sequential", "first")
		grading := p.run()
		p.types("demo")
		run := started(t, d)
		run.End(fake.Measured(600, 3, run.Values), nil)
		require.Contains(t, p.new(), "This was disturbed by the grading of your code, so measure again before you\ncompare.")
		grading.Tell(fake.Events(fake.Failing(p.cfg.Course.Exercises[0]))...)
	})
}

func TestNoDemoWithoutADemonstrator(t *testing.T) {
	inBubble(t, nil, func(p *program) {
		require.Contains(t, p.types("demo"), `There is no command "demo".`)
		p.types("q")
		p.ends()
	})
}
