//go:build go1.26 && !go1.27

package testdeps

import (
	"errors"
	"io"
	"reflect"
	"strings"
	"time"
)

// What the main function of a test program sets.
var (
	ModulePath string
	ImportPath string
)

// TestDeps is what testing.MainStart asks for.
type TestDeps struct{}

var errNotHere = errors.New("inside programs run tests, and do nothing else")

// MatchString takes patterns as the kit makes them: "^TestName$", or nothing.
func (TestDeps) MatchString(pat, name string) (bool, error) {
	if pat == "" {
		return true, nil
	}
	rest, from := strings.CutPrefix(pat, "^")
	rest, to := strings.CutSuffix(rest, "$")
	if !from || !to {
		return false, errNotHere
	}
	return rest == name, nil
}

func (TestDeps) ImportPath() string { return ImportPath }
func (TestDeps) ModulePath() string { return ModulePath }

func (TestDeps) InitRuntimeCoverage() (mode string, tearDown func(string, string) (string, error), snapshot func() float64) {
	return "", nil, nil
}

type corpusEntry = struct {
	Parent     string
	Path       string
	Data       []byte
	Values     []any
	Generation int
	IsSeed     bool
}

func (TestDeps) CoordinateFuzzing(time.Duration, int64, time.Duration, int64, int, []corpusEntry, []reflect.Type, string, string) error {
	return errNotHere
}
func (TestDeps) RunFuzzWorker(func(corpusEntry) error) error              { return errNotHere }
func (TestDeps) ReadCorpus(string, []reflect.Type) ([]corpusEntry, error) { return nil, errNotHere }
func (TestDeps) CheckCorpus([]any, []reflect.Type) error                  { return errNotHere }
func (TestDeps) ResetCoverage()                                           {}
func (TestDeps) SnapshotCoverage()                                        {}
func (TestDeps) StartCPUProfile(io.Writer) error                          { return errNotHere }
func (TestDeps) StopCPUProfile()                                          {}
func (TestDeps) WriteProfileTo(string, io.Writer, int) error              { return errNotHere }
func (TestDeps) SetPanicOnExit0(bool)                                     {}
func (TestDeps) StartTestLog(io.Writer)                                   {}
func (TestDeps) StopTestLog() error                                       { return nil }
