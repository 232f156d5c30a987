package build

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"runtime"
	"strings"
)

// A Spec names what a Harness is for.
type Spec struct {
	Root    string   // of the course's module
	ID      string   // of the exercise
	Imports []string // that a submission may use
	Race    bool     // build with the race detector
	Hidden  bool     // the course has hidden tests; without them a submission can only be compiled
	Temp    string   // a folder for the harness's own programs; they stay until the caller removes it
}

// half is the folder whose package the submission stands in for.
func (s Spec) half() string {
	if s.Hidden {
		return "solutions"
	}
	return "exercises"
}

// pkg is the import path of the submission.
func (s Spec) pkg() string { return path.Join("workbook", s.half(), s.ID) }

func (s Spec) dir() string { return filepath.Join(s.Root, s.half(), s.ID) }

// A Harness is all that grading one exercise needs and that no submission
// changes, built and ready. It is safe for concurrent use.
type Harness struct {
	spec      Spec
	toolchain *Toolchain
	packages  map[string]listed // by import path, test variants under their plain path
	referee   string            // path of the outside test program; empty when there are no outside checks
	subject   bool              // there is a subject program
	inside    bool              // there are inside checks
}

// listed is what `go list` says of one package.
type listed struct {
	ImportPath string
	Dir        string
	Export     string
	GoFiles    []string
	ForTest    string
	Error      *struct{ Err string }
}

// Progress is told how many of the packages have been built, and which came last.
type Progress func(done, total int, pkg string)

// Harness builds what the exercise needs, or finds it in the build cache.
// progress may be nil.
func (t *Toolchain) Harness(ctx context.Context, spec Spec, progress Progress) (*Harness, error) {
	h := &Harness{spec: spec, toolchain: t, packages: map[string]listed{}}
	patterns := append([]string(nil), spec.Imports...)
	if spec.Hidden {
		tests, err := filepath.Glob(filepath.Join(spec.dir(), "*_test.go"))
		if err != nil {
			return nil, err
		}
		h.inside = len(tests) > 0
		h.subject = isDir(filepath.Join(spec.dir(), "subject")) && isDir(filepath.Join(spec.dir(), "outside"))
		patterns = append(patterns, spec.pkg())
		if h.subject {
			patterns = append(patterns, spec.pkg()+"/subject")
			if !spec.Race {
				patterns = append(patterns, spec.pkg()+"/outside")
			}
		}
	}
	if err := h.list(ctx, patterns, progress); err != nil {
		return nil, err
	}
	if h.subject && !spec.Race {
		if err := h.linkReferee(ctx); err != nil {
			return nil, err
		}
	}
	return h, nil
}

func isDir(p string) bool {
	info, err := os.Stat(p)
	return err == nil && info.IsDir()
}

// listFlags are shared by all builds, so that they share cache entries.
func (h *Harness) listFlags() []string {
	flags := []string{"-trimpath"}
	if h.spec.Race {
		flags = append(flags, "-race")
	}
	return flags
}

// list has the go command build the packages and remembers where their
// archives are.
func (h *Harness) list(ctx context.Context, patterns []string, progress Progress) error {
	args := append([]string{"list", "-e", "-v", "-export", "-deps", "-test",
		"-json=ImportPath,Dir,Export,GoFiles,ForTest,Error"}, h.listFlags()...)
	cmd := exec.CommandContext(ctx, h.toolchain.goCommand(), append(args, patterns...)...)
	cmd.Dir, cmd.Env = h.spec.Root, h.toolchain.trustedEnv(h.spec.Race)
	endWithGroup(cmd)
	var stdout bytes.Buffer
	cmd.Stdout = &stdout
	count := &counter{progress: progress}
	if progress != nil {
		count.total = h.count(ctx, patterns)
	}
	cmd.Stderr = count
	if err := cmd.Run(); err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return fmt.Errorf("building what the hidden tests of %s need: %w\n%s", h.spec.ID, err, count.rest())
	}
	dec := json.NewDecoder(&stdout)
	for {
		var p listed
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return fmt.Errorf("reading the answer of `go list`: %w", err)
		}
		if p.Error != nil {
			return fmt.Errorf("building %s: %s", p.ImportPath, strings.TrimSpace(p.Error.Err))
		}
		plain, _, variant := strings.Cut(p.ImportPath, " ")
		if variant && p.ForTest != "" && plain == h.spec.pkg() {
			return fmt.Errorf("%s: hidden tests of %s must be in the package %s_test, so that they see only what a caller sees",
				p.Dir, h.spec.ID, path.Base(h.spec.pkg()))
		}
		h.packages[plain] = p
	}
	if progress != nil {
		progress(max(count.total, 1), max(count.total, 1), "")
	}
	return nil
}

// count says how many packages there are, built or not; 0 when it cannot tell.
func (h *Harness) count(ctx context.Context, patterns []string) int {
	args := append([]string{"list", "-e", "-deps", "-test", "-f", "{{.ImportPath}}"}, h.listFlags()...)
	out, err := run(ctx, h.spec.Root, h.toolchain.trustedEnv(h.spec.Race), h.toolchain.goCommand(), append(args, patterns...)...)
	if err != nil {
		return 0
	}
	return bytes.Count(out, []byte("\n"))
}

// counter reads the package names that `go list -v` prints as it builds.
type counter struct {
	progress    Progress
	done, total int
	buf         bytes.Buffer
	other       []string // lines that are not package names: error messages
}

func (c *counter) Write(b []byte) (int, error) {
	c.buf.Write(b)
	for {
		line, err := c.buf.ReadString('\n')
		if err != nil {
			c.buf.WriteString(line)
			return len(b), nil
		}
		line = strings.TrimSpace(line)
		if strings.ContainsAny(line, " \t:") {
			c.other = append(c.other, line)
			continue
		}
		c.done++
		if c.progress != nil {
			c.progress(min(c.done, c.total), c.total, line)
		}
	}
}

func (c *counter) rest() string {
	lines := append(c.other, strings.TrimSpace(c.buf.String()))
	return strings.TrimSpace(strings.Join(lines, "\n"))
}

// writeConfig writes an importcfg: where the archive of each package is. The
// entries of replaced win over those of the harness.
func (h *Harness) writeConfig(name string, replaced map[string]string) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(f)
	for p, l := range h.packages {
		if _, ok := replaced[p]; !ok && l.Export != "" {
			fmt.Fprintf(w, "packagefile %s=%s\n", p, l.Export)
		}
	}
	for p, file := range replaced {
		fmt.Fprintf(w, "packagefile %s=%s\n", p, file)
	}
	return errors.Join(w.Flush(), f.Close())
}

// linkReferee builds the program that runs the outside checks. It never
// contains the submission.
func (h *Harness) linkReferee(ctx context.Context) error {
	out := filepath.Join(h.spec.Temp, h.spec.ID+"-referee"+exe())
	_, err := run(ctx, h.spec.Root, h.toolchain.trustedEnv(false), h.toolchain.goCommand(),
		"test", "-c", "-trimpath", "-vet=off", "-ldflags=-s -w", "-o", out, h.spec.pkg()+"/outside")
	if err != nil {
		return fmt.Errorf("building the outside checks of %s: %w", h.spec.ID, err)
	}
	if _, err := os.Stat(out); errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("solutions/%s/outside holds no tests", h.spec.ID)
	}
	h.referee = out
	return nil
}

func exe() string {
	if runtime.GOOS == "windows" {
		return ".exe"
	}
	return ""
}
