package bench

import (
	"context"
	"os"
	"path/filepath"
)

// A program is the workbook that is measured from the command line.
type program struct {
	runner
	path string
}

// grade measures `workbook grade` of an edit.
func (p program) grade(s *saves, name string, flags ...string) func(context.Context) (map[string]sample, error) {
	return func(ctx context.Context) (map[string]sample, error) {
		if err := s.next(); err != nil {
			return nil, err
		}
		args := append([]string{"grade", s.id, "--from", s.dir}, flags...)
		got, err := p.run(ctx, s.root, os.Environ(), p.path, args...)
		return map[string]sample{name: seconds(got.wall), name + " processor": seconds(got.processor)}, err
	}
}

// first measures the first verdict that a machine ever reaches, after `go run` has built
// the program.
func (r runner) first(ctx context.Context, s *saves, temp string) (float64, error) {
	if err := s.next(); err != nil {
		return 0, err
	}
	built := filepath.Join(temp, "workbook-first")
	env := append(os.Environ(), "GOCACHE="+filepath.Join(temp, "cache"))
	if _, err := r.run(ctx, s.root, env, "go", "build", "-o", built, "workbook/cmd/workbook"); err != nil {
		return 0, err
	}
	got, err := r.run(ctx, s.root, env, built, "grade", s.id, "--from", s.dir, "--race", "off", "--schedules", "off")
	return got.wall.Seconds(), err
}
