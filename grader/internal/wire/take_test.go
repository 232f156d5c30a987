package wire_test

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/internal/wire"
)

// inside makes this test program a process that has a task.
const inside = "WIRE_TEST_INSIDE"

func TestMain(m *testing.M) {
	if os.Getenv(inside) == "" {
		os.Exit(m.Run())
	}
	fmt.Printf("%q %q\n", os.Getenv(wire.ResultEnv), os.Getenv(wire.TaskEnv))
	task, err := wire.TakeTask()
	fmt.Println(task, err)
	_, err = wire.TakeTask() // the descriptors are closed
	fmt.Println(err != nil)
	w, err := wire.Open()
	fmt.Println(w != nil, err)
}

// A process takes its task once, when it asks; and when its code begins to run,
// nothing in its environment says by which descriptors.
func TestTakeTask(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("handles are inherited in another way")
	}
	from, to, err := os.Pipe()
	require.NoError(t, err)
	asks, ask, err := os.Pipe()
	require.NoError(t, err)
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), inside+"=1", wire.ResultEnv+"=3", wire.TaskEnv+"=4 5")
	cmd.ExtraFiles = []*os.File{os.Stderr, from, ask}
	var out bytes.Buffer
	cmd.Stdout = &out
	require.NoError(t, cmd.Start())
	require.NoError(t, from.Close())
	require.NoError(t, ask.Close())
	var b [1]byte
	_, err = io.ReadFull(asks, b[:])
	require.NoError(t, err)
	_, err = to.Write(wire.Task{Check: "TestA", Seed: 7, Again: true, Package: "c/solutions/01_a"}.Encode())
	require.NoError(t, err)
	require.NoError(t, to.Close())
	rest, err := io.ReadAll(asks)
	require.NoError(t, err)
	require.Empty(t, rest, "it asks once")
	require.NoError(t, cmd.Wait())
	require.Equal(t, "\"\" \"\"\n{TestA 7 true {0 0 0s}  false c/solutions/01_a} <nil>\ntrue\ntrue <nil>\n", out.String())
}
