package account_test

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/cmd/workbook/internal/account"
)

func none(string) string { return "" }

func TestAddress(t *testing.T) {
	for given, want := range map[string]string{
		"class.example.org":              "https://class.example.org",
		"https://Class.Example.org:8420": "https://class.example.org:8420",
		"http://127.0.0.1:8420/":         "http://127.0.0.1:8420",
		"https://example.org/go/class/":  "https://example.org/go/class",
	} {
		got, err := account.Address(given)
		require.NoError(t, err, given)
		require.Equal(t, want, got)
	}
	for _, given := range []string{"", "https://", "ftp://example.org", "https://me:secret@example.org", "https://example.org/?x", "a b://", "https://[::1"} {
		_, err := account.Address(given)
		require.ErrorIs(t, err, account.ErrAddress, "%q", given)
		require.NotContains(t, err.Error(), "secret")
	}
}

// What is kept is found again, the token by this user alone, and only for its address.
func TestKept(t *testing.T) {
	home, root := t.TempDir(), t.TempDir()
	t.Setenv("XDG_CONFIG_HOME", home)
	t.Setenv("HOME", home)
	t.Setenv("AppData", home)
	_, err := account.Find(root, "", none)
	require.ErrorIs(t, err, account.ErrNone)

	a := account.Account{Server: "https://class.example.org", CA: "/ca.pem", Token: "wb_secret"}
	require.NoError(t, a.Keep(root))
	got, err := account.Find(root, "", none)
	require.NoError(t, err)
	require.Equal(t, a, got)
	require.NoError(t, filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			data, readErr := os.ReadFile(path)
			require.NoError(t, readErr)
			require.NotContains(t, string(data), "wb_secret", "the course does not have it")
		}
		return err
	}))
	if runtime.GOOS != "windows" {
		found, err := filepath.Glob(filepath.Join(home, "*", "tokens", "*"))
		if len(found) == 0 {
			found, err = filepath.Glob(filepath.Join(home, "*", "*", "*", "tokens", "*"))
		}
		require.NoError(t, err)
		require.Len(t, found, 1)
		info, err := os.Stat(found[0])
		require.NoError(t, err)
		require.EqualValues(t, 0o600, info.Mode().Perm())
		require.NoError(t, os.Chmod(found[0], 0o644))
		require.NoError(t, a.Keep(root))
		info, err = os.Stat(found[0])
		require.NoError(t, err)
		require.EqualValues(t, 0o600, info.Mode().Perm(), "also where it was wider before")
	}

	other, err := account.Find(root, "other.example.org", none)
	require.ErrorIs(t, err, account.ErrNoToken)
	require.Equal(t, account.Account{Server: "https://other.example.org"}, other, "nothing of the account before")
	env := func(name string) string {
		return map[string]string{account.ServerEnv: "other.example.org", account.TokenEnv: "wb_env"}[name]
	}
	other, err = account.Find(root, "", env)
	require.NoError(t, err)
	require.Equal(t, "wb_env", other.Token)
	onlyToken := func(name string) string { return map[string]string{account.TokenEnv: "wb_env"}[name] }
	got, err = account.Find(root, "", onlyToken)
	require.NoError(t, err)
	require.Equal(t, "wb_secret", got.Token, "a course cannot ask for it by naming a service")
}

// A token is not sent where whoever is between can read it, unless the learner says so.
func TestOpen(t *testing.T) {
	t.Setenv("XDG_CONFIG_HOME", t.TempDir())
	root := t.TempDir()
	_, err := account.Find(root, "http://class.example.org", none)
	require.ErrorIs(t, err, account.ErrOpen)
	require.ErrorIs(t, account.Account{Server: "http://class.example.org"}.Keep(root), account.ErrOpen)
	require.NoError(t, account.Account{Server: "http://class.example.org", NoTLS: true, Token: "x"}.Keep(root))
	_, err = account.Find(root, "", none)
	require.NoError(t, err)
	_, err = account.Find(root, "http://[::1]:8420", none)
	require.ErrorIs(t, err, account.ErrNoToken)
}
