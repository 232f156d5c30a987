package demo

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"time"
)

// childName is argument zero of this program when it is started as a child of a demo. No
// shell starts one by that name.
const childName = "workbook-demo"

// maxWords is how much of what a child prints is kept.
const maxWords = 16 << 10

// A child is a running process of a demo.
type child struct {
	cmd   *exec.Cmd
	in    io.Closer // closing it asks the child to end
	lines *bufio.Reader
	words capped // what it printed as an error
}

// startChild starts this program as a child, which ends with ctx at the latest.
func startChild(ctx context.Context, part string, numbers ...int) (*child, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("finding this program, to start it as a child of the demo: %w", err)
	}
	if runtime.GOOS == "linux" {
		self = "/proc/self/exe" // also when the file has been replaced
	}
	c := &child{cmd: exec.CommandContext(ctx, self)}
	c.cmd.Args = []string{childName, part}
	for _, n := range numbers {
		c.cmd.Args = append(c.cmd.Args, strconv.Itoa(n))
	}
	// A program with the race detector in it would wait for a second before it ends.
	c.cmd.Env = append(os.Environ(), "GOTRACEBACK=single", "GORACE=atexit_sleep_ms=0")
	c.cmd.Stderr = &c.words
	c.cmd.WaitDelay = 5 * time.Second
	in, err := c.cmd.StdinPipe()
	if err != nil {
		return nil, fmt.Errorf("starting a child of the demo: %w", err)
	}
	out, err := c.cmd.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("starting a child of the demo: %w", err)
	}
	c.in, c.lines = in, bufio.NewReader(io.LimitReader(out, maxWords))
	if err := c.cmd.Start(); err != nil {
		return nil, fmt.Errorf("starting a child of the demo: %w", err)
	}
	return c, nil
}

// line is the next line that the child prints. There is io.EOF when it has ended.
func (c *child) line() (string, error) {
	line, err := c.lines.ReadString('\n')
	return strings.TrimSpace(line), err
}

// end asks the child to end, waits until it has, and returns its exit status.
func (c *child) end() (status int, err error) {
	c.in.Close()
	return c.wait()
}

// wait waits until the child has ended by itself.
func (c *child) wait() (status int, err error) {
	_, _ = io.Copy(io.Discard, c.lines) // to its end, as Wait demands
	err = c.cmd.Wait()
	c.in.Close()
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
		return exit.ExitCode(), nil
	}
	return 0, err
}

// lastWords is the first line of what the child printed as an error.
func (c *child) lastWords() string {
	first, _, _ := strings.Cut(strings.TrimSpace(c.words.String()), "\n")
	return first
}

// Capped keeps the beginning of what is written.
type capped struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (c *capped) Write(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.buf.Write(p[:min(len(p), maxWords-c.buf.Len())])
	return len(p), nil
}

func (c *capped) String() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.buf.String()
}
