package jail

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"time"

	"workbook/grader/tempdir"
)

// look tries a level. Of the two ways to start a process in namespaces it tries the quick
// one first, and has what works done for all that follow.
func look(level Level) error {
	if level < L3 {
		return enter(level)
	}
	sharing.Store(true)
	err := enter(level)
	if err == nil {
		return nil
	}
	sharing.Store(false)
	if _, short := shortage(err); short {
		return err
	}
	return enter(level)
}

// enter starts this very program at a level, as far as that goes.
func enter(level Level) error {
	ctx, cancel := context.WithTimeout(context.Background(), probePatience)
	defer cancel()
	self, err := os.Executable()
	if err != nil {
		return err
	}
	cell := Cell{Level: level}
	if dir, err := tempdir.Make(); err == nil { // if not, whoever grades there is told why
		defer dir.Remove() // and if this is killed, the next start removes it
		cell.Temp = dir.Path
	}
	res, err := cell.Run(ctx, Command{
		Path: self, name: probeName,
		Limits: Limits{Wall: probePatience, MemoryMiB: -1},
	})
	if err != nil {
		return err
	}
	if !bytes.Contains(res.Output, []byte(probeAnswer)) {
		return fmt.Errorf("a program started there does not run (%s, exit code %d)", res.Cause, res.Exit)
	}
	return nil
}

const (
	probePatience = 30 * time.Second
	// probeName is argument zero of a program that is started to see whether it runs
	// in a cell. No shell starts one by that name, and no setting can ask for it.
	probeName   = "workbook-probe"
	probeAnswer = "in"
)

// A program that is started to see whether it runs in a cell says so and ends.
func init() {
	if len(os.Args) == 1 && os.Args[0] == probeName {
		os.Stdout.WriteString(probeAnswer)
		os.Exit(0)
	}
}
