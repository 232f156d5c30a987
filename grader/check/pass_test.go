package check_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"workbook/grader/check"
	"workbook/grader/check/internal/broken"
	"workbook/grader/check/internal/cases"
	"workbook/grader/report/outcome"
)

// Right programs that wait for a lock, so that the bubble's clock stands still: in a
// process of their own as all cases, since what they say of it is in the record.
var standing = []struct {
	aCase
	notes []string // parts of the events
	lock  string   // the line of broken that one of them names
}{
	{aCase: aCase{name: "sleep beside a lock", f: func(c *check.C) {
		ln, _ := serve(c, broken.Turns)
		a := ln.Dial("A")
		a.Send([]byte("hi"))
		a.Expect([]byte("hi"), why)
		c.Sleep(time.Hour)
		if c.Now() != 0 {
			c.Failf("Time passed")
		}
		b := ln.Dial("B")
		c.Sleep(time.Hour)
		b.ExpectNothing("B has to wait")
		a.Close()
		b.Send([]byte("you"))
		b.Expect([]byte("you"), why)
	}}, notes: []string{"1h0m0s did not pass: the clock stands still while a goroutine waits for a lock, as one does at "}, lock: "turns"},
	{aCase: aCase{name: "no polling beside a lock", f: func(c *check.C) {
		ln, call := serve(c, broken.Turns)
		ln.Dial("A")
		c.NoPolling("Wait in Accept")
		call.StillRunning("Wait in Accept")
	}}, notes: []string{"whether something polls was not seen: the clock stands still"}},
	{aCase: aCase{name: "a lock that is waited for later", f: func(c *check.C) {
		letGo := make(chan struct{})
		call := c.Go("Wait", func() error { return broken.LocksLater(letGo) })
		c.Sleep(10 * time.Millisecond)
		c.Sleep(time.Hour)
		c.Sleep(time.Hour)
		close(letGo)
		call.Returns("Wait must return")
		if c.Now() != time.Second {
			c.Failf("It is %v", c.Now())
		}
	}}, notes: []string{"1h0m0s did not pass"}},
	{aCase: aCase{name: "an await before a lock", f: func(c *check.C) {
		letGo := make(chan struct{})
		call := c.Go("Wait", func() error { return broken.LocksLater(letGo) })
		if c.Await(never) {
			c.Failf("It came")
		}
		close(letGo)
		call.Returns("Wait must return")
	}}, notes: []string{"what was awaited had no time to come"}},
	{aCase: aCase{name: "no polling before a lock", f: func(c *check.C) {
		letGo := make(chan struct{})
		call := c.Go("Wait", func() error { return broken.LocksLater(letGo) })
		c.Sleep(time.Millisecond)
		for range 3 {
			c.NoPolling("Wait must wait")
		}
		close(letGo)
		call.Returns("Wait must return")
	}}, notes: []string{"10s did not pass"}},
}

func init() {
	for _, tt := range standing {
		moreCases = append(moreCases, tt.aCase)
	}
}

func TestTheClockStands(t *testing.T) {
	for _, tt := range standing {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			o := reexec(t, tt.name)
			tt.verdict = outcome.Pass
			tt.check(t, o)
			if tt.lock != "" {
				require.True(t, slices.ContainsFunc(cases.Places(t, tt.lock), func(place string) bool {
					return strings.Contains(fmt.Sprint(o.Records[0].Events), place)
				}), o.Records[0].Events)
			}
			for _, note := range tt.notes {
				require.True(t, slices.ContainsFunc(o.Records[0].Events, func(m outcome.Moment) bool {
					return m.Kind == outcome.Noted && strings.HasPrefix(m.Note, note)
				}), "%q is not among %v", note, o.Records[0].Events)
			}
		})
	}
}
