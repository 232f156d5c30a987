package farm

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader"
	"workbook/grader/policy"
	"workbook/grader/report"
)

// A job comes out as it went in, and its key tells apart all that its verdict depends on.
func TestJob(t *testing.T) {
	files := []policy.File{{Name: "a.go", Data: []byte("package a\n\xff")}, {Name: "ä.go", Data: nil}}
	req := grader.Request{Race: grader.RaceOn, Seed: 7, Runs: 2, Processors: []int{1, 8}, Checks: []string{"TestA"}, FailFast: true}
	j := newJob("01_a", "identity", files, req)
	data, err := j.encode()
	require.NoError(t, err)
	back, err := decode(data)
	require.NoError(t, err)
	require.Equal(t, j.order, back.order)
	dir := t.TempDir()
	require.NoError(t, back.write(dir))
	for _, f := range files {
		got, err := os.ReadFile(filepath.Join(dir, f.Name))
		require.NoError(t, err)
		require.Equal(t, string(f.Data), string(got))
	}
	req.Submissions = []grader.Submission{{Exercise: "01_a", Dir: dir}}
	require.Equal(t, req, back.request(dir))

	keys := map[string]bool{}
	for _, other := range []job{
		j, newJob("02_b", "identity", files, req), newJob("01_a", "other", files, req), newJob("01_a", "identity", files, grader.Request{}),
	} {
		for _, hash := range []string{"1", "2"} {
			key, err := other.key(hash)
			require.NoError(t, err)
			keys[key] = true
		}
	}
	require.Len(t, keys, 8)
}

// Whatever is in the queue, a worker survives reading it, and writes nothing outside of its
// folder.
func TestHostileJob(t *testing.T) {
	order := `{"format":2,"exercise":"01_a"}`
	archive := func(files ...string) []byte {
		var buf bytes.Buffer
		zipped := gzip.NewWriter(&buf)
		w := tar.NewWriter(zipped)
		for i := 0; i < len(files); i += 2 {
			require.NoError(t, w.WriteHeader(&tar.Header{Name: files[i], Mode: 0o600, Size: int64(len(files[i+1]))}))
			_, err := w.Write([]byte(files[i+1]))
			require.NoError(t, err)
		}
		require.NoError(t, w.Close())
		require.NoError(t, zipped.Close())
		return buf.Bytes()
	}
	var many []string
	for i := range policy.MaxFiles + 1 {
		many = append(many, fmt.Sprint(i, ".go"), "")
	}
	whole := archive(orderName, order, "a.go", "package a")
	for name, message := range map[string][]byte{
		"nothing":      nil,
		"no archive":   []byte("hello"),
		"cut":          whole[:len(whole)/2],
		"no order":     archive("a.go", ""),
		"other format": archive(orderName, `{"format":1}`),
		"many files":   archive(append([]string{orderName, order}, many...)...),
		"bomb":         archive(orderName, order, "a.go", strings.Repeat("\x00", maxUnpacked+1)),
	} {
		_, err := decode(message)
		require.Error(t, err, name)
	}
	for _, name := range []string{"../a.go", "/a.go", "b/a.go", "..", ".", ""} {
		j, err := decode(archive(orderName, order, name, "package a"))
		if err != nil {
			continue // a tar has no such file
		}
		dir := filepath.Join(t.TempDir(), "in")
		require.NoError(t, os.Mkdir(dir, 0o700))
		require.Error(t, j.write(dir), "%q", name)
		entries, err := os.ReadDir(filepath.Dir(dir))
		require.NoError(t, err)
		require.Len(t, entries, 1)
	}
	twice, err := decode(archive(orderName, order, "a.go", "1", "a.go", "2"))
	require.NoError(t, err)
	require.ErrorIs(t, twice.write(t.TempDir()), os.ErrExist)
}

// A verdict goes without what nobody reads of thousands; one that is too large loses what
// was printed, and never itself.
func TestResult(t *testing.T) {
	noise := func() string {
		b := make([]byte, 2000)
		for i := range b {
			b[i] = 'a' + byte(rand.N(26))
		}
		return string(b)
	}
	r := result{Worker: "w", Verdict: report.Exercise{Verdict: report.Fail, Message: "why", Stages: []report.Stage{{Output: noise()}},
		Checks: []report.Check{
			{Name: "TestA", Verdict: report.Fail, Output: noise(), Events: []report.Moment{{Note: noise()}}},
			{Name: "TestB", Verdict: report.Pass, Output: noise()},
		}}}
	back := func(most int64) report.Exercise {
		data, err := r.encode(most)
		require.NoError(t, err)
		require.LessOrEqual(t, int64(len(data)), most)
		got, err := decodeResult(data)
		require.NoError(t, err)
		return got.Verdict
	}
	whole := back(1 << 20)
	require.Empty(t, whole.Checks[0].Events)
	require.Equal(t, r.Verdict.Checks[0].Output, whole.Checks[0].Output)
	require.Empty(t, whole.Checks[1].Output)
	require.Equal(t, r.Verdict.Stages, whole.Stages)
	cut := back(1000)
	require.Empty(t, cut.Checks[0].Output)
	require.Empty(t, cut.Stages[0].Output)
	require.Equal(t, "why", cut.Message)
	require.NotEmpty(t, r.Verdict.Checks[1].Output, "ours is as it was")
	require.NotEmpty(t, r.Verdict.Stages[0].Output)
	_, err := r.encode(10)
	require.Error(t, err)
	_, err = decodeResult([]byte("nothing"))
	require.Error(t, err)
}
