// Package scripts is what the script tests of the workbook's programs share.
//
//	testscript.Run(t, testscript.Params{
//		Condition: scripts.Condition,
//		Setup: func(env *testscript.Env) error { env.Vars = append(env.Vars, scripts.GoSettings(t, "GOPATH")...); … },
//		Cmds:  map[string]func(*testscript.TestScript, bool, []string){"status": scripts.Status},
//	})
package scripts

import (
	"errors"
	"fmt"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"workbook/grader/jail"
	"workbook/grader/longtest"
)

// Condition is what scripts ask for: [walls], that the machine has isolation that work of
// strangers takes; [long], that somebody wants what takes long; [turn:NAME], that the
// script of that name, one of several that grade for seconds, has its turn today.
func Condition(name string) (bool, error) {
	if script, ok := strings.CutPrefix(name, "turn:"); ok {
		return longtest.HasTurn(script), nil
	}
	switch name {
	case "walls":
		return jail.Probe().Level >= jail.L2, nil
	case "long":
		return longtest.Asked(), nil
	}
	return false, fmt.Errorf("there is no condition %q", name)
}

// Status is a command of scripts that runs another and demands an exit code: status 2
// workbook lesson.
func Status(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: status CODE COMMAND...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec(args[1], args[2:]...)
	got := 0
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		got = exit.ExitCode()
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// GoSettings is what the go command says of itself, as environment variables.
func GoSettings(t *testing.T, names ...string) []string {
	t.Helper()
	out, err := exec.Command("go", append([]string{"env"}, names...)...).Output()
	if err != nil {
		t.Fatal(err)
	}
	var vars []string
	for i, value := range strings.Split(strings.TrimSpace(string(out)), "\n") {
		vars = append(vars, names[i]+"="+strings.TrimSpace(value))
	}
	return vars
}
