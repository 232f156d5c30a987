package outside_test

import (
	"fmt"
	"strings"
	"testing"

	"workbook/grader/check/outside"
	"workbook/solutions/internal/calltest"
)

func TestMain(m *testing.M) { outside.Main(m) }

func TestServerOfTasks(t *testing.T) {
	outside.Run(t, func(c *outside.C) {
		p := calltest.Start(c)
		n := 20 + c.Rand().IntN(20)
		calls := p.Calls(calltest.Names(c, "task", n)...)
		for _, k := range calls {
			p.Do("spawn", k.Name).Answers("In a server whose clients are served by tasks, a client asked for one more task, and Spawn did not return while that task was still at work", "spawned")
			k.Begins("A task calls another process as soon as it runs, and nobody joins it yet. A task starts at once, whether or not anybody joins it")
		}
		joins := make([][2]*calltest.Answer, n)
		for i, k := range calls {
			for j := range joins[i] {
				joins[i][j] = p.Do("join", k.Name)
			}
		}
		values := calltest.Words(c, "value", n)
		values[c.Rand().IntN(n)] = strings.Repeat("long ", 20_000)
		values[c.Rand().IntN(n)] = ""
		const early = "Join returned before its task was over: another process had not yet told the task what to return"
		for at, i := range c.Rand().Perm(n) {
			joins[i][0].Quiet(early)
			joins[i][1].Quiet(early)
			calls[i].Tell(values[i])
			for _, j := range joins[i] {
				j.Answers(fmt.Sprintf("Of %d tasks, %d are over, each with the value that another process told it to return, and two goroutines had joined this one while it was at work. Both must get its value at its end, without waiting for other tasks", n, at+1), "value", values[i])
			}
			p.Do("join", calls[i].Name).Answers("A task that is over must give its value to one more joiner", "value", values[i])
		}
		for i, k := range calls {
			p.Do("join", k.Name).Answers("A task must give its own value, also after other tasks have ended", "value", values[i])
		}
		p.Once("f", calls)
		tree(c, p)
		p.Alive("The server must still be there when its clients are done.")
	})
}

// tree is a task that spawns tasks and joins them from the last to the first, while
// they end from the first to the last.
func tree(c *outside.C, p *calltest.Program) {
	leaves := p.Calls(calltest.Names(c, "leaf", 10)...)
	run := p.Do("tree", calltest.NamesOf(leaves)...)
	for _, k := range leaves {
		k.Begins("A task spawns ten tasks, each of which calls another process as soon as it runs. All of them run at the same time")
	}
	values := calltest.Words(c, "value", len(leaves))
	var want []string
	for i, k := range leaves {
		k.Tell(values[i])
		want = append([]string{"value", values[i]}, want...)
	}
	run.Answers("A task spawned ten tasks and joined them, from the last to the first. Each Join gives the value of its own task", want...)
	p.Once("f", leaves)
}
