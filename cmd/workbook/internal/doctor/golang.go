package doctor

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"go/version"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"workbook/cmd/internal/tr"
)

// installGo says what to do where there is no Go for a course in that language. What
// this program was built with does for every course that it can grade.
func installGo(lang string) string {
	lang = cmp.Or(lang, version.Lang(runtime.Version()))
	return tr.T("install Go %s or newer from https://go.dev/dl and see that its bin folder is on PATH", strings.TrimPrefix(lang, "go"))
}

// A goEnv is what the go command says of itself.
type goEnv struct{ GOVERSION, GOROOT, GOTOOLDIR, GOCACHE, CC string }

func (e goEnv) ok() bool { return e.GOVERSION != "" }

// findGo looks for a Go that compiles that version of the language. It asks in a folder
// without a go.mod and with GOTOOLCHAIN=local, so that the answer is about what is
// installed and nothing is downloaded.
func findGo(ctx context.Context, lang string) (goEnv, Finding) {
	f := Finding{Name: "Go", Severity: Problem, Remedy: installGo(lang)}
	path, err := exec.LookPath("go")
	if err != nil {
		f.Detail = tr.T("the go command is not on PATH")
		return goEnv{}, f
	}
	cmd := command(ctx, path, "env", "-json", "GOVERSION", "GOROOT", "GOTOOLDIR", "GOCACHE", "CC")
	cmd.Dir = os.TempDir()
	cmd.Env = append(os.Environ(), "GOTOOLCHAIN=local", "GOWORK=off")
	out, err := cmd.Output()
	var env goEnv
	if err == nil {
		err = json.Unmarshal(out, &env)
	}
	if err != nil {
		f.Detail = tr.T("%s does not answer: %v", path, err)
		return goEnv{}, f
	}
	f.Detail = fmt.Sprintf("%s, %s", env.GOVERSION, path)
	// A release candidate or a vendor's build says more than the version.
	name, _, _ := strings.Cut(env.GOVERSION, " ")
	name, _, _ = strings.Cut(name, "-")
	if version.IsValid(name) && lang != "" && version.Compare(version.Lang(name), lang) < 0 {
		f.Detail += tr.T(", is too old")
		return env, f
	}
	f.Severity, f.Remedy = Fine, ""
	return env, f
}

// tools looks for the compiler and the linker: an installation from a
// distribution may be in parts.
func tools(env goEnv) Finding {
	f := Finding{Name: tr.T("Go tools"), Severity: Fine, Detail: env.GOTOOLDIR}
	for _, name := range []string{"compile", "link"} {
		if runtime.GOOS == "windows" {
			name += ".exe"
		}
		if _, err := os.Stat(filepath.Join(env.GOTOOLDIR, name)); err != nil {
			f.Severity = Problem
			f.Detail = tr.T("%s lacks %s", env.GOTOOLDIR, name)
			f.Remedy = tr.T("install Go again, whole, from https://go.dev/dl; check that GOROOT and GOTOOLDIR are not set to something else")
			return f
		}
	}
	return f
}

func installC() string {
	return tr.T("install gcc or clang with the C library's headers (Debian and Ubuntu: apt install gcc libc6-dev; Fedora: dnf install gcc; " +
		"macOS: xcode-select --install; Windows: MinGW-w64); until then the race stage is left out")
}

// cCompiler compiles and links a small program, as the race stage will.
func cCompiler(ctx context.Context, env goEnv, race func() error) Finding {
	f := Finding{Name: tr.T("C compiler"), Severity: Note, Remedy: installC()}
	if race != nil {
		if err := race(); err != nil {
			f.Detail = err.Error()
			return f
		}
	}
	cc := strings.Fields(env.CC)
	if len(cc) == 0 {
		f.Detail = tr.T("`go env CC` names none")
		return f
	}
	dir, err := os.MkdirTemp("", "workbook-doctor-")
	if err != nil {
		f.Detail, f.Remedy = tr.T("cannot be tried: %s", err.Error()), tr.T("make the folder for temporary files writable, or set TMPDIR")
		return f
	}
	defer os.RemoveAll(dir)
	source := filepath.Join(dir, "try.c")
	const program = "#include <stdlib.h>\n#include <pthread.h>\nint main(void) { return EXIT_SUCCESS; }\n"
	if err := os.WriteFile(source, []byte(program), 0o600); err != nil {
		f.Detail, f.Remedy = tr.T("cannot be tried: %s", err.Error()), tr.T("make the folder for temporary files writable, or set TMPDIR")
		return f
	}
	args := append(cc[1:], "-o", filepath.Join(dir, "try.exe"), source)
	if out, err := command(ctx, cc[0], args...).CombinedOutput(); err != nil {
		first, _, _ := strings.Cut(strings.TrimSpace(string(out)), "\n")
		f.Detail = strings.TrimSpace(tr.T("%s does not work: %v. %s", env.CC, err, first))
		if errors.Is(err, exec.ErrNotFound) {
			f.Detail = tr.T("%s is not on PATH", env.CC)
		}
		return f
	}
	f.Severity, f.Detail, f.Remedy = Fine, tr.T("%s compiles; the race stage can run", env.CC), ""
	return f
}

func command(ctx context.Context, name string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.WaitDelay = time.Second
	return cmd
}
