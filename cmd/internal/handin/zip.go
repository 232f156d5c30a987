package handin

import (
	"archive/zip"
	"errors"
	"os"

	"workbook/cmd/internal/tr"
)

// encrypted is the flag of a file in a zip that wants a password.
const encrypted = 1

func unzip(f *os.File, u *unpacking) error {
	info, err := f.Stat()
	if err != nil {
		return err
	}
	z, err := zip.NewReader(f, info.Size())
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) { // which is told with the name
		return refuse(tr.T("it is damaged: %v", err))
	}
	for _, entry := range z.File {
		if err := unzipFile(entry, u); err != nil {
			return err
		}
	}
	return nil
}

func unzipFile(entry *zip.File, u *unpacking) error {
	name, skip, err := u.admit(entry.Name, entry.Mode())
	switch {
	case err != nil || skip:
		return err
	case entry.Mode().IsDir():
		return u.folder(name)
	case entry.Flags&encrypted != 0:
		return refuse(tr.T("it wants a password"))
	}
	data, err := entry.Open()
	if errors.Is(err, zip.ErrAlgorithm) {
		return refuse(tr.T("%s is compressed in a way that is not understood (method %d); make an ordinary zip", name, entry.Method))
	}
	if err != nil {
		return refuse(tr.T("it is damaged: %s: %v", name, err))
	}
	defer data.Close()
	return u.file(name, data)
}
