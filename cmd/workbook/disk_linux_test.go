package main

import (
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"workbook/grader/longtest"
	"workbook/grader/report"
)

// smallDisk names the folder that the test, in a process with a mount namespace of
// its own, mounts small disks on.
const smallDisk = "WORKBOOK_TEST_SMALL_DISK"

// TestDiskFull grades a right answer with less and less room for temporary files.
// Wherever the room ends, nobody is blamed, and nothing panics.
func TestDiskFull(t *testing.T) {
	longtest.Skip(t, "it grades on full disks")
	if dir := os.Getenv(smallDisk); dir != "" {
		gradeOnSmallDisks(t, dir)
		return
	}
	if _, err := os.Stat(filepath.Join("..", "..", "solutions")); err != nil {
		t.Skip("this copy of the course has no hidden tests")
	}
	cmd := exec.Command(os.Args[0], "-test.run=^TestDiskFull$", "-test.v")
	cmd.Env = append(os.Environ(), smallDisk+"="+t.TempDir())
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWUSER | syscall.CLONE_NEWNS,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Geteuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getegid(), Size: 1}},
	}
	out, err := cmd.CombinedOutput()
	if !errors.As(err, new(*exec.ExitError)) && err != nil {
		t.Skipf("no namespaces here: %v", err)
	}
	t.Logf("%s", out)
	require.NoError(t, err)
}

func gradeOnSmallDisks(t *testing.T, dir string) {
	// A submission elsewhere, so that no progress is kept.
	real, err := filepath.Abs(filepath.Join("..", ".."))
	require.NoError(t, err)
	from := t.TempDir()
	answer(t, from, filepath.Join(real, "solutions", "01_sequential"))
	require.NoError(t, unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""))

	met := map[string]int{}
	for _, size := range []string{
		"nr_inodes=1", "nr_inodes=12", "nr_inodes=20", "size=256k", "size=8m", "size=16m", "size=1g",
	} {
		require.NoError(t, unix.Mount("tmpfs", dir, "tmpfs", 0, size))
		got := workbook(t, real, []string{"TMPDIR=" + dir}, "grade", "01", "--from", from, "--format", "json")
		require.NoError(t, unix.Unmount(dir, unix.MNT_DETACH))

		require.NotContains(t, got.output, "goroutine ", size)
		var rep report.Report
		stage := "begin"
		if err := json.Unmarshal([]byte(got.output), &rep); err == nil {
			stage = at(rep.Exercises[0])
		}
		met[stage]++
		t.Logf("%s: %s", size, stage)
		if stage == "pass" {
			require.Equal(t, exitOK, got.code, "%s: %s", size, got.output)
			continue
		}
		require.NotEqual(t, "size=1g", size, got.output)
		require.Equal(t, exitFailed, got.code, "%s: %s", size, got.output)
		require.Regexp(t, "The disk is full|no space left on device", got.output, size)
		if len(rep.Exercises) > 0 {
			ex := rep.Exercises[0]
			require.Equal(t, report.GraderError, ex.Verdict, "%s: %+v", size, got.output)
			require.Contains(t, ex.Message, "The disk is full: make room", "%s", size)
		}
	}
	require.GreaterOrEqual(t, len(met), 3, "the room ended at the same place each time: %v", met)
}

// at names the first stage that the grader failed in, or else the verdict.
func at(ex report.Exercise) string {
	for _, s := range ex.Stages {
		if s.Verdict == report.GraderError {
			return string(s.Name)
		}
	}
	return string(ex.Verdict)
}
