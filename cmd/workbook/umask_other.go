//go:build !unix

package main

func usableFiles() {}
