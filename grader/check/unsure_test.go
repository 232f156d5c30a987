package check_test

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/internal/wire"
	"workbook/grader/report"
)

// What the bubble's clock or an arrived byte decides is certain. What the machine's
// clock decides is not.
func TestUnsure(t *testing.T) {
	for name, unsure := range map[string]bool{
		"sequential":       false, // nothing moves, in virtual time
		"wrong":            false,
		"leaks":            false,
		"deadlock":         true, // rests on a lock, as far as one can see
		"spins":            true,
		"accepts for ever": false,
		"never outside":    true, // the machine's clock ran out
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := reexec(t, name)
			require.Len(t, o.records, 1, o.output)
			require.Equal(t, unsure, o.records[0].Unsure, o.records[0].Message)
		})
	}
}

func TestUnsureOutside(t *testing.T) {
	if testing.Short() {
		t.Skip("each case is two processes")
	}
	program, err := subjects()
	require.NoError(t, err)
	for _, tt := range []struct {
		mode, test string
		verdict    report.Verdict
		unsure     bool
		says       string
		patience   string
	}{
		{"open", "outside open", report.Fail, true, "still open", "CHECK_TEST_PATIENCE=500ms"},
		{"wrong", "outside wrong", report.Fail, false, "byte 6", ""},
		{"exits", "outside exits", report.Crash, false, "exit code 7", ""},
		{"breaks", "outside breaks at first", report.Crash, true, "The whole program died at ", ""},
		{"sleeps", "outside sleeps at first", report.Timeout, true, "package-level variables run", "CHECK_TEST_PATIENCE_START=500ms"},
	} {
		t.Run(tt.mode, func(t *testing.T) {
			t.Parallel()
			own := filepath.Join(t.TempDir(), tt.mode+filepath.Ext(program))
			copyFile(t, program, own)
			o := reexec(t, tt.test, wire.SubjectEnv+"="+own, tt.patience)
			require.Len(t, o.records, 1, o.output)
			rec := o.records[0]
			require.Equal(t, tt.verdict, rec.Verdict, rec.Message)
			require.Equal(t, tt.unsure, rec.Unsure, rec.Message)
			require.Contains(t, rec.Message, tt.says)
		})
	}
}
