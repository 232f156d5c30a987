package longtest

import (
	"fmt"
	"testing"
)

// Everything has its turn in three days, a part of it each day, and all of it for who asks.
func TestTurns(t *testing.T) {
	was := today
	t.Cleanup(func() { today = was })
	t.Setenv(setting, "")
	ran := map[string]int{}
	for day := range uint64(oneIn) {
		today = 20000 + day
		n := 0
		for i := range 60 {
			if name := fmt.Sprintf("TestVerdicts/case_%d", i); HasTurn(name) {
				ran[name]++
				n++
			}
		}
		if n < 10 || n > 30 {
			t.Errorf("%d of 60 run on day %d", n, today)
		}
	}
	if len(ran) != 60 {
		t.Errorf("%d of 60 have run after %d days", len(ran), oneIn)
	}
	for name, n := range ran {
		if n != 1 {
			t.Errorf("%s has run %d times in %d days", name, n, oneIn)
		}
	}
	t.Setenv(setting, "1")
	for name := range ran {
		if !HasTurn(name) {
			t.Errorf("%s does not run though it is asked for", name)
		}
	}
}

func TestTurnSkips(t *testing.T) {
	t.Setenv(setting, "")
	for i := range 12 {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			want, ran := HasTurn(t.Name()), false
			t.Cleanup(func() {
				if ran != want || t.Skipped() == want {
					t.Errorf("it ran: %v, skipped: %v; its turn: %v", ran, t.Skipped(), want)
				}
			})
			Turn(t)
			ran = true
		})
	}
}
