//go:build !unix

package build

func addressSpaceMiB() int { return 0 }
