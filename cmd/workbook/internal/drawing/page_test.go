package drawing_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/cmd/workbook/internal/drawing"
	"workbook/grader/longtest"
	"workbook/grader/picture"
)

// shown opens a page in a browser at an event, and gives the document that its script makes.
func shown(t *testing.T, p *picture.Picture, fragment string) string {
	t.Helper()
	browser := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			browser = path
			break
		}
	}
	if browser == "" {
		t.Skip("there is no Chromium on this machine")
	}
	var b bytes.Buffer
	require.NoError(t, drawing.HTML(&b, p))
	file := filepath.Join(t.TempDir(), "run.html")
	require.NoError(t, os.WriteFile(file, b.Bytes(), 0o600))
	cmd := exec.CommandContext(t.Context(), browser, "--headless", "--no-sandbox", "--disable-gpu", //nolint:gosec // it is a browser
		"--user-data-dir="+t.TempDir(), "--dump-dom", "file://"+filepath.ToSlash(file)+fragment)
	out, err := cmd.Output()
	require.NoError(t, err)
	return string(out)
}

func TestPageInABrowser(t *testing.T) {
	longtest.Skip(t, "it starts a browser")
	dom := shown(t, queue(), "#event=5")
	require.Contains(t, dom, `>5/`, "it opens at the event that is named")
	require.Contains(t, dom, "Echo goes on at echo.go:5")
	require.Contains(t, dom, `<span class="here">&gt;    5  		go serve()`)
	require.Regexp(t, `</span> +\t\t\^`, dom, "the caret stands below the column")
	require.Contains(t, dom, "<li>B waits in the queue</li>")
	require.Regexp(t, `class="cursor" x1="[1-9]`, dom)
	require.Contains(t, dom, "<button>←</button><button>→</button>", "for who has no keyboard")
}

func TestHostilePageInABrowser(t *testing.T) {
	longtest.Skip(t, "it starts a browser")
	dom := shown(t, hostile(), "#event=3")
	require.Contains(t, dom, `id="at"`)
	require.Contains(t, dom, `>3/`, "its script ran to the end")
	require.NotContains(t, dom, "<img")
}
