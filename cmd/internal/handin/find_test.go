package handin_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/cmd/internal/handin"
	"workbook/grader/course"
)

var (
	hello = &course.Exercise{ID: "01_hello"}
	sum   = &course.Exercise{ID: "02_sum"}
	small = &course.Course{Exercises: []*course.Exercise{hello, sum}}
)

// lay lays out files, each with its own name in it; a name that ends in / is a folder.
func lay(t *testing.T, names ...string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "alice")
	require.NoError(t, os.Mkdir(dir, 0o755))
	for _, name := range names {
		path := filepath.Join(dir, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		if strings.HasSuffix(name, "/") {
			require.NoError(t, os.MkdirAll(path, 0o755))
			continue
		}
		require.NoError(t, os.WriteFile(path, []byte(name), 0o644))
	}
	return dir
}

func open(t *testing.T, path string) *handin.Handed {
	t.Helper()
	h, err := handin.Open(t.Context(), path, small, func(string) (string, error) { return t.TempDir(), nil })
	require.NoError(t, err)
	return h
}

// says is what was found, with paths relative to dir.
func says(dir string, f handin.Found) string {
	rel := func(path string) string {
		r, err := filepath.Rel(dir, path)
		if err != nil {
			return path
		}
		return filepath.ToSlash(r)
	}
	if f.Dir != "" {
		return rel(f.Dir)
	}
	text := f.Missing
	for _, near := range f.Near {
		text += fmt.Sprintf(" [%s]", rel(near))
	}
	return text
}

const none = "There is no folder 02_sum in what was handed in."

func TestFind(t *testing.T) {
	for name, tt := range map[string]struct {
		files []string
		want  string
	}{
		"as it should be":       {[]string{"02_sum/sum.go", "01_hello/hello.go"}, "02_sum"},
		"a folder more":         {[]string{"hw1/02_sum/sum.go", "hw1/01_hello/hello.go"}, "hw1/02_sum"},
		"folders of weeks":      {[]string{"w1/01_hello/hello.go", "w2/02_sum/sum.go"}, "w2/02_sum"},
		"the course's own tree": {[]string{"exercises/02_sum/sum.go", "solutions/02_sum/sum.go"}, "exercises/02_sum"},
		"capital letters":       {[]string{"02_Sum/sum.go"}, "02_Sum"},
		"a hyphen":              {[]string{"02-sum/sum.go"}, "02-sum"},
		"a folder within":       {[]string{"02_sum/src/sum.go"}, "02_sum/src"},
		"itself within":         {[]string{"02_sum/02_sum/sum.go"}, "02_sum/02_sum"},
		"one that is empty":     {[]string{"02_sum/", "old/02_sum/sum.go"}, "old/02_sum"},
		"another ending":        {[]string{"02_sum/sum.go.txt"}, "02_sum"},
		"nothing of Go":         {[]string{"02_sum/README"}, "02_sum"},
		"hidden":                {[]string{".workbook/stubs/02_sum/sum.go", "__MACOSX/02_sum/sum.go"}, none},
		"none":                  {[]string{"01_hello/hello.go"}, none},
		"only files":            {[]string{"sum.go"}, none},
		"by number":             {[]string{"2/sum.go"}, none + " There is 2: if that is it, rename it. [2]"},
		"by name":               {[]string{"hw/sum/sum.go"}, none + " There is hw/sum: if that is it, rename it. [hw/sum]"},
		"mistyped":              {[]string{"02_smu/sum.go"}, none + " There is 02_smu: if that is it, rename it. [02_smu]"},
		"two of them":           {[]string{"a/02_sum/sum.go", "b/02_sum/sum.go"}, "There are several folders for 02_sum: a/02_sum and b/02_sum. Hand in one of them. [a/02_sum] [b/02_sum]"},
		"two ways to write it":  {[]string{"02_sum/sum.go", "02-sum/sum.go"}, "02_sum"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := lay(t, tt.files...)
			require.Equal(t, tt.want, says(dir, open(t, dir).Find(sum)))
		})
	}
}

func TestFindAlone(t *testing.T) {
	for name, tt := range map[string]struct {
		files []string
		want  string
	}{
		"in its folder":             {[]string{"02_sum/sum.go"}, "02_sum"},
		"the files":                 {[]string{"sum.go"}, "."},
		"the files and older ones":  {[]string{"sum.go", "old/02_sum/sum.go"}, "."},
		"its folder and a file":     {[]string{"02_sum/sum.go", "main.go"}, "02_sum"},
		"a lone folder":             {[]string{"homework/sum.go"}, "homework"},
		"a lone folder in another":  {[]string{"bob/homework/sum.go", "bob/README"}, "bob/homework"},
		"a file of another ending":  {[]string{"sum.go.txt"}, "."},
		"its folder, further down":  {[]string{"hw/02_sum/sum.go", "hw/x/y.go"}, "hw/02_sum"},
		"another exercise's folder": {[]string{"01_hello/hello.go"}, none},
		"several folders":           {[]string{"a/sum.go", "b/sum.go", "c/README"}, none + " [a] [b]"},
		"an archive in a folder":    {[]string{"hw1.zip", "bob/sum.tar.gz", "README"}, none + " [hw1.zip] [bob/sum.tar.gz]"},
		"nothing":                   {nil, none},
	} {
		t.Run(name, func(t *testing.T) {
			dir := lay(t, tt.files...)
			require.Equal(t, tt.want, says(dir, open(t, dir).FindAlone(sum)))
		})
	}
}

// What was named may be a link; what lies in it may not lead elsewhere.
func TestLinks(t *testing.T) {
	dir := lay(t, "sum.go")
	elsewhere := lay(t, "02_sum/sum.go")
	if err := os.Symlink(dir, filepath.Join(elsewhere, "link")); err != nil {
		t.Skip("no symbolic links here:", err)
	}
	real, err := filepath.EvalSymlinks(dir)
	require.NoError(t, err)
	require.Equal(t, real, open(t, filepath.Join(elsewhere, "link")).FindAlone(sum).Dir)

	outer := lay(t)
	require.NoError(t, os.Symlink(elsewhere, filepath.Join(outer, "exercises")))
	require.Equal(t, none, says(outer, open(t, outer).Find(sum)))

	// An exercise that is a link is not missing: it is refused where it is read.
	require.NoError(t, os.Symlink(elsewhere, filepath.Join(outer, "02_sum")))
	require.Equal(t, "02_sum", says(outer, open(t, outer).Find(sum)))
}

func TestUnreadable(t *testing.T) {
	dir := lay(t, "locked/02_sum/sum.go", "01_hello/hello.go")
	locked := filepath.Join(dir, "locked")
	require.NoError(t, os.Chmod(locked, 0))
	t.Cleanup(func() { _ = os.Chmod(locked, 0o700) })
	if _, err := os.ReadDir(locked); err == nil {
		t.Skip("this user may read everything")
	}
	h := open(t, dir)
	require.Equal(t, "01_hello", says(dir, h.Find(hello)))
	require.Empty(t, h.Find(sum).Dir)
	require.ErrorIs(t, h.Unreadable(), os.ErrPermission)
	require.ErrorContains(t, h.Unreadable(), locked+" cannot be read: ")

	_, err := handin.Open(t.Context(), locked, small, nil)
	require.ErrorIs(t, err, os.ErrPermission)
}

// Only the exercises that a closed folder may hold, or is, are in doubt because of it.
func TestUnreadableOf(t *testing.T) {
	for name, c := range map[string]struct {
		files  []string
		locked string
		hello  bool // it is in doubt
		sum    bool
	}{
		"one of two":             {[]string{"01_hello/hello.go", "02_sum/sum.go"}, "02_sum", false, true},
		"a folder below":         {[]string{"01_hello/hello.go", "02_sum/src/sum.go"}, "02_sum/src", false, true},
		"a folder beside":        {[]string{"01_hello/hello.go", "02_sum/sum.go", "private/x.go"}, "private", false, false},
		"what may be anywhere":   {[]string{"01_hello/hello.go", "private/x.go"}, "private", false, true},
		"an older one elsewhere": {[]string{"01_hello/hello.go", "02_sum/sum.go", "old/02_sum/sum.go"}, "02_sum", false, true},
		"not what is graded":     {[]string{"01_hello/hello.go", "02_sum/sum.go", "02_sum/notes/x.txt"}, "02_sum/notes", false, false},
	} {
		t.Run(name, func(t *testing.T) {
			dir := lay(t, c.files...)
			locked := filepath.Join(dir, filepath.FromSlash(c.locked))
			require.NoError(t, os.Chmod(locked, 0))
			t.Cleanup(func() { _ = os.Chmod(locked, 0o700) })
			if _, err := os.ReadDir(locked); err == nil {
				t.Skip("this user may read everything")
			}
			h := open(t, dir)
			for e, doubt := range map[*course.Exercise]bool{hello: c.hello, sum: c.sum} {
				err := h.UnreadableOf(e, h.Find(e))
				if !doubt {
					require.NoError(t, err, e.ID)
					continue
				}
				require.ErrorIs(t, err, os.ErrPermission, e.ID)
				require.ErrorContains(t, err, locked+" cannot be read: ")
			}
		})
	}
}

func TestNoSuchThing(t *testing.T) {
	dir := lay(t, "sum.go")
	_, err := handin.Open(t.Context(), filepath.Join(dir, "none"), small, nil)
	require.ErrorIs(t, err, os.ErrNotExist)
	_, err = handin.Open(t.Context(), filepath.Join(dir, "sum.go"), small, func(string) (string, error) { return t.TempDir(), nil })
	require.ErrorIs(t, err, handin.ErrNoArchive)
	full := errors.New("full")
	_, err = handin.Open(t.Context(), filepath.Join(dir, "sum.go"), small, func(string) (string, error) { return "", full })
	require.ErrorIs(t, err, full)
}
