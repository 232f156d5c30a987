package handin

import (
	"archive/tar"
	"compress/gzip"
	"errors"
	"io"
	"io/fs"
	"os"

	"workbook/cmd/internal/tr"
)

func untar(f *os.File, u *unpacking) error { return untarStream(f, u) }

func gunzip(f *os.File, u *unpacking) error {
	z, err := gzip.NewReader(f)
	if err != nil {
		return refuse(tr.T("it is damaged: %v", err))
	}
	defer z.Close()
	return untarStream(&bounded{r: z, left: maxInflated}, u)
}

func untarStream(r io.Reader, u *unpacking) error {
	t := tar.NewReader(r)
	for first := true; ; first = false {
		header, err := t.Next()
		switch {
		case err == io.EOF:
			return nil
		case errors.Is(err, tar.ErrInsecurePath): // which is told with the name
		case errors.Is(err, tar.ErrHeader) && first:
			return ErrNoArchive
		case errors.As(err, new(*Refusal)): // of what is too large
			return err
		case err != nil:
			return refuse(tr.T("it is damaged: %v", err))
		}
		if err := untarFile(t, header, u); err != nil {
			return err
		}
	}
}

func untarFile(t *tar.Reader, header *tar.Header, u *unpacking) error {
	mode := fs.ModeIrregular
	switch header.Typeflag {
	case tar.TypeXGlobalHeader:
		return nil // about the archive as a whole
	case tar.TypeReg:
		mode = 0
	case tar.TypeDir:
		mode = fs.ModeDir
	case tar.TypeSymlink, tar.TypeLink:
		mode = fs.ModeSymlink
	}
	name, skip, err := u.admit(header.Name, mode)
	switch {
	case err != nil || skip:
		return err
	case mode.IsDir():
		return u.folder(name)
	}
	return u.file(name, t)
}

// A bounded reader fails when more comes than it may.
type bounded struct {
	r    io.Reader
	left int64
}

func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.r.Read(p)
	if b.left -= int64(n); b.left < 0 {
		return 0, refuse(tr.T("it becomes more than %d MiB", maxInflated>>20))
	}
	return n, err
}
