package bench

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// plain measures the go command on the hidden tests. They lie beside the reference; an
// overlay puts the edit in its place, as an editor would that saves there. It stands in
// GOFLAGS, by which the outside checks see it when they build their subject.
type plain struct {
	runner
	saves *saves
}

const overlayName = "overlay.json"

// overlay writes the overlay, and gives the environment in which the go command sees it.
func (p plain) overlay() ([]string, error) {
	replaced := map[string]string{filepath.Join(p.saves.half, p.saves.edited): filepath.Join(p.saves.dir, p.saves.edited)}
	data, err := json.Marshal(map[string]any{"Replace": replaced})
	if err != nil {
		return nil, err
	}
	file := filepath.Join(p.saves.dir, overlayName)
	if err := os.WriteFile(file, data, 0o644); err != nil {
		return nil, err
	}
	flags := strings.TrimSpace(os.Getenv("GOFLAGS") + " '-overlay=" + file + "'")
	return append(os.Environ(), "GOFLAGS="+flags, "GOWORK=off"), nil
}

// test runs `go test`, which is to pass or to fail.
func (p plain) test(ctx context.Context, passes bool, args ...string) (spent, error) {
	env, err := p.overlay()
	if err != nil {
		return spent{}, err
	}
	got, err := p.run(ctx, p.saves.root, env, "go", append([]string{"test", "-count=1"}, args...)...)
	exit := new(exec.ExitError)
	if !passes && errors.As(err, &exit) {
		return got, nil
	}
	if !passes && err == nil {
		err = errors.New("it built what does not compile")
	}
	return got, err
}

func (p plain) pkg() string { return "./" + filepath.ToSlash(mustRel(p.saves.root, p.saves.half)) }

func (p plain) broken(ctx context.Context) (map[string]sample, error) {
	if err := p.saves.broken(); err != nil {
		return nil, err
	}
	got, err := p.test(ctx, false, p.pkg())
	return map[string]sample{testError: seconds(got.wall)}, err
}

func (p plain) passing(ctx context.Context, name, processor string, args ...string) (map[string]sample, error) {
	if err := p.saves.next(); err != nil {
		return nil, err
	}
	got, err := p.test(ctx, true, args...)
	for range 2 { // the go command knows no reference to hold a failure of a busy machine against
		if exit := new(exec.ExitError); !errors.As(err, &exit) {
			break
		}
		got, err = p.test(ctx, true, args...)
	}
	return map[string]sample{name: seconds(got.wall), processor: seconds(got.processor)}, err
}

func (p plain) inside(ctx context.Context) (map[string]sample, error) {
	return p.passing(ctx, test, testProcessor, p.pkg())
}

func (p plain) withOutside(ctx context.Context) (map[string]sample, error) {
	return p.passing(ctx, testOutside, testOutsideProcessor, p.pkg(), p.pkg()+"/outside")
}

func (p plain) race(ctx context.Context) (map[string]sample, error) {
	return p.passing(ctx, testRace, testRaceProcessor, "-race", p.pkg())
}

func mustRel(base, path string) string {
	rel, err := filepath.Rel(base, path)
	if err != nil {
		return path
	}
	return rel
}
