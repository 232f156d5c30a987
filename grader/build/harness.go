package build

import (
	"bufio"
	"bytes"
	"cmp"
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
	"slices"
	"strings"
	"time"

	"workbook/grader/internal/names"
)

// A Spec names what a Harness is for.
type Spec struct {
	Root    string   // of the course's module
	Module  string   // its path
	Go      string   // the version of the language that it is written in: "go1.26"
	ID      string   // of the exercise
	Imports []string // that a submission may use
	Race    bool     // build with the race detector
	Hidden  bool     // the exercise has tests; without them a submission can only be compiled
	Half    string   // the folder that they are in; "" is [names.Solutions]
	Vouched bool     // somebody vouches for all submissions: what one was compiled to may serve the next
	Temp    string   // a folder for the harness's own programs; they stay until the caller removes it
}

// names are those of what is compiled as the submission.
func (s Spec) names() names.Names {
	n := names.Names{Module: s.Module, Half: names.Exercises, ID: s.ID}
	if s.Hidden {
		n.Half = cmp.Or(s.Half, names.Solutions)
	}
	return n
}

// pkg is the import path of the submission.
func (s Spec) pkg() string { return s.names().Package() }

// dir is the folder whose package the submission stands in for.
func (s Spec) dir() string { return filepath.Join(s.Root, s.names().Half, s.ID) }

// A Harness is all that grading one exercise needs and that no submission
// changes, built and ready. It is safe for concurrent use.
type Harness struct {
	spec      Spec
	toolchain *Toolchain
	packages  map[string]listed // by import path, test variants under their plain path
	referee   string            // path of the outside test program; empty when there are no outside checks
	subject   bool              // there is a subject program
	runtime   string            // archive of the runtime for inside checks, see [Steady]
	unsteady  error             // why there is none
	kept      bool              // nothing had to be built
	reuse     reuse             // what was compiled before
}

// Kept reports whether the harness was found, and nothing had to be built.
func (h *Harness) Kept() bool { return h.kept }

// listed is what `go list` says of one package.
type listed struct {
	ImportPath string
	Dir        string
	Export     string
	GoFiles    []string
	// DefaultGODEBUG are the settings of a program that come from go.mod's version.
	DefaultGODEBUG string
	EmbedFiles     []string `json:",omitempty"`
	Module         *module  `json:",omitempty"` // nil for the standard library
	Error          *struct{ Err string }
}

// A module is where the go.mod of a package is.
type module struct{ Dir string }

// Progress is told how many of the packages have been built, and which came last.
type Progress func(done, total int, pkg string)

// Harness builds what the exercise needs, or finds it in the build cache.
// progress may be nil.
func (t *Toolchain) Harness(ctx context.Context, spec Spec, progress Progress) (*Harness, error) {
	h := &Harness{spec: spec, toolchain: t, packages: map[string]listed{}}
	plain := listing{patterns: slices.Clone(spec.Imports)}
	tested := listing{tests: true}
	if spec.Hidden {
		h.subject = isDir(filepath.Join(spec.dir(), "subject")) && isDir(filepath.Join(spec.dir(), "outside"))
		plain.patterns = append(plain.patterns, spec.pkg())
		tested.patterns = append(tested.patterns, spec.pkg())
	}
	if h.subject {
		plain.patterns = append(plain.patterns, spec.pkg()+"/subject")
	}
	keeper, began := h.keeper(), time.Now()
	if keeper != nil && keeper.load() {
		h.kept = true
		if progress != nil {
			progress(1, 1, "")
		}
		return h, nil
	}
	made := make(chan struct{})
	go func() {
		defer close(made)
		if spec.Hidden && !spec.Race {
			h.runtime, h.unsteady = h.steadyRuntime(ctx)
		}
	}()
	err := h.build(ctx, []listing{plain, tested}, progress)
	<-made
	if err != nil {
		return nil, err
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err := h.legible(); err != nil {
		return nil, err
	}
	if _, err := h.before(); err != nil {
		return nil, err
	}
	if h.hasReferee() {
		if err := h.linkReferee(ctx); err != nil {
			return nil, err
		}
	}
	if keeper != nil {
		keeper.save(ctx, began)
	}
	return h, nil
}

// hasReferee reports whether there are outside checks, which the race stage does not
// run.
func (h *Harness) hasReferee() bool { return h.subject && !h.spec.Race }

// refereePath is where the program is that runs them.
func (h *Harness) refereePath() string {
	return filepath.Join(h.spec.Temp, h.spec.ID+"-referee"+exe())
}

// A listing is one call of `go list`. The packages of a course's own are listed
// with their tests; those of others are not, or their tests would be built.
type listing struct {
	patterns []string
	tests    bool
}

func (h *Harness) args(l listing, more ...string) []string {
	args := append([]string{"list", "-e", "-deps"}, h.buildFlags()...)
	if l.tests {
		args = append(args, "-test")
	}
	return append(append(args, more...), l.patterns...)
}

// build has the go command build what is listed, and remembers where the
// archives are.
func (h *Harness) build(ctx context.Context, lists []listing, progress Progress) error {
	count := &counter{progress: progress}
	if progress != nil {
		for _, l := range lists {
			count.total += h.count(ctx, l)
		}
	}
	for _, l := range lists {
		if len(l.patterns) == 0 {
			continue
		}
		if err := h.list(ctx, l, count); err != nil {
			return err
		}
	}
	if progress != nil {
		progress(max(count.total, 1), max(count.total, 1), "")
	}
	return nil
}

func isDir(p string) bool {
	info, err := os.Stat(p)
	return err == nil && info.IsDir()
}

// trustedEnv is the environment of build commands that see no submission. What a
// cancelled one leaves behind is in the harness's own folder.
func (h *Harness) trustedEnv() []string {
	return h.toolchain.trustedEnv(h.spec.Race, h.spec.Temp)
}

// buildFlags are those of every go command that builds. There is no -trimpath: with
// it nothing could be shared with what `go run ./cmd/workbook` has built already,
// and the first verdict on a new machine would take 22 seconds instead of 3.
func (h *Harness) buildFlags() []string {
	if h.spec.Race {
		return []string{"-race"}
	}
	return nil
}

func (h *Harness) list(ctx context.Context, l listing, count *counter) error {
	cmd := exec.CommandContext(ctx, h.toolchain.goCommand(), h.args(l, "-v", "-export",
		"-json=ImportPath,Dir,Export,GoFiles,DefaultGODEBUG,EmbedFiles,Module,Error")...)
	cmd.Dir, cmd.Env = h.spec.Root, h.trustedEnv()
	endWithGroup(cmd)
	var stdout bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, count
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
			return nil
		} else if err != nil {
			return fmt.Errorf("reading the answer of `go list`: %w", err)
		}
		if p.Error != nil {
			return fmt.Errorf("building %s: %s", p.ImportPath, strings.TrimSpace(p.Error.Err))
		}
		plain, _, variant := strings.Cut(p.ImportPath, " ")
		if variant && plain == h.spec.pkg() {
			return fmt.Errorf("%s: hidden tests of %s must be in the package %s_test, so that they see only what a caller sees",
				p.Dir, h.spec.ID, path.Base(h.spec.pkg()))
		}
		h.packages[plain] = p
	}
}

// count says how many packages there are, built or not; 0 when it cannot tell.
func (h *Harness) count(ctx context.Context, l listing) int {
	if len(l.patterns) == 0 {
		return 0
	}
	out, err := run(ctx, h.spec.Root, h.trustedEnv(), h.toolchain.goCommand(), h.args(l, "-f", "{{.ImportPath}}")...)
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
	out := h.refereePath()
	printed, err := run(ctx, h.spec.Root, h.trustedEnv(), h.toolchain.goCommand(),
		"test", "-c", "-vet=off", "-ldflags=-s -w", "-o", out, h.spec.pkg()+"/outside")
	if err != nil {
		return fmt.Errorf("building the outside checks of %s: %w\n%s", h.spec.ID, err, bytes.TrimSpace(printed))
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
