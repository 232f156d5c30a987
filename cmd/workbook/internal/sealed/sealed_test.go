package sealed_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"filippo.io/age"
	"github.com/stretchr/testify/require"

	"workbook/cmd/workbook/internal/sealed"
	"workbook/grader/longtest"
)

var files = map[string][]byte{"solutions/01_a/a.go": []byte("package a\n\nconst secret = 1\n"), "go.mod": []byte("module a\n")}

// write seals the files and returns the name of what was made.
func write(t *testing.T, files map[string][]byte, public ...string) string {
	t.Helper()
	to, err := sealed.Recipients(public)
	require.NoError(t, err)
	var b bytes.Buffer
	require.NoError(t, sealed.Write(&b, files, to))
	require.NotContains(t, b.String(), "secret")
	name := filepath.Join(t.TempDir(), "course.age")
	require.NoError(t, os.WriteFile(name, b.Bytes(), 0o600))
	return name
}

func open(t *testing.T, name string) (dir string, err error) {
	t.Helper()
	keys, err := sealed.TakeKeys()
	require.NoError(t, err)
	require.Empty(t, os.Getenv(sealed.IdentityEnv)+os.Getenv(sealed.PassphraseEnv), "children would inherit it")
	dir = t.TempDir()
	return dir, sealed.Open(name, dir, keys)
}

func TestIdentity(t *testing.T) {
	key, err := age.GenerateX25519Identity()
	require.NoError(t, err)
	other, err := age.GenerateX25519Identity()
	require.NoError(t, err)
	name := write(t, files, key.Recipient().String())

	t.Setenv(sealed.IdentityEnv, "# made today\n"+key.String()+"\n")
	dir, err := open(t, name)
	require.NoError(t, err)
	for file, want := range files {
		got, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(file)))
		require.NoError(t, err)
		require.Equal(t, want, got)
	}
	t.Setenv(sealed.IdentityEnv, other.String())
	_, err = open(t, name)
	require.ErrorIs(t, err, sealed.ErrWrongKey)
	t.Setenv(sealed.IdentityEnv, "secret")
	_, err = sealed.TakeKeys()
	require.ErrorContains(t, err, "holds no identity")
	require.NotContains(t, err.Error(), "secret")
	_, err = sealed.TakeKeys()
	require.ErrorIs(t, err, sealed.ErrNoKey)
}

func TestPassphrase(t *testing.T) {
	longtest.Turn(t)
	_, err := sealed.Recipients(nil)
	require.ErrorContains(t, err, "nobody could open it")
	t.Setenv(sealed.PassphraseEnv, "correct horse")
	name := write(t, files)
	_, err = open(t, name)
	require.NoError(t, err)
	t.Setenv(sealed.PassphraseEnv, "battery staple")
	_, err = open(t, name)
	require.Error(t, err)
}

// TestDamage opens files that were cut off, changed, or name files elsewhere.
func TestDamage(t *testing.T) {
	key, err := age.GenerateX25519Identity()
	require.NoError(t, err)
	whole, err := os.ReadFile(write(t, files, key.Recipient().String()))
	require.NoError(t, err)
	changed := bytes.Clone(whole)
	changed[len(changed)-20] ^= 1
	for name, data := range map[string][]byte{"cut off": whole[:len(whole)-10], "changed": changed, "empty": nil, "another": []byte("PK\x03\x04")} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "course.age")
			require.NoError(t, os.WriteFile(file, data, 0o600))
			t.Setenv(sealed.IdentityEnv, key.String())
			_, err := open(t, file)
			require.Error(t, err)
		})
	}
	outside := write(t, map[string][]byte{"../outside.go": nil}, key.Recipient().String())
	t.Setenv(sealed.IdentityEnv, key.String())
	dir, err := open(t, outside)
	require.Error(t, err)
	require.NoFileExists(t, filepath.Join(filepath.Dir(dir), "outside.go"))
}
