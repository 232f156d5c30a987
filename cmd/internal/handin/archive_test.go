package handin_test

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/cmd/internal/handin"
	"workbook/grader/policy"
)

// An entry is one of an archive. Its content is its body, or as many zeros as size says.
type entry struct {
	name string
	body string
	size int64
	kind byte // of package tar; 0 is a plain file
}

func (e entry) content() io.Reader {
	if e.size > 0 {
		return io.LimitReader(zeros{}, e.size)
	}
	return strings.NewReader(e.body)
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

func tarOf(t *testing.T, entries ...entry) []byte {
	t.Helper()
	var b bytes.Buffer
	writeTar(t, &b, entries...)
	return b.Bytes()
}

func writeTar(t *testing.T, to io.Writer, entries ...entry) {
	t.Helper()
	w := tar.NewWriter(to)
	for _, e := range entries {
		h := &tar.Header{Name: e.name, Typeflag: e.kind, Size: max(e.size, int64(len(e.body)))}
		switch e.kind {
		case 0:
			h.Typeflag = tar.TypeReg
		case tar.TypeXGlobalHeader:
			*h = tar.Header{Typeflag: e.kind, PAXRecords: map[string]string{"comment": "x"}}
		default:
			h.Size, h.Linkname = 0, "/etc/passwd"
		}
		require.NoError(t, w.WriteHeader(h))
		if e.kind == 0 {
			_, err := io.Copy(w, e.content())
			require.NoError(t, err)
		}
	}
	require.NoError(t, w.Close())
}

// bomb is a tar.gz that is small and becomes large.
func bomb(t *testing.T) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	writeTar(t, w, entry{name: "x", size: 257 << 20})
	require.NoError(t, w.Close())
	return b.Bytes()
}

func gzipOf(t *testing.T, data []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, err := w.Write(data)
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return b.Bytes()
}

func zipOf(t *testing.T, entries ...entry) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, e := range entries {
		h := &zip.FileHeader{Name: e.name, Method: zip.Deflate}
		h.SetMode(map[byte]fs.FileMode{0: 0o644, tar.TypeDir: fs.ModeDir | 0o755, tar.TypeSymlink: fs.ModeSymlink, tar.TypeChar: fs.ModeDevice | fs.ModeCharDevice, tar.TypeFifo: fs.ModeNamedPipe}[e.kind])
		f, err := w.CreateHeader(h)
		require.NoError(t, err)
		if e.kind != tar.TypeDir {
			_, err = io.Copy(f, e.content())
			require.NoError(t, err)
		}
	}
	require.NoError(t, w.Close())
	return b.Bytes()
}

// take opens an archive of that name, and returns the folder that it was unpacked to.
func take(t *testing.T, name string, data []byte) (*handin.Handed, string, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(path, data, 0o600))
	into := filepath.Join(t.TempDir(), "in", "to")
	h, err := handin.Open(t.Context(), path, small, func(string) (string, error) { return into, os.MkdirAll(into, 0o700) })
	outside, readErr := os.ReadDir(filepath.Dir(into))
	require.NoError(t, readErr)
	require.Len(t, outside, 1, "something was written outside")
	return h, into, err
}

func TestArchives(t *testing.T) {
	entries := []entry{
		{kind: tar.TypeXGlobalHeader},
		{name: "./", kind: tar.TypeDir},
		{name: "hw1/02_sum/", kind: tar.TypeDir},
		{name: "hw1/02_sum/sum.go", body: "package sum"},
		{name: "hw1/02_sum/größe.go", body: "package sum"},
		{name: "__MACOSX/hw1/02_sum/._sum.go", body: "x"},
		{name: "hw1/.git/HEAD", body: "x"},
		{name: "hw1/node_modules/a/b/c/d/e/f/g/h/i/j", kind: tar.TypeSymlink},
		{name: "hw1/01_hello/hello.go", size: 3 << 20},
	}
	tarred := tarOf(t, entries...)
	for name, data := range map[string][]byte{
		"alice.zip": zipOf(t, entries[1:]...), "alice.tar": tarred, "alice.tar.gz": gzipOf(t, tarred), "alice.tgz": gzipOf(t, tarred), "alice": gzipOf(t, tarred),
	} {
		t.Run(name, func(t *testing.T) {
			h, into, err := take(t, name, data)
			require.NoError(t, err)
			require.Equal(t, "hw1/02_sum", says(into, h.Find(sum)))
			for _, file := range []string{"sum.go", "größe.go"} {
				got, err := os.ReadFile(filepath.Join(into, "hw1", "02_sum", file))
				require.NoError(t, err)
				require.Equal(t, "package sum", string(got))
			}
			require.NoDirExists(t, filepath.Join(into, "__MACOSX"))
			require.NoDirExists(t, filepath.Join(into, "hw1", ".git"))
			// What no submission may be is refused where it is read.
			info, err := os.Stat(filepath.Join(into, "hw1", "01_hello", "hello.go"))
			require.NoError(t, err)
			require.EqualValues(t, policy.MaxFileBytes+1, info.Size())
		})
	}
}

// The name of an archive stands for that of the folder which it was made of.
func TestArchiveOfOneExercise(t *testing.T) {
	h, into, err := take(t, "02_sum.tar.gz", gzipOf(t, tarOf(t, entry{name: "sum.go", body: "package sum"})))
	require.NoError(t, err)
	require.Equal(t, ".", says(into, h.Find(sum)))

	h, into, err = take(t, "windows.zip", zipOf(t, entry{name: `hw1\02_sum\sum.go`, body: "package sum"}))
	require.NoError(t, err)
	require.Equal(t, "hw1/02_sum", says(into, h.Find(sum)))

	h, _, err = take(t, "empty.zip", zipOf(t))
	require.NoError(t, err)
	require.Empty(t, h.Find(sum).Dir)
}

func TestArchivesThatAreRefused(t *testing.T) {
	var many, large []entry
	for i := range 20_001 {
		many = append(many, entry{name: fmt.Sprintf(".git/%d", i)}) // which are left out, and counted
	}
	for i := range 260 {
		large = append(large, entry{name: fmt.Sprintf("%d.go", i), size: 256 << 10})
	}
	for name, tt := range map[string]struct {
		entries []entry
		says    string
	}{
		"above":              {[]entry{{name: "../02_sum/sum.go"}}, "leads out of"},
		"above, further in":  {[]entry{{name: "a/../../sum.go"}}, "leads out of"},
		"above, as Windows":  {[]entry{{name: `..\sum.go`}}, "leads out of"},
		"from the root":      {[]entry{{name: "/etc/sum.go"}}, "leads out of"},
		"a control":          {[]entry{{name: "a\x1b[2J.go"}}, "control characters"},
		"a link":             {[]entry{{name: "02_sum/sum.go", kind: tar.TypeSymlink}}, "02_sum/sum.go is a link"},
		"a device":           {[]entry{{name: "sum.go", kind: tar.TypeChar}}, "sum.go is neither a file nor a folder"},
		"a pipe":             {[]entry{{name: "sum.go", kind: tar.TypeFifo}}, "sum.go is neither a file nor a folder"},
		"the same twice":     {[]entry{{name: "sum.go"}, {name: "./sum.go"}}, "two files sum.go"},
		"many files":         {many, "more than 20000 files"},
		"much":               {large, "more than 64 MiB"},
		"deep":               {[]entry{{name: strings.Repeat("a/", 20) + "sum.go"}}, "in more than 8 folders"},
		"a folder as a file": {[]entry{{name: "a"}, {name: "a/sum.go"}}, "a"},
	} {
		t.Run(name, func(t *testing.T) {
			for kind, data := range map[string][]byte{"a.zip": zipOf(t, tt.entries...), "a.tar": tarOf(t, tt.entries...)} {
				if kind == "a.tar" && len(data) > 64<<20 {
					kind, data = "a.tar.gz", gzipOf(t, data)
				}
				_, _, err := take(t, kind, data)
				require.ErrorContains(t, err, tt.says, kind)
				if name != "a folder as a file" { // which the system refuses
					require.ErrorAs(t, err, new(*handin.Refusal), kind)
				}
			}
		})
	}
}

func TestArchivesThatAreBroken(t *testing.T) {
	hard := tarOf(t, entry{name: "sum.go", kind: tar.TypeLink})
	whole := gzipOf(t, tarOf(t, entry{name: "sum.go", body: strings.Repeat("package sum\n", 100)}))
	locked := zipOf(t, entry{name: "sum.go", body: "x"})
	central := bytes.LastIndex(locked, []byte("PK\x01\x02"))
	locked[central+8] |= 1
	odd := zipOf(t, entry{name: "sum.go", body: "x"})
	central = bytes.LastIndex(odd, []byte("PK\x01\x02"))
	odd[central+10] = 9
	for name, tt := range map[string]struct {
		data []byte
		says string
	}{
		"a hard link":      {hard, "sum.go is a link"},
		"a bomb":           {bomb(t), "becomes more than 256 MiB"},
		"half of a gzip":   {whole[:len(whole)/2], "it is damaged"},
		"half of a zip":    {zipOf(t, entry{name: "sum.go", body: "x"})[:40], "it is damaged"},
		"a password":       {locked, "it wants a password"},
		"another method":   {odd, "method 9"},
		"another archiver": {[]byte("Rar!\x1a\x07\x00"), "make it a zip or a tar.gz"},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := take(t, "a", tt.data)
			require.ErrorContains(t, err, tt.says)
			require.ErrorAs(t, err, new(*handin.Refusal))
		})
	}
	_, _, err := take(t, "sum.go.gz", gzipOf(t, []byte(strings.Repeat("package sum\n", 100))))
	require.ErrorIs(t, err, handin.ErrNoArchive)
}

func TestUnpackingIsCanceled(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.tar")
	require.NoError(t, os.WriteFile(path, tarOf(t, entry{name: "sum.go", body: "x"}), 0o600))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := handin.Open(ctx, path, small, func(string) (string, error) { return t.TempDir(), nil })
	require.ErrorIs(t, err, context.Canceled)
}

// No archive, however broken, makes unpacking panic or write outside.
func FuzzUnpack(f *testing.F) {
	f.Add(zipOf(&testing.T{}, entry{name: "02_sum/sum.go", body: "package sum"}))
	f.Add(tarOf(&testing.T{}, entry{name: "02_sum/sum.go", body: "package sum"}))
	f.Fuzz(func(t *testing.T, data []byte) { _, _, _ = take(t, "a", data) })
}
