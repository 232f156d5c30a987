//go:build !linux && !windows

package main

import (
	"errors"
	"time"
)

func processorTime(int) (time.Duration, error) { return 0, errors.ErrUnsupported }
