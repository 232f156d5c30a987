//go:build !linux

package main

// thread says nothing where the standard library has no number of a thread.
func thread() string { return "" }
