package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"workbook/cmd/internal/scripts"
	"workbook/cmd/workbook-serve/internal/fake"
	"workbook/grader/course"
	"workbook/grader/course/coursetest"
)

func TestMain(m *testing.M) {
	if os.Getenv(speakerEnv) != "" {
		speak()
		return
	}
	testscript.Main(m, map[string]func(){"workbook-serve-fake": fakeMain})
}

// fakeMain is the program with a grader that grades by a submission's first comment, and
// writes each grading into a file. One whose comment says so does not come to its end
// while another file is there.
func fakeMain() {
	newGrader = func(*course.Course) (grading, error) {
		temp, err := os.MkdirTemp("", "fake-")
		if err != nil {
			return nil, err
		}
		g := fake.New(temp)
		g.Hang = func(word string) bool {
			_, err := os.Stat(os.Getenv("FAKE_HANGS"))
			return err == nil && word == os.Getenv("FAKE_HANGS_AT")
		}
		g.Text = func(text string) {
			f, err := os.OpenFile(os.Getenv("FAKE_LOG"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
			if err != nil {
				panic(err)
			}
			defer f.Close()
			if _, err := f.WriteString(text + "\n"); err != nil {
				panic(err)
			}
		}
		return g, nil
	}
	main()
}

// programs builds workbook and workbook-serve beside each other.
var programs = sync.OnceValues(func() (dir string, err error) {
	if dir, err = os.MkdirTemp("", "workbook-programs-"); err != nil {
		return "", err
	}
	out, err := exec.Command("go", "build", "-o", dir+string(filepath.Separator), "workbook/cmd/workbook", "workbook/cmd/workbook-serve").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("building the programs: %w\n%s", err, out)
	}
	return dir, nil
})

// TestScripts runs testdata/script. A script begins in a folder with two copies of a small
// course: course has the hidden tests, and student is what a release leaves.
func TestScripts(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no service is ended in order there")
	}
	bin, err := programs()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(bin) })
	small, err := filepath.Abs(filepath.Join("..", "workbook", "testdata"))
	if err != nil {
		t.Fatal(err)
	}
	goEnv := scripts.GoSettings(t, "GOCACHE", "GOMODCACHE", "GOROOT")
	testscript.Run(t, testscript.Params{
		Dir:       filepath.Join("testdata", "script"),
		Condition: scripts.Condition,
		Setup: func(env *testscript.Env) error {
			env.Vars = append(env.Vars, goEnv...)
			env.Setenv("XDG_CONFIG_HOME", filepath.Join(env.WorkDir, "config"))
			env.Setenv("XDG_CACHE_HOME", filepath.Join(env.WorkDir, "cache"))
			env.Setenv("PATH", bin+string(os.PathListSeparator)+env.Getenv("PATH"))
			for _, to := range []string{"course", "student"} {
				root := filepath.Join(env.WorkDir, to)
				if err := os.CopyFS(root, os.DirFS(filepath.Join(small, "course"))); err != nil {
					return err
				}
				if to == "course" {
					if err := os.CopyFS(filepath.Join(root, "solutions"), os.DirFS(filepath.Join(small, "solutions"))); err != nil {
						return err
					}
				}
				if err := coursetest.WriteModule(root); err != nil {
					return err
				}
			}
			return coursetest.Age(env.WorkDir)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"status":        scripts.Status,
			"start-service": startService,
			"kill-service":  killService,
			"end-service":   endService,
			"farm-program":  func(ts *testscript.TestScript, _ bool, _ []string) { farmProgram(ts, bin) },
			"start-farm":    startFarm,
		},
	})
}

// services are those that scripts have started, by their folder.
var services sync.Map

// startService starts a service and sets $SERVER to its address:
// start-service COMMAND ARGUMENT...
func startService(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: start-service COMMAND ARGUMENT...")
	}
	path, err := exec.LookPath(args[0])
	if err != nil {
		path = filepath.Join(strings.Split(ts.Getenv("PATH"), string(os.PathListSeparator))[0], args[0])
	}
	cmd := exec.Command(path, args[1:]...)
	cmd.Dir = ts.MkAbs(".")
	for _, name := range []string{"PATH", "HOME", "TMPDIR", "GOCACHE", "GOMODCACHE", "GOROOT", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "WORKBOOK_FARM_TOKEN_FILE", "FAKE_LOG", "FAKE_HANGS", "FAKE_HANGS_AT"} {
		cmd.Env = append(cmd.Env, name+"="+ts.Getenv(name))
	}
	stderr, err := cmd.StderrPipe()
	ts.Check(err)
	ts.Check(cmd.Start())
	services.Store(ts.Getenv("WORK"), cmd)
	ts.Defer(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	lines := bufio.NewReader(stderr)
	var said strings.Builder
	for {
		line, err := lines.ReadString('\n')
		said.WriteString(line)
		if err != nil {
			ts.Fatalf("the service did not begin: %v\n%s", err, said.String())
		}
		if _, after, ok := strings.Cut(line, " address="); ok {
			ts.Setenv("SERVER", strings.Fields(after)[0])
			break
		}
	}
	go func() { _, _ = io.Copy(os.Stderr, lines) }()
}

func service(ts *testscript.TestScript) *exec.Cmd {
	cmd, ok := services.Load(ts.Getenv("WORK"))
	if !ok {
		ts.Fatalf("there is no service")
	}
	return cmd.(*exec.Cmd)
}

// killService ends the service as a lost machine does.
func killService(ts *testscript.TestScript, _ bool, _ []string) {
	cmd := service(ts)
	ts.Check(cmd.Process.Kill())
	_ = cmd.Wait()
}

// endService ends it in order, and demands that it says so.
func endService(ts *testscript.TestScript, _ bool, _ []string) {
	cmd := service(ts)
	ts.Check(cmd.Process.Signal(syscall.SIGTERM))
	ts.Check(cmd.Wait())
}
