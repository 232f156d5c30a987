package main

import (
	"bytes"
	"io/fs"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// heavy are modules that programs of a class need, and no learner.
var heavy = []string{"modernc.org/", "golang.org/x/time"}

// TestLight proves that a learner's first start neither links nor downloads what only the
// programs of a class need: it lists what workbook is built from with an empty module
// cache, which is filled from the one that is here.
func TestLight(t *testing.T) {
	here := goSettings(t, "GOMODCACHE")[0]
	source := filepath.ToSlash(filepath.Join(strings.TrimPrefix(here, "GOMODCACHE="), "cache", "download"))
	if !strings.HasPrefix(source, "/") {
		source = "/" + source
	}
	cache := t.TempDir()
	cmd := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{.Path}}{{end}}", "./cmd/workbook")
	cmd.Dir = filepath.Join("..", "..")
	cmd.Env = append(cmd.Environ(), "GOMODCACHE="+cache, "GOPROXY=file://"+source, "GONOSUMDB=*", "GONOSUMCHECK=1", "GOFLAGS=-mod=readonly -modcacherw", "GOWORK=off")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	require.NoError(t, err, "%s", &stderr)
	require.Contains(t, string(out), "charm.land/bubbletea", "it lists modules")
	downloaded := 0
	require.NoError(t, filepath.WalkDir(filepath.Join(cache, "cache", "download"), func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			downloaded++
			for _, module := range heavy {
				require.NotContains(t, filepath.ToSlash(path), "/"+module, "downloaded")
			}
		}
		return err
	}))
	require.NotZero(t, downloaded)
	for _, module := range heavy {
		require.NotContains(t, string(out), module, "linked")
	}
}
