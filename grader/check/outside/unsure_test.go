package outside_test

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/check/internal/cases"
	"workbook/grader/internal/wire"
	"workbook/grader/report/outcome"
)

func TestUnsureOutside(t *testing.T) {
	program, err := subjects()
	require.NoError(t, err)
	for _, tt := range []struct {
		mode, test string
		verdict    outcome.Verdict
		unsure     bool
		says       string
		patience   string
	}{
		{"open", "outside open", outcome.Fail, true, "still open", "CHECK_TEST_PATIENCE=500ms"},
		{"wrong", "outside wrong", outcome.Fail, false, "byte 6", ""},
		{"exits", "outside exits", outcome.Crash, false, "exit code 7", ""},
		{"breaks", "outside breaks at first", outcome.Crash, true, "The whole program died at ", ""},
		{"sleeps", "outside sleeps at first", outcome.Timeout, true, "package-level variables run", "CHECK_TEST_PATIENCE_START=500ms"},
	} {
		t.Run(tt.mode, func(t *testing.T) {
			t.Parallel()
			own := filepath.Join(t.TempDir(), tt.mode+filepath.Ext(program))
			copyFile(t, program, own)
			o := cases.Rerun(t, tt.test, 1, wire.SubjectEnv+"="+own, tt.patience)
			require.Len(t, o.Records, 1, o.Output)
			rec := o.Records[0]
			require.Equal(t, tt.verdict, rec.Verdict, rec.Message)
			require.Equal(t, tt.unsure, rec.Unsure, rec.Message)
			require.Contains(t, rec.Message, tt.says)
		})
	}
}
