package handin_test

import (
	"archive/tar"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/cmd/internal/handin"
)

// students lists whose work is found, with where it lies relative to dir.
func students(t *testing.T, dir, path string) (all []string) {
	t.Helper()
	found, err := handin.Students(t.Context(), path, small, func(string) (string, error) { return t.TempDir(), nil })
	require.NoError(t, err)
	for _, s := range found {
		at, err := filepath.Rel(dir, s.Path)
		require.NoError(t, err)
		if !filepath.IsLocal(at) {
			at = filepath.Base(s.Path) // of what was unpacked
		}
		all = append(all, s.Name+" in "+filepath.ToSlash(at))
	}
	return all
}

func TestStudents(t *testing.T) {
	for name, tt := range map[string]struct {
		files []string
		want  []string
	}{
		"one":               {[]string{"01_hello/hello.go"}, []string{"alice in ."}},
		"one, as a course":  {[]string{"exercises/01_hello/hello.go", "README.md"}, []string{"alice in ."}},
		"one exercise":      {[]string{"hello.go"}, []string{"alice in ."}},
		"nearly Go":         {[]string{"hello.go.txt"}, []string{"alice in ."}},
		"a class":           {[]string{"ada/01_hello/hello.go", "bob/02_sum/sum.go", "notes.txt"}, []string{"ada in ada", "bob in bob"}},
		"of one exercise":   {[]string{"ada/hello.go", "bob/hello.go"}, []string{"ada in ada", "bob in bob"}},
		"in a folder":       {[]string{"week1/ada/01_hello/hello.go", "week1/bob/x"}, []string{"ada in week1/ada", "bob in week1/bob"}},
		"archives":          {[]string{"ada.zip", "bob.tar.gz", "grades.csv"}, []string{"ada in ada.zip", "bob in bob.tar.gz"}},
		"mixed":             {[]string{"ada.zip", "bob/hello.go"}, []string{"ada in ada.zip", "bob in bob"}},
		"Moodle":            {[]string{"Ada L_123_assignsubmission_file_/hw.zip", "Bob_9_assignsubmission_file/01_hello/hello.go"}, []string{"Ada L in Ada L_123_assignsubmission_file_/hw.zip", "Bob in Bob_9_assignsubmission_file"}},
		"two archives":      {[]string{"ada/a.zip", "ada/b.zip", "bob/hello.go"}, []string{"ada in ada", "bob in bob"}},
		"nobody":            {[]string{"notes.txt"}, []string{"alice in ."}},
		"one with one hand": {[]string{"hw1/01_hello/hello.go"}, []string{"hw1 in hw1"}},
		"what comes along":  {[]string{"ada/hello.go", "bob/hello.go", ".git/HEAD", "__MACOSX/ada/x"}, []string{"ada in ada", "bob in bob"}},
	} {
		t.Run(name, func(t *testing.T) {
			dir := lay(t, tt.files...)
			require.Equal(t, tt.want, students(t, dir, dir))
		})
	}
	_, err := handin.Students(t.Context(), filepath.Join(t.TempDir(), "none"), small, nil)
	require.ErrorIs(t, err, os.ErrNotExist)
}

// A platform gives the whole class as one archive.
func TestStudentsOfAnArchive(t *testing.T) {
	inner := string(zipOf(t, entry{name: "01_hello/hello.go", body: "package hello"}))
	for name, data := range map[string][]byte{
		"class.zip":    zipOf(t, entry{name: "ada.zip", body: inner}, entry{name: "bob/", kind: tar.TypeDir}, entry{name: "bob/hello.go", body: "x"}),
		"class.tar.gz": gzipOf(t, tarOf(t, entry{name: "ada.zip", body: inner}, entry{name: "bob/hello.go", body: "x"})),
	} {
		path := filepath.Join(t.TempDir(), name)
		require.NoError(t, os.WriteFile(path, data, 0o600))
		require.Equal(t, []string{"ada in ada.zip", "bob in bob"}, students(t, t.TempDir(), path))
	}
	path := filepath.Join(t.TempDir(), "ada.zip")
	require.NoError(t, os.WriteFile(path, []byte(inner), 0o600))
	require.Equal(t, []string{"ada in ada.zip"}, students(t, filepath.Dir(path), path))
}
