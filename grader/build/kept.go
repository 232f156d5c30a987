package build

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Three calls of the go command make a harness, half of the processor time of one
// grading, and nearly always they answer what they answered the last time. So the
// answer is kept beside the build cache, with a hash of every source file that went
// into it; the archives themselves stay in the cache.
//
// What is kept is in a folder of the user's, which compiler, linker and programs of a
// submission cannot write to from isolation L2 on.

// keptFormat is raised when what is kept, or how it is built, changes.
const keptFormat = 2

// clockStep is more than a file system's times are apart.
const clockStep = 2 * time.Second

// keptBytes bounds the folder: who has more courses than fit makes some harnesses anew.
const keptBytes = 256 << 20

// kept is a harness on disk.
type kept struct {
	Packages map[string]listed
	Runtime  string
	Sources  map[string]string // by folder: the hash of its files
}

// keeper is the place of one harness on disk.
type keeper struct {
	h    *Harness
	name string // of the files, without their ends
}

// keeper gives the place for h; nil when there cannot be one.
func (h *Harness) keeper() *keeper {
	compiler, err := os.Stat(h.toolchain.tool("compile"))
	if err != nil {
		return nil
	}
	spec := h.spec
	spec.Temp, spec.Vouched = "", false // of which it does not depend
	what, err := json.Marshal(struct {
		Format   int
		Spec     Spec
		Version  string
		Settings []string
		Size     int64
		Changed  time.Time
		Known    string // changes of the runtime
	}{keptFormat, spec, h.toolchain.Version, h.toolchain.settings(spec.Race), compiler.Size(), compiler.ModTime(), fmt.Sprint(steadyChanges)})
	if err != nil {
		return nil
	}
	sum := sha256.Sum256(what)
	return &keeper{h: h, name: filepath.Join(h.toolchain.env.GOCACHE, "workbook", "harness", spec.ID+"-"+hex.EncodeToString(sum[:12]))}
}

func (k *keeper) list() string    { return k.name + ".json" }
func (k *keeper) referee() string { return k.name + "-referee" + exe() }

// load fills the harness with what is kept, and reports whether it could: nothing that
// it was made of has changed, and the archives are still in the build cache.
func (k *keeper) load() bool {
	data, err := os.ReadFile(k.list())
	if err != nil {
		return false
	}
	var was kept
	if json.Unmarshal(data, &was) != nil || len(was.Packages) == 0 {
		return false
	}
	h := k.h
	for dir, sum := range was.Sources {
		if now, _, err := hashFiles(dir); err != nil || now != sum {
			return false
		}
	}
	archives := []string{}
	if h.spec.Hidden && !h.spec.Race {
		archives = append(archives, was.Runtime)
	}
	for _, p := range was.Packages {
		if p.Export != "" {
			archives = append(archives, p.Export)
		}
	}
	for _, a := range archives {
		if _, err := os.Stat(a); err != nil {
			return false
		}
	}
	if h.hasReferee() {
		mine := h.refereePath()
		if os.Link(k.referee(), mine) != nil && copyProgram(k.referee(), mine) != nil {
			return false
		}
		h.referee = mine
	}
	h.packages, h.runtime = was.Packages, was.Runtime
	k.used()
	return true
}

// used notes the time, so that what is not used goes first. Tests that lay out courses
// fill the folder in minutes, and the harnesses of the course that stays are not the oldest
// then.
func (k *keeper) used() {
	now := time.Now()
	for _, name := range []string{k.list(), k.referee()} {
		_ = os.Chtimes(name, now, now) // of what is not there, there is nothing to note
	}
}

// save keeps the harness, which was begun at that time. It is no error when that cannot
// be done: the next harness is made as this one was.
func (k *keeper) save(ctx context.Context, began time.Time) {
	h := k.h
	if h.unsteady != nil {
		return // to be told each time
	}
	sources, err := h.sources(ctx, began.Add(-clockStep))
	if err != nil {
		return
	}
	data, err := json.Marshal(kept{Packages: h.packages, Runtime: h.runtime, Sources: sources})
	if err != nil {
		return
	}
	if h.referee != "" {
		program, err := os.ReadFile(h.referee)
		if err != nil || keep(k.referee(), program, 0o700) != nil {
			return
		}
	}
	if keep(k.list(), data, 0o600) == nil {
		prune(filepath.Dir(k.name), keptBytes)
	}
}

// prune removes the oldest files of a folder until the others fit.
func prune(dir string, most int64) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return
	}
	var files []fs.FileInfo
	for _, e := range entries {
		if info, err := e.Info(); err == nil && info.Mode().IsRegular() {
			files = append(files, info)
		}
	}
	slices.SortFunc(files, func(a, b fs.FileInfo) int { return cmp.Compare(b.ModTime().UnixNano(), a.ModTime().UnixNano()) })
	var sum int64
	for _, info := range files {
		if sum += info.Size(); sum > most {
			_ = os.Remove(filepath.Join(dir, info.Name()))
		}
	}
}

// errFresh is why a harness is not kept: a file that it was made of may have changed
// since it was read, or is none that is looked at here.
var errFresh = errors.New("what it was made of may have changed meanwhile")

// sources are the folders that decide what the go command builds here, each with the
// hash of its files: those of all packages that are neither Go's own nor of a module
// in the module cache, which never change. None of the files is newer than began.
func (h *Harness) sources(ctx context.Context, began time.Time) (map[string]string, error) {
	dirs := map[string]bool{h.spec.Root: true} // with its go.mod and go.sum
	if h.spec.Hidden {
		dirs[h.spec.dir()] = true // a test file may be new to it
	}
	packages := slices.Collect(maps.Values(h.packages))
	if h.hasReferee() {
		more, err := h.outsidePackages(ctx)
		if err != nil {
			return nil, err
		}
		packages = append(packages, more...)
	}
	env := h.toolchain.env
	for _, p := range packages {
		if p.Dir == "" || within(env.GOROOT, p.Dir) || within(env.GOMODCACHE, p.Dir) || within(env.GOCACHE, p.Dir) {
			continue
		}
		if p.Module != nil && p.Module.Dir != "" {
			dirs[p.Module.Dir] = true // with the go.mod of a module that replaces another
		}
		if slices.ContainsFunc(p.EmbedFiles, func(name string) bool { return !hashed(name) }) {
			return nil, errFresh
		}
		dirs[p.Dir] = true
	}
	sums := map[string]string{}
	for dir := range dirs {
		sum, newest, err := hashFiles(dir)
		if err != nil {
			return nil, err
		}
		if newest.After(began) {
			return nil, errFresh
		}
		sums[dir] = sum
	}
	return sums, nil
}

// outsidePackages are those that the referee is made of.
func (h *Harness) outsidePackages(ctx context.Context) (all []listed, err error) {
	cmd := exec.CommandContext(ctx, h.toolchain.goCommand(),
		"list", "-e", "-deps", "-test", "-json=ImportPath,Dir,EmbedFiles,Module", h.spec.pkg()+"/outside")
	cmd.Dir, cmd.Env = h.spec.Root, h.trustedEnv()
	endWithGroup(cmd)
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("looking for what the outside checks are made of: %w", err)
	}
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listed
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return all, nil
		} else if err != nil {
			return nil, fmt.Errorf("reading the answer of `go list`: %w", err)
		}
		all = append(all, p)
	}
}

// built are the ends of the files in a folder that the go command looks at.
var built = []string{".go", ".s", ".S", ".sx", ".h", ".hh", ".hpp", ".hxx", ".c", ".cc", ".cpp", ".cxx", ".m",
	".f", ".F", ".for", ".f90", ".swig", ".swigcxx", ".syso", "go.mod", "go.sum"}

// hashed reports whether a file of a package, by its path from the package's folder, is one
// that hashFiles looks at.
func hashed(path string) bool {
	return filepath.Base(path) == path && slices.ContainsFunc(built, func(end string) bool { return strings.HasSuffix(path, end) })
}

// hashFiles hashes the names and contents of a folder's files that the go command
// looks at, and says when the newest was changed.
func hashFiles(dir string) (sum string, newest time.Time, err error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return "", newest, err
	}
	h := sha256.New()
	for _, e := range entries {
		if !hashed(e.Name()) {
			continue
		}
		name := filepath.Join(dir, e.Name())
		info, err := os.Stat(name) // a link counts as what it leads to
		if err != nil || !info.Mode().IsRegular() {
			continue // for the go command, too
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return "", newest, err
		}
		fmt.Fprintf(h, "%q %d\n", e.Name(), len(data))
		h.Write(data)
		if info.ModTime().After(newest) {
			newest = info.ModTime()
		}
	}
	return hex.EncodeToString(h.Sum(nil)), newest, nil
}

// within reports whether path lies in dir.
func within(dir, path string) bool {
	rel, err := filepath.Rel(dir, path)
	return dir != "" && err == nil && filepath.IsLocal(rel)
}

func copyProgram(from, to string) error {
	data, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, data, 0o700)
}
