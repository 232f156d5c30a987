package warden

import (
	"debug/elf"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"strings"
)

// libraries lists what the system's loader needs to start the program: the loader
// itself and the shared libraries. A program that Go links by itself, which is
// every one without the race detector, needs none; one that may not be read is
// taken for such a program.
func libraries(program string) ([]string, error) {
	f, err := elf.Open(program)
	if errors.Is(err, fs.ErrPermission) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("%s is no program for this machine: %w", program, err)
	}
	defer f.Close()
	loader, err := interpreter(f)
	if err != nil || loader == "" {
		return nil, err
	}
	found := []string{loader}
	wanted, err := f.ImportedLibraries()
	if err != nil {
		return nil, fmt.Errorf("reading what %s needs: %w", program, err)
	}
	seen := map[string]bool{}
	for len(wanted) > 0 {
		name := wanted[0]
		wanted = wanted[1:]
		if seen[name] {
			continue
		}
		seen[name] = true
		path, more, err := library(name, loader)
		if err != nil {
			return nil, err
		}
		found = append(found, path)
		wanted = append(wanted, more...)
	}
	return found, nil
}

// interpreter gives the path of the loader that the program names, or "".
func interpreter(f *elf.File) (string, error) {
	for _, p := range f.Progs {
		if p.Type != elf.PT_INTERP {
			continue
		}
		name, err := io.ReadAll(p.Open())
		if err != nil {
			return "", fmt.Errorf("reading the program's loader: %w", err)
		}
		return strings.TrimRight(string(name), "\x00"), nil
	}
	return "", nil
}

// library finds a shared library where the system's own are, and what it needs in
// turn.
func library(name, loader string) (path string, needs []string, err error) {
	folders := []string{filepath.Dir(loader)}
	for _, pattern := range []string{"/lib/*-linux-gnu*", "/usr/lib/*-linux-gnu*", "/lib64", "/usr/lib64", "/lib", "/usr/lib"} {
		more, _ := filepath.Glob(pattern) // the patterns are well-formed
		folders = append(folders, more...)
	}
	for _, dir := range folders {
		path := filepath.Join(dir, name)
		f, err := elf.Open(path)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return "", nil, fmt.Errorf("reading the library %s: %w", path, err)
		}
		defer f.Close()
		needs, err := f.ImportedLibraries()
		return path, needs, err
	}
	return "", nil, fmt.Errorf("the library %s is not among the system's", name)
}
