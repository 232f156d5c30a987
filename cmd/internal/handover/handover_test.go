package handover_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/cmd/internal/handover"
)

// actEnv has the test's program hand over, as workbook does; it is the folder to look from.
const actEnv = "HANDOVER_TEST_NEAR"

func TestMain(m *testing.M) {
	near, act := os.LookupEnv(actEnv)
	if !act {
		os.Exit(m.Run())
	}
	p := handover.Program{Name: "greeter", Near: near, Tell: func(text string) { fmt.Fprintln(os.Stderr, text) }}
	status, err := p.Run(context.Background(), os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		fmt.Fprintln(os.Stderr, "absent:", errors.Is(err, handover.ErrAbsent), "no go:", errors.Is(err, handover.ErrNoGo))
		os.Exit(99)
	}
	os.Exit(status)
}

const greeter = `package main

import (
	"bufio"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	fmt.Printf("%q %s\n", os.Args, os.Getenv("GREETER"))
	if len(os.Args) > 1 && os.Args[1] == "wait" {
		signals := make(chan os.Signal, 1)
		signal.Notify(signals, syscall.SIGTERM)
		fmt.Println("pid", os.Getpid())
		fmt.Println("signal:", <-signals)
	}
	line, _ := bufio.NewReader(os.Stdin).ReadString('\n')
	fmt.Print("read ", line)
	os.Exit(7)
}
`

// lay writes a module of the engine's name with the program in it, and a copy of this
// test's program that hands over.
func lay(t *testing.T) (module string, first func(args ...string) *exec.Cmd) {
	t.Helper()
	dir := t.TempDir()
	module = filepath.Join(dir, "module")
	require.NoError(t, os.MkdirAll(filepath.Join(module, "cmd", "greeter"), 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(module, "go.mod"), []byte("module workbook\n\ngo 1.26\n"), 0o644))
	require.NoError(t, os.WriteFile(filepath.Join(module, "cmd", "greeter", "main.go"), []byte(greeter), 0o644))
	self, err := os.Executable()
	require.NoError(t, err)
	first = func(args ...string) *exec.Cmd {
		cmd := exec.Command(self, args...)
		cmd.Env = append(os.Environ(), actEnv+"="+module, "XDG_CACHE_HOME="+filepath.Join(dir, "cache"), "GREETER=hello",
			"GOWORK=off", "GOCACHE="+goEnv(t, "GOCACHE"))
		return cmd
	}
	return module, first
}

func goEnv(t *testing.T, name string) string {
	out, err := exec.Command("go", "env", name).Output()
	require.NoError(t, err)
	return strings.TrimSpace(string(out))
}

// The program is built where its module is; arguments, environment, standard input and
// exit status pass through, and a second run has nothing to build.
func TestBuilt(t *testing.T) {
	_, first := lay(t)
	for i := range 2 {
		cmd := first("a b", "--flag=c", "--", "")
		cmd.Stdin = strings.NewReader("something\n")
		var stderr bytes.Buffer
		cmd.Stderr = &stderr
		out, err := cmd.Output()
		require.Equal(t, 7, exitCode(t, err), "%s", &stderr)
		require.Equal(t, `["greeter" "a b" "--flag=c" "--" ""] hello`+"\nread something\n", strings.ReplaceAll(string(out), "greeter.exe", "greeter"))
		require.Equal(t, i == 0, strings.Contains(stderr.String(), "building greeter, once"), "%s", &stderr)
	}
}

// Machines that grade together must have the very same program, wherever each has built it.
func TestBuiltAlike(t *testing.T) {
	t.Setenv("GOWORK", "off")
	t.Setenv("GOCACHE", goEnv(t, "GOCACHE"))
	var built [2][]byte
	for i := range built {
		module, _ := lay(t)
		if i == 1 && exec.Command("git", "-C", module, "init").Run() != nil {
			t.Skip("there is no git")
		}
		t.Setenv("XDG_CACHE_HOME", t.TempDir())
		t.Setenv("CGO_ENABLED", fmt.Sprint(i))
		path, err := handover.Program{Name: "greeter", Near: module}.Find(t.Context())
		require.NoError(t, err)
		built[i], err = os.ReadFile(path)
		require.NoError(t, err)
	}
	require.True(t, bytes.Equal(built[0], built[1]))
}

// A program beside the first one is taken as it is; a file that only has its name is not.
func TestBeside(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the test's own program cannot be linked beside another there")
	}
	module, first := lay(t)
	dir := t.TempDir()
	self, err := os.Executable()
	require.NoError(t, err)
	copied := filepath.Join(dir, "first")
	data, err := os.ReadFile(self)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(copied, data, 0o755))
	begin := func() *exec.Cmd {
		cmd := first()
		cmd.Path, cmd.Args = copied, []string{copied}
		return cmd
	}
	require.NoError(t, os.WriteFile(filepath.Join(dir, "greeter"), []byte("#!/bin/sh\necho another\n"), 0o755))
	out, err := begin().Output()
	require.Equal(t, 7, exitCode(t, err))
	require.Contains(t, string(out), "hello")

	require.NoError(t, os.Remove(filepath.Join(dir, "greeter"))) // the go command does not write over what it has not made
	build := exec.Command("go", "build", "-o", filepath.Join(dir, "greeter"), "./cmd/greeter")
	build.Dir = module
	require.NoError(t, build.Run())
	require.NoError(t, os.RemoveAll(module))
	out, err = begin().Output()
	require.Equal(t, 7, exitCode(t, err))
	require.Contains(t, string(out), "hello", "it does not need its module any more")
}

// The program stands in this process's place, and a signal is its own.
func TestSignal(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("there is no SIGTERM")
	}
	_, first := lay(t)
	cmd := first("wait")
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	var said bytes.Buffer
	buf := make([]byte, 256)
	for !strings.Contains(said.String(), "pid") {
		n, err := out.Read(buf)
		require.NoError(t, err, "%s", &said)
		said.Write(buf[:n])
	}
	require.Contains(t, said.String(), fmt.Sprintf("pid %d\n", cmd.Process.Pid))
	require.NoError(t, cmd.Process.Signal(syscall.SIGTERM))
	_, err = io.Copy(&said, out)
	require.NoError(t, err)
	require.Equal(t, 7, exitCode(t, cmd.Wait()))
	require.Contains(t, said.String(), "signal: terminated")
}

// What is not there is said, with the reason.
func TestAbsent(t *testing.T) {
	module, first := lay(t)
	require.NoError(t, os.RemoveAll(filepath.Join(module, "cmd")))
	out, err := first().CombinedOutput()
	require.Equal(t, 99, exitCode(t, err))
	require.Contains(t, string(out), "a student release leaves it out")
	require.Contains(t, string(out), "absent: true")

	cmd := first()
	cmd.Env = append(cmd.Env, actEnv+"="+t.TempDir())
	out, err = cmd.CombinedOutput()
	require.Equal(t, 99, exitCode(t, err))
	require.Contains(t, string(out), "absent: true")

	cmd = first()
	cmd.Env = append(cmd.Env, "PATH="+t.TempDir())
	out, err = cmd.CombinedOutput()
	require.Equal(t, 99, exitCode(t, err))
	require.Contains(t, string(out), "no go: true")
}

func exitCode(t *testing.T, err error) int {
	t.Helper()
	var exit *exec.ExitError
	require.ErrorAs(t, err, &exit)
	return exit.ExitCode()
}
