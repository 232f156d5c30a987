package web_test

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// A chromium is a headless browser, driven over a pipe by its DevTools protocol; see
// https://chromedevtools.github.io/devtools-protocol.
type chromium struct {
	t       *testing.T
	in      io.WriteCloser
	session string // of the page

	mu      sync.Mutex
	last    int
	answers map[int]chan reply
	errors  []string // what the page said went wrong
}

// A reply is an answer or an event.
type reply struct {
	ID     int
	Method string
	Params json.RawMessage
	Result json.RawMessage
	Error  *struct{ Message string }
}

// newChromium starts a browser with one page, or skips the test.
func newChromium(t *testing.T) *chromium {
	t.Helper()
	var path string
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			path = found
			break
		}
	}
	if path == "" || runtime.GOOS == "windows" {
		t.Skip("there is no Chromium to look with")
	}
	profile, err := os.MkdirTemp("", "chromium-")
	require.NoError(t, err)
	fromHere, in, err := os.Pipe()
	require.NoError(t, err)
	out, toHere, err := os.Pipe()
	require.NoError(t, err)
	cmd := exec.Command(path, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-extensions",
		"--disable-background-networking", "--ignore-certificate-errors", "--remote-debugging-pipe", "--user-data-dir="+profile, "about:blank")
	cmd.ExtraFiles = []*os.File{fromHere, toHere}
	if err := cmd.Start(); err != nil {
		os.RemoveAll(profile)
		t.Skipf("Chromium does not start: %v", err)
	}
	fromHere.Close()
	toHere.Close()
	c := &chromium{t: t, in: in, answers: map[int]chan reply{}}
	done := make(chan struct{})
	go func() { defer close(done); c.read(out) }()
	t.Cleanup(func() {
		in.Close()
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		<-done
		out.Close()
		// Its helpers outlive it for a moment, and write there.
		for range 500 {
			if os.RemoveAll(profile) == nil {
				break
			}
			time.Sleep(20 * time.Millisecond)
		}
	})
	if c.ended() {
		t.Skip("Chromium ends as soon as it has started")
	}
	var target struct{ TargetID string }
	c.do("Target.createTarget", map[string]any{"url": "about:blank"}, &target)
	var attached struct{ SessionID string }
	c.do("Target.attachToTarget", map[string]any{"targetId": target.TargetID, "flatten": true}, &attached)
	c.session = attached.SessionID
	for _, domain := range []string{"Page", "Runtime", "Log", "Network"} {
		c.do(domain+".enable", nil, nil)
	}
	return c
}

// read takes what the browser says, to its end.
func (c *chromium) read(out io.Reader) {
	messages := bufio.NewReaderSize(out, 1<<20)
	for {
		data, err := messages.ReadBytes(0)
		if err != nil {
			c.mu.Lock()
			defer c.mu.Unlock()
			for _, answer := range c.answers {
				close(answer)
			}
			c.answers = nil
			return
		}
		var r reply
		if err := json.Unmarshal(data[:len(data)-1], &r); err != nil {
			panic(err)
		}
		c.mu.Lock()
		switch r.Method {
		case "":
			if answer := c.answers[r.ID]; answer != nil {
				delete(c.answers, r.ID)
				answer <- r
			}
		case "Runtime.exceptionThrown", "Log.entryAdded":
			if bytes.Contains(r.Params, []byte(`"level":"verbose"`)) {
				break // advice
			}
			c.errors = append(c.errors, string(r.Params))
		}
		c.mu.Unlock()
	}
}

// ended reports whether the browser has gone instead of answering.
func (c *chromium) ended() bool {
	answer := make(chan reply, 1)
	c.mu.Lock()
	gone := c.answers == nil
	if !gone {
		c.last++
		c.answers[c.last] = answer
	}
	id := c.last
	c.mu.Unlock()
	if gone {
		return true
	}
	_, _ = fmt.Fprintf(c.in, `{"id":%d,"method":"Browser.getVersion"}`+"\x00", id)
	_, ok := <-answer
	return !ok
}

// do has the browser do something.
func (c *chromium) do(method string, params, into any) {
	c.t.Helper()
	answer := make(chan reply, 1)
	c.mu.Lock()
	c.last++
	id := c.last
	require.NotNil(c.t, c.answers, "the browser has ended")
	c.answers[id] = answer
	c.mu.Unlock()
	message := map[string]any{"id": id, "method": method}
	if params != nil {
		message["params"] = params
	}
	if c.session != "" {
		message["sessionId"] = c.session
	}
	data, err := json.Marshal(message)
	require.NoError(c.t, err)
	_, err = c.in.Write(append(data, 0))
	require.NoError(c.t, err)
	r, ok := <-answer
	require.True(c.t, ok, "the browser has ended")
	require.Nil(c.t, r.Error, "%s: %+v", method, r.Error)
	if into != nil {
		require.NoError(c.t, json.Unmarshal(r.Result, into))
	}
}

// eval evaluates an expression on the page, also one that takes time.
func (c *chromium) eval(expression string) any {
	c.t.Helper()
	var out struct {
		Result           struct{ Value any }
		ExceptionDetails *struct{ Text string }
	}
	c.do("Runtime.evaluate", map[string]any{"expression": expression, "awaitPromise": true, "returnByValue": true}, &out)
	require.Nil(c.t, out.ExceptionDetails, expression)
	return out.Result.Value
}

// until waits for the page to say yes to an expression; it asks when something has changed.
func (c *chromium) until(expression string) {
	c.t.Helper()
	c.eval(fmt.Sprintf(`new Promise(resolve => {
		const look = () => { if (%[1]s) { resolve(true); } else { setTimeout(look, 20); } };
		look();
	})`, expression))
}

// open goes to a page, and waits until all of it is there.
func (c *chromium) open(url string) {
	c.t.Helper()
	c.eval("window.left = true")
	c.do("Page.navigate", map[string]any{"url": url}, nil)
	c.arrive()
}

// arrive waits for the next page.
func (c *chromium) arrive() {
	c.t.Helper()
	for {
		// The context of the page before may go away while it is asked.
		var out struct{ Result struct{ Value any } }
		c.do("Runtime.evaluate", map[string]any{"expression": "!window.left && document.readyState === 'complete'", "returnByValue": true}, &out)
		if out.Result.Value == true {
			return
		}
	}
}

// look is how a page is looked at.
type look struct {
	width, height int
	dark, print   bool
}

func (c *chromium) look(l look) {
	c.t.Helper()
	c.do("Emulation.setDeviceMetricsOverride", map[string]any{"width": l.width, "height": l.height, "deviceScaleFactor": 1, "mobile": l.width < 500}, nil)
	media := map[string]any{"media": "", "features": []map[string]any{{"name": "prefers-color-scheme", "value": map[bool]string{false: "light", true: "dark"}[l.dark]}}}
	if l.print {
		media["media"] = "print"
	}
	c.do("Emulation.setEmulatedMedia", media, nil)
}

// shotsEnv names a folder for pictures of what was seen; without it none are kept.
const shotsEnv = "WORKBOOK_SHOTS"

func (c *chromium) shoot(name string) {
	c.t.Helper()
	dir := os.Getenv(shotsEnv)
	if dir == "" {
		return
	}
	var out struct{ Data string }
	c.do("Page.captureScreenshot", map[string]any{"format": "png"}, &out)
	data, err := base64.StdEncoding.DecodeString(out.Data)
	require.NoError(c.t, err)
	require.NoError(c.t, os.WriteFile(filepath.Join(dir, name+".png"), data, 0o644))
}

// said is what the page said went wrong since the last time.
func (c *chromium) said() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	said := c.errors
	c.errors = nil
	return said
}
