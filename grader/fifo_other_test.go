//go:build !unix

package grader_test

import "errors"

func makeFifo(string) error { return errors.New("there are no named pipes here") }
