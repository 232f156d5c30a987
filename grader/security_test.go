package grader_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// What SECURITY.md claims is claimed with the name of a test that shows it. A name
// that ends in … stands for several.
func TestSecurityNamesItsTests(t *testing.T) {
	page, err := os.ReadFile(filepath.Join("..", "SECURITY.md"))
	require.NoError(t, err)
	var tests strings.Builder
	for _, half := range []string{".", filepath.Join("..", "cmd")} {
		require.NoError(t, filepath.WalkDir(half, func(path string, _ fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(path, "_test.go") {
				return err
			}
			data, err := os.ReadFile(path)
			tests.Write(data)
			return err
		}))
	}
	names := regexp.MustCompile("`((?:Test|Fuzz)[A-Z]\\w*)(…?)").FindAllStringSubmatch(string(page), -1)
	require.Greater(t, len(names), 20)
	for _, m := range names {
		function := "func " + m[1]
		if m[2] == "" {
			function += "("
		}
		require.True(t, strings.Contains(tests.String(), function), "SECURITY.md names %s, and there is no such test", m[1])
	}
}
