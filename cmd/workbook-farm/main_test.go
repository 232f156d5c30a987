package main

import (
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"workbook/cmd/internal/scripts"
	"workbook/grader/course/coursetest"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"workbook-farm": main})
}

// TestScripts runs testdata/script: what is said without a server.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: filepath.Join("testdata", "script"),
		Setup: func(env *testscript.Env) error {
			for _, name := range []string{farmEnv, tokenEnv, courseEnv} {
				env.Setenv(name, "")
			}
			return coursetest.WriteTo(filepath.Join(env.WorkDir, "course"), "course.txtar")
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"status": scripts.Status},
	})
}
