//go:build !unix

package handover

import (
	"errors"
	"os"
	"os/exec"
	"os/signal"
)

// become runs the program to its end. Ctrl-C reaches both processes, and what it means
// is the program's to say.
func become(path string, argv []string) (int, error) {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt)
	defer signal.Stop(signals)
	cmd := exec.Command(path, argv[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	err := cmd.Run()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return exit.ExitCode(), nil
	}
	return 0, err
}
