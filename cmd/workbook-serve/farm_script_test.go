package main

import (
	"bufio"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// farmProgram builds workbook-farm beside the other programs, for the scripts that need it.
func farmProgram(ts *testscript.TestScript, bin string) {
	cmd := exec.Command("go", "build", "-o", bin+string(filepath.Separator), "workbook/cmd/workbook-farm")
	out, err := cmd.CombinedOutput()
	if err != nil {
		ts.Fatalf("building workbook-farm: %v\n%s", err, out)
	}
}

// startFarm runs a queue that keeps what it has in a folder, and somebody who takes work
// from it, sets $FARM to its address, and lets the script in: start-farm FOLDER.
func startFarm(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: start-farm FOLDER")
	}
	url := startOfFarm(ts, "The queue is at ", "serve", "--listen", "127.0.0.1:0", "--store", args[0])
	ts.Setenv("FARM", url)
	ts.Setenv("WORKBOOK_FARM_TOKEN_FILE", filepath.Join(args[0], "token"))
	startOfFarm(ts, "grading, ", "work", "--farm", url, "--jobs", "1")
}

// startOfFarm starts workbook-farm, and returns the word that follows when it says that it
// is ready.
func startOfFarm(ts *testscript.TestScript, ready string, args ...string) string {
	bin := strings.Split(ts.Getenv("PATH"), string(os.PathListSeparator))[0]
	cmd := exec.Command(filepath.Join(bin, "workbook-farm"), args...)
	cmd.Dir = ts.MkAbs(".")
	for _, name := range []string{"PATH", "HOME", "TMPDIR", "GOCACHE", "GOMODCACHE", "GOROOT", "XDG_CACHE_HOME", "WORKBOOK_FARM_TOKEN_FILE"} {
		if value := ts.Getenv(name); value != "" {
			cmd.Env = append(cmd.Env, name+"="+value)
		}
	}
	said, pipe := io.Pipe()
	cmd.Stdout, cmd.Stderr = pipe, pipe
	ts.Check(cmd.Start())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		pipe.CloseWithError(cmd.Wait())
	}()
	ts.Defer(func() { _ = cmd.Process.Signal(os.Interrupt); <-ended })
	var all strings.Builder
	for lines := bufio.NewScanner(said); lines.Scan(); {
		all.WriteString(lines.Text() + "\n")
		if _, after, ok := strings.Cut(lines.Text(), ready); ok {
			go func() { _, _ = io.Copy(io.Discard, said) }()
			return strings.Trim(strings.Fields(after)[0], ".,:")
		}
	}
	ts.Fatalf("workbook-farm did not begin:\n%s", all.String())
	return ""
}
