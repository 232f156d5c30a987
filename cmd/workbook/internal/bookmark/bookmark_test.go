package bookmark

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/cmd/workbook/internal/progress"
)

func TestWhatIsWrittenIsRead(t *testing.T) {
	root := t.TempDir()
	require.Zero(t, Read(root))
	require.NoDirExists(t, filepath.Join(root, progress.Dir), "reading makes nothing")
	for _, b := range []Bookmark{
		{Exercise: "02_spawned", Page: 3, Above: 1.0 / 3, Pane: "verdict", NoMouse: true, NoLanes: true},
		{Exercise: "01_sequential"},
	} {
		require.NoError(t, Write(root, b))
		require.Equal(t, b, Read(root))
	}
}

func TestWhatIsOddIsNoPlace(t *testing.T) {
	for name, test := range map[string]struct {
		content string
		want    Bookmark
	}{
		"empty":            {"", Bookmark{}},
		"half":             {`{"exercise": "02_sp`, Bookmark{}},
		"a list":           {`[1, 2]`, Bookmark{}},
		"other types":      {`{"exercise": 2}`, Bookmark{}},
		"a huge file":      {`{"exercise": "` + strings.Repeat("x", most) + `"}`, Bookmark{}},
		"before a page":    {`{"exercise": "02_spawned", "page": -1, "above": 0.5}`, Bookmark{Exercise: "02_spawned"}},
		"below the page":   {`{"exercise": "02_spawned", "page": 1, "above": 1.5}`, Bookmark{Exercise: "02_spawned"}},
		"a field of later": {`{"exercise": "02_spawned", "color": "red"}`, Bookmark{Exercise: "02_spawned"}},
	} {
		t.Run(name, func(t *testing.T) {
			root := t.TempDir()
			require.NoError(t, os.Mkdir(filepath.Join(root, progress.Dir), 0o755))
			require.NoError(t, os.WriteFile(filepath.Join(root, progress.Dir, File), []byte(test.content), 0o644))
			require.Equal(t, test.want, Read(root))
		})
	}
	root := t.TempDir()
	require.NoError(t, os.MkdirAll(filepath.Join(root, progress.Dir, File), 0o755))
	require.Zero(t, Read(root), "a folder in its place")
	require.Error(t, Write(root, Bookmark{}))
}
