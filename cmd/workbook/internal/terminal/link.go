package terminal

import (
	"net/url"
	"path/filepath"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// FileURL is the address of a file, which a terminal opens. The host is that of the file:
// a terminal that shows a session from elsewhere must not look for it on its own machine.
func FileURL(host, path string) string {
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // a drive of Windows
	}
	u := url.URL{Scheme: "file", Host: host, Path: path}
	return u.String()
}

// Link makes text a link. What it adds has no width.
func Link(address, text string) string {
	if address == "" || text == "" {
		return text
	}
	return ansi.SetHyperlink(address) + text + ansi.ResetHyperlink()
}
