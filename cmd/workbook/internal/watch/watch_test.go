package watch

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// patience bounds the wait for an event that must come. It is long because it is
// never spent unless something is broken.
const patience = time.Minute

// watched is a folder with an exercise in it, and the events of it.
type watched struct {
	t      *testing.T
	dir    string
	w      *Watcher
	events <-chan Event
}

// watchTemp watches a new folder. heartbeat says whether to look now and then even
// though the file system is listened to; without, only what it says counts.
func watchTemp(t *testing.T, poll, heartbeat bool) *watched {
	t.Setenv(Env, "")
	opt := Options{Poll: poll, Interval: 20 * time.Millisecond, Debounce: 20 * time.Millisecond}
	if !poll && !heartbeat {
		opt.Interval = time.Hour
	}
	x := &watched{t: t, dir: filepath.Join(t.TempDir(), "02_spawned"), w: New(opt)}
	require.NoError(t, os.Mkdir(x.dir, 0o755))
	x.write("echo.go", "package spawned\n")
	ctx, cancel := context.WithCancel(t.Context())
	x.events = x.w.Watch(ctx, x.dir)
	t.Cleanup(func() {
		cancel()
		for range x.events { // until it is closed
		}
	})
	return x
}

func (x *watched) path(name string) string { return filepath.Join(x.dir, name) }

func (x *watched) write(name, content string) {
	x.t.Helper()
	require.NoError(x.t, os.WriteFile(x.path(name), []byte(content), 0o644))
}

// replace writes a file as careful editors do.
func (x *watched) replace(name, content string) {
	x.t.Helper()
	x.write(name+".tmp", content)
	require.NoError(x.t, os.Rename(x.path(name+".tmp"), x.path(name)))
}

// reaches waits until an event reports the content that is there now. States in
// between may be reported before it: on a slow machine they last long enough.
func (x *watched) reaches() {
	x.t.Helper()
	want, err := Hash(x.dir)
	require.NoError(x.t, err)
	deadline := time.After(patience)
	for {
		select {
		case ev := <-x.events:
			if ev.Hash == want {
				return
			}
		case <-deadline:
			x.t.Fatalf("no event in %v (%s)", patience, x.w.Mode())
		}
	}
}

func (x *watched) modeBecomes(want string) {
	x.t.Helper()
	require.Eventually(x.t, func() bool { return x.w.Mode() == want }, patience, time.Millisecond, "the mode never is %s", want)
}

// each runs the test once listening and once polling.
func each(t *testing.T, test func(t *testing.T, x *watched)) {
	t.Run(Notify, func(t *testing.T) {
		x := watchTemp(t, false, false)
		require.Equal(t, Notify, x.w.Mode())
		test(t, x)
		require.Equal(t, Notify, x.w.Mode())
	})
	t.Run(Polling, func(t *testing.T) {
		x := watchTemp(t, true, false)
		require.Equal(t, Polling, x.w.Mode())
		test(t, x)
		require.Equal(t, Polling, x.w.Mode())
	})
}

func TestWaysToSave(t *testing.T) {
	for name, save := range map[string]func(x *watched, content string){
		"in place":          func(x *watched, c string) { x.write("echo.go", c) },
		"temporary, rename": func(x *watched, c string) { x.replace("echo.go", c) },
		"backup, create": func(x *watched, c string) {
			require.NoError(x.t, os.Rename(x.path("echo.go"), x.path("echo.go~")))
			x.write("echo.go", c)
		},
		"delete, create": func(x *watched, c string) {
			require.NoError(x.t, os.Remove(x.path("echo.go")))
			x.write("echo.go", c)
		},
		"in two writes": func(x *watched, c string) {
			f, err := os.Create(x.path("echo.go"))
			require.NoError(x.t, err)
			defer f.Close()
			for _, part := range []string{c[:len(c)/2], c[len(c)/2:]} {
				_, err = f.WriteString(part)
				require.NoError(x.t, err)
			}
		},
		"another file": func(x *watched, c string) { x.write("more.go", c) },
		"many files": func(x *watched, c string) {
			for i := range 200 {
				x.write(fmt.Sprintf("f%03d.go", i), c)
			}
		},
		"a deletion": func(x *watched, c string) {
			x.write("more.go", c)
			x.reaches()
			require.NoError(x.t, os.Remove(x.path("more.go")))
		},
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, x *watched) {
				save(x, "package spawned // one\n")
				x.reaches()
				save(x, "package spawned // two\n")
				x.reaches()
			})
		})
	}
}

// What changes no content is not reported: the first event is that of the change
// behind it.
func TestNoChangeNoEvent(t *testing.T) {
	for name, touch := range map[string]func(x *watched){
		"mode":           func(x *watched) { require.NoError(x.t, os.Chmod(x.path("echo.go"), 0o600)) },
		"times":          func(x *watched) { require.NoError(x.t, os.Chtimes(x.path("echo.go"), time.Now(), time.Now())) },
		"same content":   func(x *watched) { x.replace("echo.go", "package spawned\n") },
		"other files":    func(x *watched) { x.write("notes.txt", "x"); x.write("exercise.toml", "y") },
		"editor's files": func(x *watched) { x.write(".echo.go", "x"); x.write("_echo.go", "y"); x.write("echo.go~", "z") },
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, x *watched) {
				touch(x)
				x.replace("echo.go", "package spawned // changed\n")
				want, err := Hash(x.dir)
				require.NoError(t, err)
				select {
				case ev := <-x.events:
					require.Equal(t, want, ev.Hash)
				case <-time.After(patience):
					t.Fatal("no event")
				}
			})
		})
	}
}

func TestFolderVanishesAndComesBack(t *testing.T) {
	for _, poll := range []bool{false, true} {
		t.Run(fmt.Sprintf("poll=%v", poll), func(t *testing.T) {
			x := watchTemp(t, poll, true)
			for i := range 3 {
				require.NoError(t, os.RemoveAll(x.dir))
				x.modeBecomes(Polling)
				require.NoError(t, os.Mkdir(x.dir, 0o755))
				x.write("echo.go", fmt.Sprintf("package spawned // %d\n", i))
				x.reaches()
				if !poll {
					x.modeBecomes(Notify)
				}
			}
			x.write("echo.go", "package spawned // and it hears again\n")
			x.reaches()
		})
	}
}

// The file system says that the folder is gone; nobody has to look.
func TestGoneFolderIsHeardOf(t *testing.T) {
	x := watchTemp(t, false, false)
	require.NoError(t, os.RemoveAll(x.dir))
	x.modeBecomes(Polling)
}

// A folder that stays away is an event, once; the same content back in its place is none.
func TestGoneFolderIsAnEvent(t *testing.T) {
	for _, poll := range []bool{false, true} {
		t.Run(fmt.Sprintf("poll=%v", poll), func(t *testing.T) {
			x := watchTemp(t, poll, true)
			require.NoError(t, os.RemoveAll(x.dir))
			select {
			case ev := <-x.events:
				require.True(t, ev.Gone)
			case <-time.After(patience):
				t.Fatal("no event")
			}
			require.NoError(t, os.Mkdir(x.dir, 0o755))
			x.replace("echo.go", "package spawned\n")
			x.write("echo.go", "package spawned // new\n")
			x.reaches()
		})
	}
}

// A checkout that puts another folder in place of the watched one.
func TestFolderIsReplaced(t *testing.T) {
	x := watchTemp(t, false, true)
	other := x.dir + ".new"
	require.NoError(t, os.Mkdir(other, 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(other, "echo.go"), []byte("package spawned // new\n"), 0o644))
	require.NoError(t, os.Rename(x.dir, x.dir+".old"))
	require.NoError(t, os.Rename(other, x.dir))
	x.reaches()
	x.modeBecomes(Notify)
	x.write("echo.go", "package spawned // newer\n")
	x.reaches()
}

func TestFolderThatIsNotThereYet(t *testing.T) {
	t.Setenv(Env, "")
	x := &watched{t: t, dir: filepath.Join(t.TempDir(), "later"), w: New(Options{Interval: 10 * time.Millisecond})}
	ctx, cancel := context.WithCancel(t.Context())
	x.events = x.w.Watch(ctx, x.dir)
	require.Equal(t, Polling, x.w.Mode())
	require.NoError(t, os.Mkdir(x.dir, 0o755))
	x.write("echo.go", "package spawned\n")
	x.reaches()
	x.modeBecomes(Notify)
	cancel()
	for range x.events {
	}
}

func TestEnvironmentForcesPolling(t *testing.T) {
	t.Setenv(Env, "1")
	w := New(Options{})
	ctx, cancel := context.WithCancel(t.Context())
	events := w.Watch(ctx, t.TempDir())
	require.Equal(t, Polling, w.Mode())
	cancel()
	for range events {
	}
}

func TestHashFiles(t *testing.T) {
	files := map[string][]byte{
		"hello.go": []byte("package hello"), "a.go": nil, "größe.go": []byte("x"), "_draft.go": []byte("x"), ".x.go": nil, "notes.txt": nil,
		"large.go": make([]byte, maxFile+1),
	}
	dir := t.TempDir()
	for name, data := range files {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), data, 0o644))
	}
	want, err := Hash(dir)
	require.NoError(t, err)
	require.Equal(t, want, HashFiles(files))
}

func TestHash(t *testing.T) {
	dir := t.TempDir()
	write := func(name, content string) {
		t.Helper()
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(content), 0o644))
	}
	seen := map[string]string{}
	isNew := func(what string) {
		t.Helper()
		h, err := Hash(dir)
		require.NoError(t, err)
		require.Len(t, h, 64)
		require.Empty(t, seen[h], "%s is the same as before", what)
		seen[h] = what
	}
	isKnown := func(what string) {
		t.Helper()
		h, err := Hash(dir)
		require.NoError(t, err)
		require.Equal(t, what, seen[h])
	}

	isNew("an empty folder")
	write("a.go", "")
	isNew("an empty file")
	write("a.go", "x")
	isNew("a file")
	write("b.go", "y")
	isNew("two files")
	write("a.go", "y")
	write("b.go", "x")
	isNew("the contents the other way round")
	write("a.go", "x")
	write("b.go", "y")
	isKnown("two files")
	require.NoError(t, os.Rename(filepath.Join(dir, "b.go"), filepath.Join(dir, "c.go")))
	isNew("another name")
	write("c_test.go", "y")
	isNew("a test")
	require.NoError(t, os.Mkdir(filepath.Join(dir, "d.go"), 0o755))
	isNew("a folder called .go")
	write("exercise.toml", "z")
	write(".#a.go", "z")
	write("_a.go", "z")
	isKnown("a folder called .go")

	big := make([]byte, maxFile)
	write("big.go", string(big))
	isNew("a big file")
	write("big.go", string(big)+"x")
	isNew("a bigger one")

	_, err := Hash(filepath.Join(dir, "missing"))
	require.True(t, errors.Is(err, os.ErrNotExist), err)
}
