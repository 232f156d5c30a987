package build

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"go/version"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

// Compiled packages carry the settings with which they were made: GOAMD64,
// GOEXPERIMENT, the Go version. The go command builds what the hidden tests need,
// and the compiler is called directly for a submission; where the two saw different
// settings, every right answer would not compile. So what the user has set, in the
// environment or with `go env -w`, decides nothing here but where things are and
// how modules are downloaded: the same submission gets the same verdict everywhere.

// A goEnv is what the go command says of itself.
type goEnv struct {
	GOROOT, GOTOOLDIR, GOVERSION      string
	GOCACHE, GOMODCACHE, GOPATH       string
	CC                                string
	GOPROXY, GONOPROXY, GOPRIVATE     string
	GOSUMDB, GONOSUMDB, GOINSECURE    string
	GOVCS, GOAUTH, GOENV              string
	GOAMD64, GOEXPERIMENT, GODEBUG    string
	GOFLAGS, GO111MODULE, GOTOOLCHAIN string
}

// asked are the names of goEnv's fields.
var asked = []string{
	"GOROOT", "GOTOOLDIR", "GOVERSION", "GOCACHE", "GOMODCACHE", "GOPATH", "CC",
	"GOPROXY", "GONOPROXY", "GOPRIVATE", "GOSUMDB", "GONOSUMDB", "GOINSECURE", "GOVCS", "GOAUTH", "GOENV",
	"GOAMD64", "GOEXPERIMENT", "GODEBUG", "GOFLAGS", "GO111MODULE", "GOTOOLCHAIN",
}

// deciding are the user's settings that could keep the go command from answering, or
// that the grader puts aside. An error of the go command names those that are set.
var deciding = []string{
	"GOROOT", "GOTOOLCHAIN", "GOFLAGS", "GO111MODULE", "GOENV", "GOCACHE", "GOCACHEPROG", "GOMODCACHE", "GOPATH", "GOWORK",
	"GOOS", "GOARCH", "GOAMD64", "GOARM64", "GO386", "GOEXPERIMENT", "GODEBUG", "GOFIPS140", "GOTMPDIR", "HOME",
}

// ask asks the go command at path for its settings, in the folder of the course,
// whose go.mod may ask for another toolchain than the one on PATH.
func ask(ctx context.Context, path, root, lang string) (goEnv, error) {
	cmd := exec.CommandContext(ctx, path, append([]string{"env", "-json"}, asked...)...)
	cmd.Dir = root
	cmd.Env = append(os.Environ(), "GOWORK=off")
	out, err := cmd.Output()
	if err != nil {
		return goEnv{}, fmt.Errorf("the go command does not answer in %s: %w%s", root, withStderr(err), setHere())
	}
	var env goEnv
	if err := json.Unmarshal(out, &env); err != nil {
		return goEnv{}, fmt.Errorf("reading the answer of `go env -json`: %w", err)
	}
	return env, env.check(lang)
}

// ErrSettings is wrapped by the errors that a setting of the user's causes. Their
// text names it, and what to do.
var ErrSettings = errors.New("Go cannot build here")

// check looks for what no build of a course in that language can do without.
func (e goEnv) check(lang string) error {
	for _, folder := range []struct{ name, value string }{{"GOCACHE", e.GOCACHE}, {"GOMODCACHE", e.GOMODCACHE}} {
		_, set := os.LookupEnv(folder.name)
		switch {
		case filepath.IsAbs(folder.value):
		case folder.value == "" || folder.value == "off" && !set && e.GOENV == "": // without a home there is no GOENV either
			return fmt.Errorf("%w: there is no place for %s: set HOME, or %s to a folder of yours", ErrSettings, folder.name, folder.name)
		default:
			return fmt.Errorf("%w: %s is %q, and must be a folder's whole path: unset it, or run `go env -u %s`",
				ErrSettings, folder.name, folder.value, folder.name)
		}
	}
	if version.IsValid(e.GOVERSION) && version.Compare(version.Lang(e.GOVERSION), lang) < 0 {
		why := "install a newer one from https://go.dev/dl"
		if e.GOTOOLCHAIN != "" && e.GOTOOLCHAIN != "auto" {
			why = fmt.Sprintf("GOTOOLCHAIN=%s chooses it, so unset that, or install a newer one from https://go.dev/dl", e.GOTOOLCHAIN)
		}
		return fmt.Errorf("%w: the course needs %s, and the Go command is %s: %s", ErrSettings, lang, e.GOVERSION, why)
	}
	return nil
}

// setHere lists the settings in the environment that could be the reason for an error.
func setHere() string {
	var set []string
	for _, name := range deciding {
		if v, ok := os.LookupEnv(name); ok && name != "HOME" {
			set = append(set, name+"="+v)
		} else if !ok && name == "HOME" && runtime.GOOS != "windows" {
			set = append(set, "HOME is not set")
		}
	}
	if len(set) == 0 {
		return ""
	}
	return fmt.Sprintf(" (set here: %s; `go env -changed` shows the rest)", strings.Join(set, ", "))
}

// Aside are the user's settings that differ from the defaults and that the grader
// puts aside, each as "NAME=value".
func (t *Toolchain) Aside() []string {
	var aside []string
	for _, s := range []struct {
		name, value string
		usual       []string
	}{
		{"GOOS", os.Getenv("GOOS"), []string{runtime.GOOS}},
		{"GOARCH", os.Getenv("GOARCH"), []string{runtime.GOARCH}},
		{"GOAMD64", t.env.GOAMD64, []string{"v1"}},
		{"GOEXPERIMENT", t.env.GOEXPERIMENT, nil},
		{"GODEBUG", t.env.GODEBUG, nil},
		{"GO111MODULE", t.env.GO111MODULE, []string{"on", "auto"}},
		{"GOFLAGS", t.env.GOFLAGS, []string{"-buildvcs=false"}},
	} {
		if s.value != "" && !slices.Contains(s.usual, s.value) {
			aside = append(aside, s.name+"="+s.value)
		}
	}
	return aside
}

// settings are the same for both sides of every build.
func (t *Toolchain) settings(race bool) []string {
	env := []string{
		"GOENV=off", "GOWORK=off", "GOTOOLCHAIN=local", "GO111MODULE=on", goFlags,
		// For where this program runs: there the submission will, too.
		"GOOS=" + runtime.GOOS, "GOARCH=" + runtime.GOARCH,
		"GOROOT=" + t.env.GOROOT, "GOCACHE=" + t.env.GOCACHE, "GOMODCACHE=" + t.env.GOMODCACHE,
	}
	if t.env.CC != "" {
		env = append(env, "CC="+t.env.CC)
	}
	if race {
		return append(env, "CGO_ENABLED=1")
	}
	return append(env, "CGO_ENABLED=0")
}

// goFlags asks git nothing: in a folder of somebody else's, as the checkout in a CI's
// container often is, git refuses to answer, and the go command to build.
const goFlags = "GOFLAGS=-buildvcs=false"

// trustedEnv is for what builds no submission: it may download modules, as the user
// has set that up. Its temporary files go to temp.
func (t *Toolchain) trustedEnv(race bool, temp string) []string {
	var env []string
	for _, v := range os.Environ() {
		if name, _, _ := strings.Cut(v, "="); !strings.HasPrefix(name, "GO") && !strings.HasPrefix(name, "CGO_") && name != "CC" {
			env = append(env, v)
		}
	}
	e := t.env
	env = append(env,
		"GOPATH="+e.GOPATH, "GOPROXY="+e.GOPROXY, "GONOPROXY="+e.GONOPROXY, "GOPRIVATE="+e.GOPRIVATE,
		"GOSUMDB="+e.GOSUMDB, "GONOSUMDB="+e.GONOSUMDB, "GOINSECURE="+e.GOINSECURE, "GOVCS="+e.GOVCS, "GOAUTH="+e.GOAUTH,
		"GOTMPDIR="+temp, "TMPDIR="+temp, "TMP="+temp, "TEMP="+temp)
	return append(env, t.settings(race)...)
}

// submissionEnv is for what builds a submission: nothing of the user's, no network.
// Home and temporary files are the folder of that one build.
func (t *Toolchain) submissionEnv(race bool, dir string) []string {
	env := append(t.settings(race), "GOPROXY=off", "PATH="+os.Getenv("PATH"), "GOTMPDIR="+dir)
	for _, name := range []string{"HOME", "TMPDIR", "TMP", "TEMP", "LOCALAPPDATA", "USERPROFILE"} {
		env = append(env, name+"="+dir)
	}
	if root := os.Getenv("SYSTEMROOT"); root != "" {
		env = append(env, "SYSTEMROOT="+root)
	}
	return env
}
