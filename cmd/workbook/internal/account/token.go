package account

import (
	"errors"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"workbook/cmd/internal/tr"
	"workbook/grader/atomicfile"
)

// tokenFile is where the token for a service is.
func tokenFile(server string) (string, error) {
	config, err := os.UserConfigDir()
	if err != nil {
		return "", tr.Errorf("looking for your settings: %w", err)
	}
	return filepath.Join(config, "workbook", "tokens", fileName(server)), nil
}

// fileName is an address as the name of a file, on every system.
func fileName(server string) string {
	return url.QueryEscape(server)
}

// readToken is the token for a service; empty when there is none.
func readToken(server string) (string, error) {
	name, err := tokenFile(server)
	if err != nil {
		return "", err
	}
	data, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", tr.Errorf("reading your token: %w", err)
	}
	return strings.TrimSpace(string(data)), nil
}

// keepToken writes the token for this user alone.
func (a Account) keepToken() error {
	name, err := tokenFile(a.Server)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		return tr.Errorf("keeping your token: %w", err)
	}
	// A file that is there keeps its permissions, which may be too wide.
	if err := os.Chmod(name, 0o600); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return tr.Errorf("keeping your token: %w", err)
	}
	if err := atomicfile.WriteMode(name, []byte(a.Token+"\n"), 0o600); err != nil {
		return tr.Errorf("keeping your token: %w", err)
	}
	return nil
}
