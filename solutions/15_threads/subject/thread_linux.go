package main

import (
	"strconv"
	"syscall"
)

// thread is the kernel's number of the thread that runs this.
func thread() string { return strconv.Itoa(syscall.Gettid()) }
