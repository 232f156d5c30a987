package likeness_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/course"
	"workbook/grader/likeness"
)

func of(source string) likeness.Prints {
	return likeness.Of(map[string][]byte{"a.go": []byte(source)})
}

const original = `package a

import ("errors"; "net")

// serve serves.
func serve(conn net.Conn, most int) error {
	defer conn.Close()
	buffer := make([]byte, 4096)
	total := 0
	for total < most {
		n, err := conn.Read(buffer)
		if n > 0 {
			if _, werr := conn.Write(buffer[:n]); werr != nil {
				return werr
			}
			total += n
		}
		if err != nil {
			return err
		}
	}
	return errors.New("too much")
}

func other(ln net.Listener) {
	for {
		conn, err := ln.Accept()
		if err != nil {
			return
		}
		go serve(conn, 10)
	}
}
`

// The same under other names, in another order, with other words and comments.
const disguised = `package a

import ("errors"; "net")

func loop(listener net.Listener) {
	for {
		// next please
		c, problem := listener.Accept()
		if problem != nil {
			return
		}
		go handle(c, 99)
	}
}

func handle(c net.Conn, limit int) error {
	defer c.Close()
	var_ := make([]byte, (512))
	sum := 7
	for sum < limit {
		read, problem := c.Read(var_)
		if read > 0 {
			if _, p := c.Write(var_[:read]); p != nil {
				return p
			}
			sum += read
		}
		if problem != nil {
			return problem
		}
	}
	return errors.New("enough")
}
`

func TestDisguise(t *testing.T) {
	alike := likeness.Compare(of(original), of(disguised), nil)
	require.EqualValues(t, 1, alike.Share())
	require.True(t, alike.Suspicious())
	require.NotEmpty(t, alike.Lines)
	for _, p := range alike.Lines {
		require.Equal(t, "a.go", p.A.File)
		require.LessOrEqual(t, p.A.First, p.A.Last)
		require.LessOrEqual(t, p.B.First, p.B.Last)
	}
}

func TestWhatIsInCommonDoesNotCount(t *testing.T) {
	alike := likeness.Compare(of(original), of(disguised), of(original))
	require.Zero(t, alike.Of)
	require.Zero(t, alike.Share())
	require.False(t, alike.Suspicious())
}

func TestOthersAreOthers(t *testing.T) {
	alike := likeness.Compare(of(original), of(`package a
import ("io"; "net"; "sync")
func echo(ln net.Listener) error {
	var wg sync.WaitGroup
	defer wg.Wait()
	for {
		c, err := ln.Accept()
		if err != nil { return err }
		wg.Go(func() { defer c.Close(); io.Copy(c, c) })
	}
}`), nil)
	require.Less(t, alike.Share(), 0.5)
}

func TestBrokenSource(t *testing.T) {
	for _, s := range []string{"", "package", "package a\nfunc f( {", "\x00", "package a\nfunc f() { x := "} {
		require.False(t, likeness.Compare(of(s), of(s), nil).Suspicious(), "%q", s)
	}
}

// How often two solutions are called suspicious that were written to differ: the
// known-right ones of this course. The figure is what a teacher has to expect.
func TestFalseAlarms(t *testing.T) {
	root, err := filepath.Abs("../..")
	require.NoError(t, err)
	c, err := course.Load(root)
	require.NoError(t, err)
	if !c.HasSolutions() {
		t.Skip("the course is a student's: there are no solutions to compare")
	}
	pairs, alarms := 0, 0
	for _, e := range c.Exercises {
		common := read(t, c.ExerciseDir(e.ID)).With(read(t, c.SolutionDir(e.ID)))
		dirs, err := filepath.Glob(filepath.Join(c.SolutionDir(e.ID), "testdata", "right", "*"))
		require.NoError(t, err)
		for i, a := range dirs {
			require.True(t, i > 0 || len(read(t, a)) > 0)
			for _, b := range dirs[:i] {
				pairs++
				if alike := likeness.Compare(read(t, a), read(t, b), common); alike.Suspicious() {
					alarms++
					t.Logf("%s: %s and %s, %.0f %% of %d", e.ID, filepath.Base(a), filepath.Base(b), 100*alike.Share(), alike.Of)
				}
			}
		}
	}
	t.Logf("%d alarms over %d pairs: %.2f %%", alarms, pairs, 100*float64(alarms)/float64(pairs))
	require.Greater(t, pairs, 300)
	require.Less(t, float64(alarms)/float64(pairs), 0.05)
}

func read(t *testing.T, dir string) likeness.Prints {
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	require.NoError(t, err)
	files := map[string][]byte{}
	for _, name := range names {
		if ok, _ := filepath.Match("*_test.go", filepath.Base(name)); ok {
			continue
		}
		data, err := os.ReadFile(name)
		require.NoError(t, err)
		files[filepath.Base(name)] = data
	}
	return likeness.Of(files)
}
