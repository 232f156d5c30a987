package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"workbook/grader/longtest"
)

// elsewhere are the modules that programs beside this one need, each with the program.
var elsewhere = map[string]string{
	"github.com/nats-io": "./cmd/workbook-farm",
	"modernc.org":        "./cmd/workbook-serve",
}

// A learner's first start neither links what only other programs need, nor downloads it.
func TestLearnersHaveNoServer(t *testing.T) {
	longtest.Skip(t, "it builds the programs anew")
	packages, modules := firstStart(t, "./cmd/workbook")
	require.Contains(t, packages, "charm.land/bubbletea/v2")
	require.NotEmpty(t, found(modules, "charm.land"), "what is needed is downloaded")
	for module, program := range elsewhere {
		assert.NotContains(t, packages, module+"/", "it is linked")
		assert.Empty(t, found(modules, module), "it is downloaded")
		packages, modules := firstStart(t, program)
		assert.Contains(t, packages, module+"/")
		assert.NotEmpty(t, found(modules, module), "this test would see it")
	}
}

// firstStart has the go command find all packages of a program, as for a build, with a
// module cache that is empty at first. It gives the packages, and the new cache. The
// modules come from the cache of this machine, and not over the network.
func firstStart(t *testing.T, program string) (packages, modules string) {
	t.Helper()
	out, err := exec.Command("go", "env", "GOMODCACHE").Output()
	require.NoError(t, err)
	proxy := filepath.Join(strings.TrimSpace(string(out)), "cache", "download")
	if _, err := os.Stat(proxy); err != nil {
		t.Skipf("this machine has its modules from elsewhere: %v", err)
	}
	modules = t.TempDir()
	cmd := exec.Command("go", "list", "-deps", program)
	cmd.Dir = filepath.Join("..", "..")
	cmd.Env = append(os.Environ(), "GOMODCACHE="+modules, "GOPROXY=file://"+filepath.ToSlash(proxy),
		"GOFLAGS=-modcacherw", "GOWORK=off", "GONOSUMDB=*")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err = cmd.Output()
	require.NoError(t, err, "%s", &stderr)
	return string(out), modules
}

// found lists what a module cache has of a module besides its go.mod.
func found(cache, module string) []string {
	var all []string
	for _, pattern := range []string{
		filepath.Join(cache, filepath.FromSlash(module), "*"),
		filepath.Join(cache, "cache", "download", filepath.FromSlash(module), "*", "@v", "*.zip"),
		filepath.Join(cache, "cache", "download", filepath.FromSlash(module), "*", "*", "@v", "*.zip"),
	} {
		names, err := filepath.Glob(pattern)
		if err == nil {
			all = append(all, names...)
		}
	}
	return all
}
