package handin

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"workbook/cmd/internal/tr"
	"workbook/grader/policy"
)

// What an archive may hold. All exercises of a course, each as large as a submission
// may be, are half of it.
const (
	maxArchive  = 64 << 20  // bytes of the archive itself
	maxUnpacked = 64 << 20  // bytes on disk
	maxInner    = 8 << 20   // bytes of an archive in it
	maxInflated = 256 << 20 // bytes that a compressed tar may become, also those that are thrown away
)

// unpack unpacks a zip, a tar or a tar.gz into a folder that is empty.
//
// An archive is refused as a whole when it could write outside of the folder, when it
// holds links, devices or two files of one name, when it is locked, damaged, or too
// large. Modes, owners and times count for nothing. A file is cut where it is larger
// than a submission's may be, which is then refused for its size. Folders that are
// ignored in a folder are left out here, too.
func unpack(ctx context.Context, archive, into string) error {
	f, err := os.Open(archive)
	if err != nil {
		return err
	}
	defer f.Close()
	root, err := os.OpenRoot(into)
	if err != nil {
		return err
	}
	defer root.Close()
	u := &unpacking{ctx: ctx, root: root}
	read, err := readerOf(f)
	if err == nil {
		err = read(f, u)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", filepath.Base(archive), err)
	}
	return nil
}

// A Refusal says what is wrong with an archive.
type Refusal struct{ why string }

func (r *Refusal) Error() string { return r.why }

func refuse(why string) error { return &Refusal{why} }

// ErrNoArchive says that a file is none of the archives that are understood.
var ErrNoArchive = tr.Error("it is neither a folder nor an archive (zip, tar, tar.gz)")

// readerOf tells by a file's first bytes what reads it.
func readerOf(f *os.File) (func(*os.File, *unpacking) error, error) {
	switch info, err := f.Stat(); {
	case err != nil || !info.Mode().IsRegular():
		return nil, errors.Join(err, ErrNoArchive)
	case info.Size() > maxArchive:
		return nil, refuse(tr.T("it is larger than %d MiB", maxArchive>>20))
	}
	head, err := bufio.NewReader(io.NewSectionReader(f, 0, 512)).Peek(512)
	if err != nil && err != io.EOF {
		return nil, err
	}
	begins := func(magic string) bool { return strings.HasPrefix(string(head), magic) }
	switch {
	case begins("PK\x03\x04"), begins("PK\x05\x06"):
		return unzip, nil
	case begins("\x1f\x8b"):
		return gunzip, nil
	case len(head) == 512 && string(head[257:262]) == "ustar":
		return untar, nil
	case begins("7z\xbc\xaf\x27\x1c"), begins("Rar!"), begins("BZh"), begins("\xfd7zXZ"), begins("\x28\xb5\x2f\xfd"):
		return nil, refuse(tr.T("this kind of archive is not understood; make it a zip or a tar.gz"))
	}
	return nil, ErrNoArchive
}

// An unpacking is an archive on its way to the disk.
type unpacking struct {
	ctx     context.Context
	root    *os.Root
	entries int
	bytes   int64
}

// admit says what is to become of the next entry: its name below the folder, or
// whether it is left out. A mode says of what is no file and no folder what it is.
func (u *unpacking) admit(name string, mode fs.FileMode) (local string, skip bool, err error) {
	if err := u.ctx.Err(); err != nil {
		return "", false, err
	}
	if u.entries++; u.entries > maxEntries {
		return "", false, refuse(tr.T("it holds more than %d files", maxEntries))
	}
	// Some programs of Windows write the separator of that system.
	clean := path.Clean(strings.ReplaceAll(name, `\`, "/"))
	switch {
	case !filepath.IsLocal(filepath.FromSlash(clean)):
		return "", false, refuse(tr.T("%q leads out of the folder that it is unpacked to", name))
	case strings.ContainsFunc(clean, unicode.IsControl):
		return "", false, refuse(tr.T("the name %q has control characters", name))
	case clean == "." && mode.IsDir():
		return "", true, nil
	case slices.ContainsFunc(strings.Split(clean, "/"), skipped):
		return "", true, nil
	case strings.Count(clean, "/") > maxDepth:
		return "", false, refuse(tr.T("%s lies in more than %d folders", clean, maxDepth))
	case mode&fs.ModeSymlink != 0:
		return "", false, refuse(tr.T("%s is a link; hand in the file itself", clean))
	case !mode.IsRegular() && !mode.IsDir():
		return "", false, refuse(tr.T("%s is neither a file nor a folder", clean))
	}
	return clean, false, nil
}

// folder makes a folder and those above it.
func (u *unpacking) folder(name string) error {
	if err := u.root.MkdirAll(filepath.FromSlash(name), 0o700); err != nil {
		return tr.Errorf("unpacking %s: %w", name, err)
	}
	return nil
}

// file writes a file. Of one that no submission may have it writes so much that it
// is refused for its size.
func (u *unpacking) file(name string, content io.Reader) error {
	if err := u.folder(path.Dir(name)); err != nil {
		return err
	}
	f, err := u.root.OpenFile(filepath.FromSlash(name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	switch {
	case errors.Is(err, fs.ErrExist):
		return refuse(tr.T("it holds two files %s", name))
	case err != nil:
		return tr.Errorf("unpacking %s: %w", name, err)
	}
	most := int64(policy.MaxFileBytes)
	if isArchive(name) {
		most = maxInner // a student's, in that of a class
	}
	n, err := io.Copy(f, io.LimitReader(content, most+1))
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	switch {
	case err != nil && !errors.As(err, new(*fs.PathError)): // it came from the archive
		return refuse(tr.T("it is damaged: %s: %v", name, err))
	case err != nil:
		return tr.Errorf("unpacking %s: %w", name, err)
	}
	if u.bytes += n; u.bytes > maxUnpacked {
		return refuse(tr.T("it holds more than %d MiB", maxUnpacked>>20))
	}
	return nil
}
