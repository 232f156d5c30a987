package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"workbook/cmd/internal/exit"
	"workbook/grader/atomicfile"
)

// tokenName is the file with the token in the store.
const tokenName = "token"

// token is what everybody who connects must say, and the file that it is in. It is made
// when there is none.
func (f serveFlags) token() (token, file string, err error) {
	file = f.access.TokenFile
	switch {
	case f.open || f.config != "" && file == "":
		return "", "", nil
	case file == "":
		file = filepath.Join(f.store, tokenName)
		if err := os.MkdirAll(f.store, 0o700); err != nil {
			return "", "", exit.Failed(fmt.Errorf("making the store: %w", err), "choose another --store")
		}
		if _, err := os.Stat(file); errors.Is(err, fs.ErrNotExist) {
			if err := atomicfile.WriteMode(file, []byte(rand.Text()+"\n"), 0o600); err != nil {
				return "", "", exit.Failed(fmt.Errorf("writing the token: %w", err), "choose another --store")
			}
		}
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return "", "", exit.Wrong(fmt.Errorf("reading the token: %w", err), "--token-file names a file with a line that nobody can guess")
	}
	if token = strings.TrimSpace(string(data)); token == "" {
		return "", "", exit.Wrong(fmt.Errorf("the token in %s is empty", file), "write a line into it that nobody can guess, or remove the file, and one is made")
	}
	if abs, err := filepath.Abs(file); err == nil {
		file = abs
	}
	return token, file, nil
}
