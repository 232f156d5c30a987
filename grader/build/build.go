package build

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"sync"

	"workbook/grader/jail"
)

// A File is one source file of a submission.
type File struct {
	Name string // without a folder
	Data []byte
}

// A Build is one submission, compiled. Its files are in a temporary folder that
// [Build.Remove] removes.
type Build struct {
	h       *Harness
	maker   maker
	jail    jail.Jail
	dir     string   // private to this build
	src     string   // the submission's files, inside dir
	files   []string // their names
	archive string   // the compiled package, when the maker keeps one
	points  []Point

	mu   sync.Mutex
	done []func() // what to do when the build is removed
}

// A maker is a way to compile and link: [direct] or [overlay].
type maker interface {
	compile(ctx context.Context, b *Build) ([]byte, error)
	inside(ctx context.Context, b *Build, out string) ([]byte, error)
	subject(ctx context.Context, b *Build, out string) ([]byte, error)
}

// A Failure is a build that the compiler or linker refused. It is an error whose
// Output is what they printed, with the submission's files named as in
// "exercises/02_spawned/echo.go".
type Failure struct {
	What   string // what was being built
	Output string
}

func (f *Failure) Error() string { return fmt.Sprintf("%s does not build:\n%s", f.What, f.Output) }

// Compile compiles the submission's package alone. Compiler and linker are bounded
// by j and, where its level allows that, can change nothing outside of the build's
// own folder: not the build cache, for instance. The error is a *Failure when the
// submission does not compile, and an *Exceeded when that takes too much.
func (h *Harness) Compile(ctx context.Context, j jail.Jail, files []File) (*Build, error) {
	var m maker = direct{}
	if runtime.GOOS != "linux" {
		// The flags that the go command passes to compiler and linker differ
		// from system to system; only Linux's are known here.
		m = overlay{}
	}
	return h.compileWith(ctx, j, m, files)
}

func (h *Harness) compileWith(ctx context.Context, j jail.Jail, m maker, files []File) (*Build, error) {
	dir, err := os.MkdirTemp(h.spec.Temp, "build-")
	if err != nil {
		return nil, fmt.Errorf("making a folder to build in: %w", err)
	}
	b := &Build{h: h, maker: m, jail: j, dir: dir, src: filepath.Join(dir, "src")}
	if err := errors.Join(b.write(files), b.putBefore()); err != nil {
		b.Remove()
		return nil, fmt.Errorf("copying the submission: %w", err)
	}
	out, err := m.compile(ctx, b)
	if err := b.outcome("your package", out, err); err != nil {
		b.Remove()
		return nil, err
	}
	return b, nil
}

func (b *Build) write(files []File) error {
	if err := os.Mkdir(b.src, 0o700); err != nil {
		return err
	}
	for _, f := range files {
		if err := os.WriteFile(filepath.Join(b.src, f.Name), f.Data, 0o600); err != nil {
			return err
		}
		b.files = append(b.files, f.Name)
	}
	return nil
}

// Inside links the hidden inside checks with the submission and returns the
// program's path. The error is a *Failure when the checks do not compile against
// the submission, which then lacks something that the task asks for.
func (b *Build) Inside(ctx context.Context) (string, error) {
	return b.make(ctx, "the hidden test with your package", "inside.test", b.maker.inside)
}

// Unsteady says why [Steady] does not do for the program of [Build.Inside] all that it
// should; nil when it does.
func (b *Build) Unsteady() error { return b.h.unsteady }

// Subject links the subject program with the submission and returns its path.
func (b *Build) Subject(ctx context.Context) (string, error) {
	return b.make(ctx, "the subject program with your package", "subject", b.maker.subject)
}

func (b *Build) make(ctx context.Context, what, name string, f func(context.Context, *Build, string) ([]byte, error)) (string, error) {
	out := filepath.Join(b.dir, name+exe())
	printed, err := f(ctx, b, out)
	if err := b.outcome(what, printed, err); err != nil {
		return "", err
	}
	if !b.h.spec.Race { // whose programs the system's loader must read
		// What the hidden tests expect stands in the program itself: it may be
		// run, and not read, by itself least of all.
		if err := os.Chmod(out, 0o111); err != nil {
			return "", fmt.Errorf("protecting %s: %w", name, err)
		}
	}
	return out, nil
}

// outcome tells a refusal of the compiler from a failure of our own.
func (b *Build) outcome(what string, printed []byte, err error) error {
	var exit exited
	var exceeded *Exceeded
	switch {
	case err == nil:
		return nil
	case errors.As(err, &exit):
		return &Failure{What: what, Output: b.virtual(string(printed))}
	case errors.As(err, &exceeded):
		exceeded.What = what
		return exceeded
	default:
		return fmt.Errorf("building %s: %w\n%s", what, err, printed)
	}
}

// virtual names the submission's files by their virtual folder.
func (b *Build) virtual(s string) string {
	n := b.h.spec.names()
	// The go command makes paths relative where that is shorter.
	src := regexp.MustCompile(`[^\s"]*` + regexp.QuoteMeta(filepath.Base(b.dir)) + `[/\\]src[/\\]`)
	s = src.ReplaceAllString(s, n.Virtual()+"/")
	s = strings.ReplaceAll(s, path.Join(n.Half, n.ID)+"/", n.Virtual()+"/")
	// The compiler runs in the submission's folder and names its files bare.
	for _, name := range b.files {
		bare := regexp.MustCompile(`(?m)(^|[ \t(])(?:\./)?` + regexp.QuoteMeta(name) + `:`)
		s = bare.ReplaceAllString(s, "${1}"+n.Virtual()+"/"+name+":")
	}
	return s
}

// Size is how many bytes the compiled package has; 0 where it is not known.
func (b *Build) Size() int64 {
	info, err := os.Stat(b.archive)
	if err != nil {
		return 0
	}
	return info.Size()
}

// whenRemoved has something done when the build is removed.
func (b *Build) whenRemoved(f func()) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.done = append(b.done, f)
}

// Remove removes the build's files. Programs that it made are gone then.
func (b *Build) Remove() {
	os.RemoveAll(b.dir)
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, f := range b.done {
		f()
	}
	b.done = nil
}

// Referee is the path of the program that runs the exercise's outside checks.
func (b *Build) Referee() string { return b.h.referee }
