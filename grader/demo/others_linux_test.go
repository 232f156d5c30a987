package demo

import (
	"context"
	"os/exec"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"workbook/grader/report"
)

func TestOthers(t *testing.T) {
	of := func(all, ours time.Duration) usage { return usage{all, ours} }
	for _, tt := range []struct {
		before, after usage
		took          time.Duration
		processors    int
		want          float64
	}{
		{of(10, 2), of(10, 2), time.Second, 2, 0},
		{of(0, 0), of(2*time.Second, 2*time.Second), time.Second, 2, 0}, // all of it ours
		{of(0, 0), of(2*time.Second, time.Second), time.Second, 2, 0.5},
		{of(0, 0), of(time.Second, 0), time.Second, 4, 0.25},
		{of(0, 0), of(time.Second, 1010*time.Millisecond), time.Second, 2, 0}, // clocks with other ticks
		{of(0, 0), of(9*time.Second, 0), time.Second, 2, 1},
		{of(0, 0), of(20*time.Millisecond, 0), 10 * time.Millisecond, 2, 0}, // too short to tell
	} {
		require.Equal(t, tt.want, others(tt.before, tt.after, tt.took, tt.processors), "%+v", tt)
	}
}

func TestWorkedByStat(t *testing.T) {
	processors := strings.Repeat("cpu0 1 1 1 1 1 1 1 1 0 0\n", runtime.NumCPU())
	worked, ok := workedByStat([]byte("cpu  100 20 30 9999 9999 4 5 6 7 8\n" + processors + "intr 5\n"))
	require.True(t, ok)
	require.Equal(t, 1650*time.Millisecond, worked)
	for _, stat := range []string{
		"", "intr 5\n", "cpu 1 2 3\n" + processors, "cpu a b c d e f g h\n" + processors,
		"cpu  100 20 30 9999 9999 4 5 6 7 8\n" + processors + "cpu99 1 1 1 1 1 1 1 1 0 0\n",
	} {
		_, ok := workedByStat([]byte(stat))
		require.False(t, ok, stat)
	}
}

// What others take of the machine while a demo runs is told with its result.
func TestADemoBesideOthers(t *testing.T) {
	if _, known := used(); !known || runtime.GOMAXPROCS(0) < runtime.NumCPU() {
		t.Skip("this system does not tell what other programs take, or keeps them from its processors")
	}
	for range runtime.NumCPU() {
		busy := exec.Command("/bin/sh", "-c", "while :; do :; done")
		require.NoError(t, busy.Start())
		t.Cleanup(func() {
			_ = busy.Process.Kill()
			_ = busy.Wait()
		})
	}
	d := Demo{words: report.English, run: func(_ context.Context, r *recorder, _ map[string]int) error {
		time.Sleep(time.Second)
		r.say("It is.")
		return nil
	}}
	result, err := d.Run(t.Context(), nil, nil)
	require.NoError(t, err)
	require.Positive(t, result.Others)
}
