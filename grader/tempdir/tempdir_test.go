package tempdir

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// ownerEnv makes this program the owner of a folder, until its input ends.
const ownerEnv = "WORKBOOK_TEST_TEMPDIR_OWNER"

func TestMain(m *testing.M) {
	if os.Getenv(ownerEnv) != "" {
		d, err := Make()
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		fmt.Println(d.Path)
		bufio.NewReader(os.Stdin).ReadByte()
		os.Exit(0) // without a word, as one that is killed
	}
	os.Exit(m.Run())
}

// owner starts a process that has a folder under temp.
func owner(t *testing.T, temp string) (folder string, end func()) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), ownerEnv+"=1", "TMPDIR="+temp, "TMP="+temp, "TEMP="+temp)
	stdin, err := cmd.StdinPipe()
	require.NoError(t, err)
	stdout, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	line, err := bufio.NewReader(stdout).ReadString('\n')
	require.NoError(t, err)
	end = func() { stdin.Close(); cmd.Wait() }
	t.Cleanup(end)
	return line[:len(line)-1], end
}

func TestFoldersOfKilledGradersAreRemoved(t *testing.T) {
	temp := t.TempDir()
	abandoned, end := owner(t, temp)
	require.NoError(t, os.MkdirAll(filepath.Join(abandoned, "build-1", "src"), 0o700))
	inUse, _ := owner(t, temp)
	require.DirExists(t, abandoned, "its owner lives")
	end()
	strangers := filepath.Join(temp, prefix+"notes")
	require.NoError(t, os.Mkdir(strangers, 0o700))

	sweep(temp)
	require.NoDirExists(t, abandoned)
	require.DirExists(t, inUse)
	require.DirExists(t, strangers)
}

func TestTempFolders(t *testing.T) {
	temp := t.TempDir()
	t.Chdir(temp)
	for _, name := range []string{"TMPDIR", "TMP", "TEMP"} {
		t.Setenv(name, ".")
	}
	d, err := Make()
	require.NoError(t, err)
	require.True(t, filepath.IsAbs(d.Path), "a relative TMPDIR leads elsewhere from another folder")
	require.NoError(t, d.Remove())
	left, err := os.ReadDir(temp)
	require.NoError(t, err)
	require.Empty(t, left)

	for _, name := range []string{"TMPDIR", "TMP", "TEMP"} {
		t.Setenv(name, filepath.Join(temp, "missing"))
	}
	_, err = Make()
	require.ErrorContains(t, err, "TMPDIR")
}

// A folder whose maker was killed before it held the lock goes, too, when it is old; a new one
// may be somebody's who is just making it.
func TestSweepOfNewborn(t *testing.T) {
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	t.Setenv("TMP", temp)
	t.Setenv("TEMP", temp)
	old, young := filepath.Join(temp, newborn+"1"), filepath.Join(temp, newborn+"2")
	require.NoError(t, os.Mkdir(old, 0o700))
	require.NoError(t, os.Mkdir(young, 0o700))
	long := time.Now().Add(-2 * laidAside)
	require.NoError(t, os.Chtimes(old, long, long))
	d, err := Make()
	require.NoError(t, err)
	defer d.Remove()
	require.NoDirExists(t, old)
	require.DirExists(t, young)
}
