//go:build !linux

package tempdir

func executable(string) bool { return true }
