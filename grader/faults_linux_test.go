package grader_test

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"workbook/grader"
	"workbook/grader/course"
	"workbook/grader/longtest"
	"workbook/grader/report"
)

// TestSwappedWhileGraded swaps two submissions of two files, again and again while
// they are graded. Neither is right; a file of each together would be.
func TestSwappedWhileGraded(t *testing.T) {
	longtest.Skip(t, "it grades many times")
	g := fixture(t)
	temp := t.TempDir()
	dirs := []string{filepath.Join(temp, "one"), filepath.Join(temp, "two")}
	for i, factors := range [][2]int{{6, 6}, {7, 7}} {
		require.NoError(t, os.Mkdir(dirs[i], 0o700))
		for name, source := range map[string]string{
			"a.go": fmt.Sprintf("package answer\n\nconst factor = %d\n", factors[0]),
			"b.go": fmt.Sprintf("package answer\n\nfunc Answer() int { return factor * %d }\n", factors[1]) + twice,
		} {
			require.NoError(t, os.WriteFile(filepath.Join(dirs[i], name), []byte(source), 0o600))
		}
	}
	seen := map[string]int{}
	repeatedly(t, func(int) error {
		return unix.Renameat2(unix.AT_FDCWD, dirs[0], unix.AT_FDCWD, dirs[1], unix.RENAME_EXCHANGE)
	}, func() {
		for range 10 {
			ex := gradeFor(t, g, dirs[0], "TestAnswer")
			require.False(t, ex.Verdict.Passed(), "%+v", ex)
			require.Regexp(t, "Answer gave (36|49) instead of 42|changed while it was read", ex.Message)
			seen[ex.Message[:len("Answer gave 36")]]++
		}
	})
	t.Log(seen)
}

// powerless is set in a process that may not read what modes forbid.
const powerless = "WORKBOOK_TEST_POWERLESS"

// withoutPowers runs the rest of the test in a process whose user is not root: the
// modes of files mean something there.
func withoutPowers(t *testing.T, name string, f func(t *testing.T)) {
	t.Helper()
	if os.Geteuid() != 0 || os.Getenv(powerless) != "" {
		f(t)
		return
	}
	cmd := exec.Command(os.Args[0], "-test.run=^"+name+"$", "-test.v")
	cmd.Env = append(os.Environ(), powerless+"=1")
	// Root out here, so that the build cache can be used; and in there somebody
	// without root's powers.
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWUSER,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: 1000, HostID: 0, Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: 1000, HostID: 0, Size: 1}},
	}
	out, err := cmd.CombinedOutput()
	if err != nil && !errors.As(err, new(*exec.ExitError)) {
		t.Skipf("no namespaces here: %v", err)
	}
	t.Logf("%s", out)
	require.NoError(t, err)
}

func TestUnreadable(t *testing.T) {
	longtest.Skip(t, "it grades with many files damaged")
	withoutPowers(t, "TestUnreadable", func(t *testing.T) {
		root := layOut(t)
		g := open(t, root)
		dir := t.TempDir()
		file := filepath.Join(dir, "answer.go")
		require.NoError(t, os.WriteFile(file, []byte(right), 0o600))

		forbid := func(path string) (allow func()) {
			info, err := os.Stat(path)
			require.NoError(t, err)
			require.NoError(t, os.Chmod(path, 0))
			return func() {
				require.NoError(t, os.Chmod(path, info.Mode().Perm()))
				// The go command keeps what it saw of a folder whose files are older than
				// two seconds, the error included, and sees no change of modes.
				now := time.Now()
				require.NoError(t, os.Chtimes(path, now, now))
			}
		}
		for _, path := range []string{file, dir} {
			allow := forbid(path)
			_, err := os.ReadDir(dir)
			_, fileErr := os.ReadFile(file)
			require.Error(t, errors.Join(err, fileErr), "the test is about what cannot be read")
			ex := gradeFolder(t, g, dir)
			require.Equal(t, report.GraderError, ex.Verdict, "who cannot read a file does not know what is in it: %+v", ex)
			require.Regexp(t, `permission denied, as this user\. Make it.*chmod.*who may read it\.$`, ex.Message)
			allow()
		}

		// What the course lacks is not the submission's fault.
		for _, name := range []string{"solutions/01_answer", "solutions/01_answer/answer_test.go", "solutions/01_answer/subject/main.go"} {
			allow := forbid(filepath.Join(root, name))
			ex := gradeFolder(t, g, dir)
			require.Equal(t, report.GraderError, ex.Verdict, "%s: %+v", name, ex)
			require.Contains(t, ex.Message, "permission denied", name)
			_, err := course.Load(root)
			require.ErrorContains(t, err, "permission denied", name)
			allow()
		}
		ex := gradeFolder(t, g, dir)
		require.Equal(t, report.Pass, ex.Verdict, "%+v", ex)

		// A folder for temporary files that cannot be written.
		temp := t.TempDir()
		t.Setenv("TMPDIR", temp)
		allow := forbid(temp)
		defer allow()
		c, err := course.Load(root)
		require.NoError(t, err)
		_, err = grader.New(c, grader.Options{})
		require.ErrorContains(t, err, "permission denied")
	})
}
