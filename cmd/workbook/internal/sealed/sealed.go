// Package sealed locks what grading needs of a course into a file that only who has the
// key can open. The file may lie where learners are; a machine that grades opens it into
// a folder of its own and removes that afterwards.
//
//	err := sealed.Write(file, files, recipients)
//	…
//	err := sealed.Open(name, dir, keys)
//
// A sealed file is an archive (tar, gzip) that filippo.io/age has encrypted, so the age
// command opens it, too. Keys come from the environment and never from a command line,
// which every program of the machine can read.
package sealed

import (
	"archive/tar"
	"compress/gzip"
	"errors"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"strings"

	"filippo.io/age"

	"workbook/cmd/internal/tr"
)

// The names of the variables that keys are in: an identity, as age-keygen makes them
// (AGE-SECRET-KEY-1…), or a passphrase.
const (
	IdentityEnv   = "WORKBOOK_KEY_IDENTITY"
	PassphraseEnv = "WORKBOOK_KEY_PASSPHRASE"
)

// ErrNoKey says that the environment holds no key.
var ErrNoKey = tr.Errorf("there is no key: neither %s nor %s is set", IdentityEnv, PassphraseEnv)

// ErrWrongKey says that the key in the environment is not the file's.
var ErrWrongKey = tr.Error("the key does not fit")

// Recipients are those who can open what is sealed: the given public keys (age1…), or
// when there are none whoever has the passphrase in the environment.
func Recipients(public []string) ([]age.Recipient, error) {
	if len(public) > 0 {
		list, err := age.ParseRecipients(strings.NewReader(strings.Join(public, "\n")))
		if err != nil {
			return nil, tr.Errorf("a recipient is a public key such as age-keygen prints (age1…): %w", err)
		}
		return list, nil
	}
	pass := os.Getenv(PassphraseEnv)
	if pass == "" {
		return nil, tr.Errorf("nobody could open it: there is no recipient, and %s is not set", PassphraseEnv)
	}
	r, err := age.NewScryptRecipient(pass)
	if err != nil {
		return nil, tr.Errorf("using the passphrase: %w", err)
	}
	return []age.Recipient{r}, nil
}

// TakeKeys are the keys in the environment. They are taken out of it, so that no process
// that is started here inherits them.
func TakeKeys() ([]age.Identity, error) {
	identity, pass := os.Getenv(IdentityEnv), os.Getenv(PassphraseEnv)
	if err := errors.Join(os.Unsetenv(IdentityEnv), os.Unsetenv(PassphraseEnv)); err != nil {
		return nil, tr.Errorf("taking the key out of the environment: %w", err)
	}
	switch {
	case identity != "":
		keys, err := age.ParseIdentities(strings.NewReader(identity))
		if err != nil {
			return nil, tr.Errorf("%s holds no identity of age's", IdentityEnv) // the reason might quote it
		}
		return keys, nil
	case pass != "":
		key, err := age.NewScryptIdentity(pass)
		if err != nil {
			return nil, tr.Errorf("using the passphrase: %w", err)
		}
		return []age.Identity{key}, nil
	}
	return nil, ErrNoKey
}

// Write seals files, which are given by name with slashes.
func Write(w io.Writer, files map[string][]byte, to []age.Recipient) error {
	locked, err := age.Encrypt(w, to...)
	if err != nil {
		return tr.Errorf("sealing: %w", err)
	}
	packed := gzip.NewWriter(locked)
	archive := tar.NewWriter(packed)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		head := &tar.Header{Typeflag: tar.TypeReg, Name: name, Size: int64(len(files[name])), Mode: 0o600}
		if err := archive.WriteHeader(head); err != nil {
			return tr.Errorf("sealing %s: %w", name, err)
		}
		if _, err := archive.Write(files[name]); err != nil {
			return tr.Errorf("sealing %s: %w", name, err)
		}
	}
	if err := errors.Join(archive.Close(), packed.Close(), locked.Close()); err != nil {
		return tr.Errorf("sealing: %w", err)
	}
	return nil
}

// Open unpacks a sealed file into a folder.
func Open(name, dir string, keys []age.Identity) error {
	f, err := os.Open(name)
	if err != nil {
		return tr.Errorf("opening the sealed course: %w", err)
	}
	defer f.Close()
	opened, err := age.Decrypt(f, keys...)
	if err != nil {
		if noMatch := (*age.NoIdentityMatchError)(nil); errors.As(err, &noMatch) {
			return tr.Errorf("opening %s: %w", name, ErrWrongKey)
		}
		return tr.Errorf("opening %s: it is no file that `workbook release --seal` has made: %w", name, err)
	}
	if err := unpack(opened, dir); err != nil {
		return tr.Errorf("opening %s: %w", name, err)
	}
	return nil
}

// unpack writes an archive's files below a folder. Who has sealed it is trusted with
// what is in it, not with where it goes.
func unpack(r io.Reader, dir string) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	packed, err := gzip.NewReader(r)
	if err != nil {
		return err
	}
	archive := tar.NewReader(packed)
	for {
		head, err := archive.Next()
		if errors.Is(err, io.EOF) {
			// The rest is read as well: age notices at the end that a file was cut off.
			_, err = io.Copy(io.Discard, packed)
			return err
		}
		if err != nil {
			return err
		}
		if head.Typeflag != tar.TypeReg {
			return tr.Errorf("%s is no ordinary file", head.Name)
		}
		if err := put(root, head.Name, archive); err != nil {
			return err
		}
	}
}

func put(root *os.Root, name string, r io.Reader) error {
	if err := root.MkdirAll(path.Dir(name), 0o700); err != nil {
		return err
	}
	f, err := root.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, fs.FileMode(0o600))
	if err != nil {
		return err
	}
	_, err = io.Copy(f, r)
	return errors.Join(err, f.Close())
}
