//go:build !windows

package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/creack/pty"
	"github.com/stretchr/testify/require"
)

var figures = flag.Bool("figures", false, "measure the screens of the built program and print the figures")

// TestFigures measures what somebody who sits before the screens notices, and holds it
// against nothing: the machine decides, and who reads compares.
//
//	go test ./cmd/workbook -run TestFigures -figures -v
func TestFigures(t *testing.T) {
	if !*figures {
		t.Skip("-figures measures")
	}
	exe := filepath.Join(t.TempDir(), "workbook")
	out, err := exec.Command("go", "build", "-o", exe, "workbook/cmd/workbook").CombinedOutput()
	require.NoError(t, err, "%s", out)
	root := learnersCourse(t)
	require.NoError(t, os.MkdirAll(filepath.Join(root, ".workbook"), 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(root, ".workbook", "progress.json"), []byte(`{"version": 1, "exercises": {}}`), 0o600))

	measureStart(t, exe, root)
	m := openMeasured(t, exe, root)
	m.await(func() bool { return containsAll(m.screen().String(), []string{"isolation", "page 1 of"}) })
	m.settle()
	measureScrolling(t, m)
	measureIdle(t, m)
	measureStreaming(t, m, root)
	m.close()
}

// measured is the program in a terminal, with what it has written and when.
type measured struct {
	*program
	t      *testing.T
	began  time.Time
	chunks chan []byte // of what it writes, as it comes; closed at its end
}

func openMeasured(t *testing.T, exe, dir string) *measured {
	t.Helper()
	cmd := exec.Command(exe)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "TERM=xterm-256color", "NO_COLOR=", "GOFLAGS=-buildvcs=false")
	began := time.Now()
	terminal, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: pictureRows, Cols: pictureColumns})
	require.NoError(t, err)
	t.Cleanup(func() {
		_ = cmd.Process.Kill() // it is over already unless the test failed
		_ = terminal.Close()
	})
	m := &measured{&program{cmd: cmd, terminal: terminal}, t, began, make(chan []byte, 1000)}
	go m.pump()
	return m
}

// pump reads beside the test, for reading from a terminal knows no deadline.
func (m *measured) pump() {
	defer close(m.chunks)
	for {
		b := make([]byte, 32<<10)
		n, err := m.terminal.Read(b)
		if n > 0 {
			m.chunks <- b[:n]
		}
		if err != nil {
			return
		}
	}
}

// await reads until what was seen is as wanted.
func (m *measured) await(wanted func() bool) {
	m.t.Helper()
	stuck := time.After(time.Minute) // so that a broken measurement ends
	for !wanted() {
		select {
		case b, ok := <-m.chunks:
			require.Truef(m.t, ok, "the program is over; it showed:\n%s", m.screen())
			m.seen.Write(b)
		case <-stuck:
			require.Failf(m.t, "it does not come", "the screen shows:\n%s", m.screen())
		}
	}
}

func (m *measured) press(keys string) {
	m.t.Helper()
	_, err := m.terminal.WriteString(keys)
	require.NoError(m.t, err)
}

func (m *measured) close() {
	m.press("q")
	for range m.chunks {
	}
	_ = m.cmd.Wait()
}

// quiet reads until nothing has come for a while, and returns how many bytes have.
func (m *measured) quiet(while time.Duration) int {
	before := m.seen.Len()
	for {
		select {
		case b, ok := <-m.chunks:
			require.True(m.t, ok, "the program is over")
			m.seen.Write(b)
		case <-time.After(while):
			return m.seen.Len() - before
		}
	}
}

// collect reads for so long, and returns how many bytes have come.
func (m *measured) collect(while time.Duration) int {
	before, over := m.seen.Len(), time.After(while)
	for {
		select {
		case b, ok := <-m.chunks:
			require.True(m.t, ok, "the program is over")
			m.seen.Write(b)
		case <-over:
			return m.seen.Len() - before
		}
	}
}

// settle reads what is still coming, and forgets all of it.
func (m *measured) settle() {
	m.quiet(time.Second)
	m.seen.Reset()
}

// measureStart times from the start of the process to its first whole frame.
func measureStart(t *testing.T, exe, root string) {
	var all []time.Duration
	for i := range 16 {
		m := openMeasured(t, exe, root)
		m.await(func() bool { return bytes.Contains(m.seen.Bytes(), []byte("Outline")) })
		if took := time.Since(m.began); i > 0 { // the first fills the machine's caches
			all = append(all, took)
		}
		m.close()
	}
	tell(t, "start to the first frame", all)
}

// measureScrolling counts the bytes of a line scrolled in the lesson.
func measureScrolling(t *testing.T, m *measured) {
	small := &pty.Winsize{Rows: 24, Cols: pictureColumns} // the page is longer than that
	require.NoError(t, pty.Setsize(m.terminal, small))
	m.settle()
	const lines = 3
	sum := 0
	for range lines {
		m.press("j")
		sum += m.quiet(300 * time.Millisecond)
	}
	for range lines {
		m.press("k")
		sum += m.quiet(300 * time.Millisecond)
	}
	fmt.Fprintf(os.Stderr, "%-32s %d bytes\n", "a scrolled line", sum/(2*lines))
	require.NoError(t, pty.Setsize(m.terminal, &pty.Winsize{Rows: pictureRows, Cols: pictureColumns}))
	m.settle()
}

// measureIdle reads what the kernel knows of the process, where it has /proc.
func measureIdle(t *testing.T, m *measured) {
	before, err := processorTime(m.cmd.Process.Pid)
	if err != nil {
		t.Logf("no /proc: %v", err)
		return
	}
	const while = 20 * time.Second
	got := m.collect(while)
	after, err := processorTime(m.cmd.Process.Pid)
	require.NoError(t, err)
	fmt.Fprintf(os.Stderr, "%-32s %.2f %% of a core, %d bytes in %v\n", "idle", 100*(after-before).Seconds()/while.Seconds(), got, while)
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", m.cmd.Process.Pid))
	require.NoError(t, err)
	for line := range strings.SplitSeq(string(status), "\n") {
		if name, value, ok := strings.Cut(line, ":"); ok && (name == "VmRSS" || name == "RssAnon") {
			fmt.Fprintf(os.Stderr, "%-32s %s\n", name, strings.TrimSpace(value))
		}
	}
}

// measureStreaming times from a key to the frame that shows what it did, while the
// grader is at work beside: the search field shows what was typed.
func measureStreaming(t *testing.T, m *measured, root string) {
	file := filepath.Join(root, "exercises", "01_sequential", "echo.go")
	source, err := os.ReadFile(file)
	require.NoError(t, err)
	var all []time.Duration
	for save := range 6 {
		m.press("/")
		m.settle()
		require.NoError(t, os.WriteFile(file, append(source, fmt.Sprintf("\n// save %d\n", save)...), 0o600))
		for i := range 40 {
			letter := string(rune('A' + (i+save)%26)) // in capitals nothing else is written alone
			began := time.Now()
			m.seen.Reset()
			m.press(letter)
			m.await(func() bool { return bytes.Contains(m.seen.Bytes(), []byte(letter)) })
			all = append(all, time.Since(began))
		}
		m.press("\x1b")
		m.settle()
	}
	tell(t, "a key to its frame, grading", all)
}

func tell(t *testing.T, what string, all []time.Duration) {
	t.Helper()
	slices.Sort(all)
	at := func(share float64) time.Duration {
		return all[min(int(share*float64(len(all))), len(all)-1)].Round(100 * time.Microsecond)
	}
	fmt.Fprintf(os.Stderr, "%-32s min %v, median %v, p99 %v, of %d\n", what, all[0].Round(100*time.Microsecond), at(0.5), at(0.99), len(all))
}
