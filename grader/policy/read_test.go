package policy_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"workbook/grader/policy"
)

const stub = "package task\n"

// folder makes a folder with these files; a name that ends in / is a folder.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if strings.HasSuffix(name, "/") {
			require.NoError(t, os.MkdirAll(path, 0o755))
			continue
		}
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(content), 0o644))
	}
	return dir
}

func names(src *policy.Source) []string {
	var list []string
	for _, f := range src.Files {
		list = append(list, f.Name)
	}
	return list
}

func TestReadTakesGoFilesOnly(t *testing.T) {
	dir := folder(t, map[string]string{
		"task.go": stub, "b.go": stub, "größe.go": stub, "linux.go": stub, "v2.x.go": stub,
		"OTHER.GO": stub, "task_test.go": "package task\n", "x_linux_test.go": "package task\n",
		"README.md": "notes", "lesson.md": "x", "exercise.toml": "x", "notes.txt": "x",
		"task.go~": "x", "#task.go#": "x", ".task.go.swp": "x", ".hidden.go": "package x\n", "_draft.go": "package x\n",
		"asm_amd64.s": "TEXT", "c.c": "int x;", "x.syso": "x", "go.mod": "module x\n",
		"sub/x.go": "package sub\n", "vendor/v/v.go": "package v\n", "dir.go/": "", ".git/config": "x",
	})
	src, problems := policy.Read(dir, "exercises/05_join/")
	require.Empty(t, problems)
	require.Equal(t, []string{"b.go", "größe.go", "linux.go", "task.go", "v2.x.go"}, names(src))
	require.Equal(t, stub, string(src.Files[0].Data))
	require.Equal(t, "exercises/05_join/b.go", src.Display("b.go"))
	var left []string
	for _, l := range src.LeftOut {
		requireSentence(t, l.Why)
		left = append(left, l.Name)
	}
	require.Equal(t, []string{"OTHER.GO", "asm_amd64.s", "c.c", "dir.go", "go.mod", "sub", "task_test.go", "vendor", "x.syso", "x_linux_test.go"}, left)
}

func TestReadRefuses(t *testing.T) {
	manyFiles := map[string]string{}
	for i := range policy.MaxFiles + 1 {
		manyFiles[fmt.Sprintf("f%d.go", i)] = stub
	}
	large := stub + strings.Repeat("//"+strings.Repeat("x", 1021)+"\n", 250)
	tests := []struct {
		name  string
		files map[string]string
		want  string // file:line rule
		says  string
	}{
		{"nothing", nil, "ex:0 no-files", "no Go file"},
		{"tests only", map[string]string{"a_test.go": stub}, "ex:0 no-files", "no Go file"},
		{"go:build", map[string]string{"a.go": "// Package task.\n\n//go:build linux\n\npackage task\n"}, "ex/a.go:3 build-constraint", "build constraint"},
		{"+build", map[string]string{"a.go": "// +build linux\n\npackage task\n"}, "ex/a.go:1 build-constraint", "build constraint"},
		{"build ignore after a block", map[string]string{"a.go": "/* x */\n//go:build ignore\n\npackage task\n"}, "ex/a.go:2 build-constraint", "build constraint"},
		{"GOOS", map[string]string{"a_windows.go": stub}, "ex/a_windows.go:0 file-name", "_windows"},
		{"GOARCH", map[string]string{"a_arm64.go": stub}, "ex/a_arm64.go:0 file-name", "_arm64"},
		{"GOOS and GOARCH", map[string]string{"a_linux_amd64.go": stub}, "ex/a_linux_amd64.go:0 file-name", "_amd64"},
		{"GOOS before a dot", map[string]string{"a_linux.x.go": stub}, "ex/a_linux.x.go:0 file-name", "_linux"},
		{"GOOS before _test and a dot", map[string]string{"a_linux_test.x.go": stub}, "ex/a_linux_test.x.go:0 file-name", "_linux"},
		{"option as a name", map[string]string{"-o.go": stub}, `ex/"-o.go":0 file-name`, "characters"},
		{"space in a name", map[string]string{"a b.go": stub}, `ex/"a b.go":0 file-name`, "characters"},
		{"device", map[string]string{"con.go": stub}, "ex/con.go:0 file-name", "device on Windows"},
		{"device and more", map[string]string{"Aux.x.go": stub}, "ex/Aux.x.go:0 file-name", "device on Windows"},
		{"port", map[string]string{"lpt1.go": stub}, "ex/lpt1.go:0 file-name", "device on Windows"},
		{"letters of other scripts in a name with a space", map[string]string{"größe 服务.go": stub}, `ex/"größe 服务.go":0 file-name`, "characters"},
		{"bytes that are no text in a name", map[string]string{"a\xff.go": stub}, `ex/"a\xff.go":0 file-name`, "characters"},
		{"UTF-16", map[string]string{"a.go": "\xff\xfep\x00a\x00"}, "ex/a.go:0 encoding", "UTF-16"},
		{"UTF-16 of another order", map[string]string{"a.go": "\xfe\xff\x00p\x00a"}, "ex/a.go:0 encoding", "UTF-16"},
		{"Latin-1", map[string]string{"a.go": stub + "\n// caf\u00e9 in UTF-8\n// caf\xe9 in Latin-1\n"}, "ex/a.go:4 encoding", "UTF-8"},
		{"UTF-16 without a mark", map[string]string{"a.go": strings.Join(strings.Split(stub, ""), "\x00") + "\x00"}, "ex/a.go:0 encoding", "UTF-16"},
		{"another ending", map[string]string{"a.go.txt": stub, "a_test.go": stub}, "ex:0 no-files", "There is a.go.txt, but Go takes only files whose names end in .go."},
		{"a second download", map[string]string{"a.go (1)": stub}, "ex:0 no-files", `There is "a.go (1)", but`},
		{"capital letters", map[string]string{"A.GO": stub}, "ex:0 no-files", "There is A.GO, but"},
		{"a folder more", map[string]string{"sub/a.go": stub}, "ex:0 no-files", "There is sub, which is left out. A submission is one package"},
		{"filler in a name", map[string]string{"a\u3164.go": stub}, `ex/"a\u3164.go":0 file-name`, "characters"},
		{"selector in a name", map[string]string{"a\ufe0f.go": stub}, `ex/"a\ufe0f.go":0 file-name`, "characters"},
		{"long name", map[string]string{strings.Repeat("x", 120) + ".go": stub}, `ex/"` + strings.Repeat("x", 100) + `":0 file-name`, "characters"},
		{"large file", map[string]string{"a.go": large + large}, "ex/a.go:0 size", "256 KiB"},
		{"large in all", map[string]string{"a.go": large, "b.go": large, "c.go": large, "d.go": large, "e.go": large}, "ex:0 size", "1024 KiB"},
		{"many lines", map[string]string{"a.go": stub + strings.Repeat("\n", 20_000)}, "ex:0 size", "20000 lines"},
		{"many files", manyFiles, "ex:0 size", "64 Go files"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, problems := policy.Read(folder(t, tt.files), "ex/")
			require.Len(t, problems, 1)
			p := problems[0]
			require.Equal(t, tt.want, fmt.Sprintf("%s:%d %s", p.File, p.Line, p.Rule))
			require.Contains(t, p.Message, tt.says)
			requireSentence(t, p.Message)
			requireSentence(t, p.Hint)
		})
	}
}

func TestReadSaysAllAtOnce(t *testing.T) {
	dir := folder(t, map[string]string{"a_linux.go": stub, "b.go": "//go:build x\n\npackage task\n", "c.go": stub, "d e.go": stub})
	src, problems := policy.Read(dir, "")
	require.Len(t, problems, 3)
	require.Equal(t, []string{"b.go", "c.go"}, names(src), "what could be read is there all the same")
}

func TestReadWantsNamesThatDifferEverywhere(t *testing.T) {
	dir := folder(t, map[string]string{"Echo.go": stub, "echo.go": stub, "x.go": stub})
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	if len(entries) < 3 {
		t.Skip("this system does not tell small letters from capital ones")
	}
	src, problems := policy.Read(dir, "")
	require.Equal(t, []string{"Echo.go", "x.go"}, names(src))
	require.Len(t, problems, 1)
	require.Equal(t, "file-name", problems[0].Rule)
	require.Equal(t, "echo.go", problems[0].File)
	require.Contains(t, problems[0].Message, "Echo.go and echo.go")
}

func TestReadShowsNamesThatLookTheSame(t *testing.T) {
	dir := folder(t, map[string]string{"caf\u00e9.go": stub, "cafe\u0301.go": stub})
	_, problems := policy.Read(dir, "")
	require.Len(t, problems, 1)
	require.Contains(t, problems[0].Message, "cafe\u0301.go (\"cafe\\u0301.go\") and caf\u00e9.go (\"caf\\u00e9.go\")")
}

func TestReadSaysWhatToRename(t *testing.T) {
	for name, want := range map[string]string{
		"echo.go.txt": "echo.go", "Echo.Go": "Echo.go", "echo.go (1)": "echo.go", "echo.GO.docx": "echo.go", "größe.go.txt": "größe.go",
	} {
		_, problems := policy.Read(folder(t, map[string]string{name: stub}), "")
		require.Len(t, problems, 1, name)
		require.Contains(t, problems[0].Hint, "Rename it to "+want+";")
	}
	for _, name := range []string{"notes.txt", "echo.gob", "echo.golden", "echo.go~", "echo", ".go.txt"} {
		src, problems := policy.Read(folder(t, map[string]string{name: stub}), "")
		require.Len(t, problems, 1, name)
		require.Empty(t, src.LeftOut, name)
	}
}

func TestNamesOfTwoForms(t *testing.T) {
	for _, same := range [][2]string{
		{"caf\u00e9.go", "cafe\u0301.go"}, {"\u00c9.go", "e\u0301.go"}, {"\u212b.go", "\u00e5.go"}, {"\uac01.go", "\u1100\u1161\u11a8.go"},
		{"\u1e69.go", "s\u0307\u0323.go"}, {"\u03a3.go", "\u03c2.go"}, {"k.go", "\u212a.go"},
	} {
		require.Equal(t, policy.SameName(same[0]), policy.SameName(same[1]), "%+q", same)
	}
	for _, other := range [][2]string{
		{"caf\u00e9.go", "cafe.go"}, {"\u00e8.go", "\u00e9.go"}, {"服务.go", "任务.go"}, {"\uac00.go", "\uac01.go"}, {"a.go", "а.go"},
	} {
		require.NotEqual(t, policy.SameName(other[0]), policy.SameName(other[1]), "%+q", other)
	}
	for _, fine := range []string{"console.go", "auxiliary.go", "com.go", "com10.go", "lpt.go", "nullable.go", "a.con.go"} {
		_, problems := policy.Read(folder(t, map[string]string{fine: stub}), "")
		require.Empty(t, problems, fine)
	}
}

func TestAFileThatChangesIsNotTheSame(t *testing.T) {
	stat := func(name string) os.FileInfo {
		info, err := os.Lstat(name)
		require.NoError(t, err)
		return info
	}
	dir := folder(t, map[string]string{"a.go": stub, "b.go": stub, "sub/": ""})
	a := filepath.Join(dir, "a.go")
	before := stat(a)
	require.True(t, policy.Same(before, stat(a)))
	for name, change := range map[string]func() error{
		"longer":  func() error { return os.WriteFile(a, []byte(stub+"\n"), 0o600) },
		"later":   func() error { return os.Chtimes(a, time.Time{}, before.ModTime().Add(time.Second)) },
		"another": func() error { return os.Rename(filepath.Join(dir, "b.go"), a) },
	} {
		t.Run(name, func(t *testing.T) {
			before := stat(a)
			require.NoError(t, change())
			require.False(t, policy.Same(before, stat(a)))
		})
	}
	require.False(t, policy.Same(before, stat(filepath.Join(dir, "sub"))))
}

func TestReadTakesAHardLink(t *testing.T) {
	dir := folder(t, map[string]string{"a.go": stub})
	if err := os.Link(filepath.Join(dir, "a.go"), filepath.Join(dir, "b.go")); err != nil {
		t.Skipf("this system makes no hard links: %v", err)
	}
	src, problems := policy.Read(dir, "")
	require.Empty(t, problems)
	require.Equal(t, []string{"a.go", "b.go"}, names(src))
}

func TestReadFollowsNoLink(t *testing.T) {
	outside := folder(t, map[string]string{"secret.go": stub})
	dir := folder(t, map[string]string{"b.go": stub})
	link := func(to, from string) {
		if err := os.Symlink(to, from); err != nil {
			t.Skipf("this system makes no links: %v", err)
		}
	}
	link(filepath.Join(outside, "secret.go"), filepath.Join(dir, "out.go"))
	link("b.go", filepath.Join(dir, "in.go"))
	link("nowhere", filepath.Join(dir, "broken.go"))
	link(outside, filepath.Join(dir, "notes"))
	src, problems := policy.Read(dir, "")
	require.Equal(t, []string{"b.go"}, names(src))
	var files []string
	for _, p := range problems {
		require.Equal(t, "link", p.Rule)
		files = append(files, p.File)
	}
	require.Equal(t, []string{"broken.go", "in.go", "out.go"}, files)

	_, problems = policy.Read(filepath.Join(dir, "notes"), "")
	require.Len(t, problems, 1)
	require.Equal(t, "link", problems[0].Rule)
}

func TestReadWithoutAFolder(t *testing.T) {
	dir := folder(t, map[string]string{"a.go": stub})
	src, problems := policy.Read(filepath.Join(dir, "none"), "exercises/05_join/")
	require.Len(t, problems, 1)
	require.Equal(t, "There is no folder exercises/05_join.", problems[0].Message)
	require.Empty(t, src.Files)

	_, problems = policy.Read(filepath.Join(dir, "a.go"), "")
	require.Len(t, problems, 1)
	require.Contains(t, problems[0].Message, "something else")
}

func TestReadAFileWithoutPermission(t *testing.T) {
	dir := folder(t, map[string]string{"a.go": stub, "b.go": stub})
	require.NoError(t, os.Chmod(filepath.Join(dir, "a.go"), 0))
	if f, err := os.Open(filepath.Join(dir, "a.go")); err == nil {
		f.Close()
		t.Skip("this user may read everything")
	}
	src, problems := policy.Read(dir, "")
	require.Equal(t, []string{"b.go"}, names(src))
	require.Len(t, problems, 1)
	require.Equal(t, "unreadable", problems[0].Rule)
	require.Contains(t, problems[0].Message, "The file a.go cannot be read")
}

func TestHash(t *testing.T) {
	hash := func(files map[string]string) string {
		src, _ := policy.Read(folder(t, files), "")
		return src.Hash
	}
	one := hash(map[string]string{"a.go": stub, "b.go": stub})
	require.Equal(t, one, hash(map[string]string{"b.go": stub, "a.go": stub, "notes.txt": "x"}))
	require.NotEqual(t, one, hash(map[string]string{"a.go": stub}))
	require.NotEqual(t, one, hash(map[string]string{"a.go": stub, "c.go": stub}))
	require.NotEqual(t, one, hash(map[string]string{"a.go": stub, "b.go": stub + " "}))
	// What moves from one file to the next is seen.
	require.NotEqual(t, hash(map[string]string{"a.go": "xb.go", "b.go": ""}), hash(map[string]string{"a.go": "x", "b.go": "b.go"}))
}
