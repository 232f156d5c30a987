package build

import (
	"path/filepath"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/longtest"
)

// A Go that the go command has downloaded lies in the module cache, where it lets
// nothing be replaced.
func TestADownloadedGoCanRunSteadily(t *testing.T) {
	longtest.Turn(t)
	if runtime.GOOS != "linux" {
		t.Skip("steady runs are for Linux")
	}
	root := unpack(t)
	tools, err := Find(t.Context(), root, "go1.26")
	require.NoError(t, err)
	tools.env.GOMODCACHE = filepath.Dir(tools.env.GOROOT)
	h, err := tools.Harness(t.Context(), Spec{Root: root, Module: "workbook", Go: "go1.26", ID: "01_answer", Hidden: true, Temp: t.TempDir()}, nil)
	require.NoError(t, err)
	require.NoError(t, h.unsteady)
	require.FileExists(t, h.runtime)
}
