package outside

import (
	"errors"
	"io"
	"net"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"time"

	"workbook/grader/check/internal/pipe"
	"workbook/grader/jail"
)

// program is the subject with as little of the referee's surroundings as it can
// run with.
func program(path, home string) *exec.Cmd {
	cmd := exec.Command(path)
	cmd.Dir = home
	cmd.Env = []string{"GOTRACEBACK=all", "HOME=" + home, "TMPDIR=" + home, "TMP=" + home, "TEMP=" + home}
	if n, ok := os.LookupEnv("GOMAXPROCS"); ok {
		cmd.Env = append(cmd.Env, "GOMAXPROCS="+n)
	}
	if root, ok := os.LookupEnv("SystemRoot"); ok {
		cmd.Env = append(cmd.Env, "SystemRoot="+root) // without it Windows has no sockets
	}
	return cmd
}

// launch starts the process in a cell, with two pipes and its listening sockets,
// and gives the pipe on which it reports.
func (s *Subject) launch(path string) (status io.ReadCloser, err error) {
	var given []*os.File // to the process; not needed here when it has them
	defer func() {
		for _, f := range given {
			f.Close()
		}
	}()
	commands, toSubject, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	given = append(given, commands)
	fromSubject, report, err := os.Pipe()
	if err != nil {
		toSubject.Close()
		return nil, err
	}
	given = append(given, report)
	defer func() {
		if err != nil {
			toSubject.Close()
			fromSubject.Close()
		}
	}()
	if inherits {
		files, err := s.listen()
		given = append(given, files...)
		if err != nil {
			return nil, err
		}
	}
	s.commands = toSubject
	if err := s.start(path, given); err != nil {
		return nil, err
	}
	return fromSubject, nil
}

// start starts the process in the cell that was posted for it. It is given the pipe of
// commands, the one on which it reports, and its sockets where it can inherit them.
func (s *Subject) start(path string, given []*os.File) error {
	cell, limits, err := jail.Posted()
	if err != nil {
		return err
	}
	home := "/" // of which it sees nothing
	if cell.Level <= jail.L1 {
		if s.home, err = os.MkdirTemp("", "subject-*"); err != nil {
			return err
		}
		home = s.home
	}
	s.cmd = program(path, home)
	s.cmd.Stdout, s.cmd.Stderr = s.stdout, s.stderr
	s.cmd.WaitDelay = 5 * time.Second
	fds, err := pass(s.cmd, given)
	if err != nil {
		return err
	}
	listeners := pipe.Listen(len(s.addrs))
	if inherits {
		listeners = strings.Join(fds[2:], ",")
	}
	s.cmd.Env = append(s.cmd.Env,
		pipe.CommandsEnv+"="+fds[0], pipe.StatusEnv+"="+fds[1], pipe.ListenersEnv+"="+listeners)
	entry, err := cell.Confine(s.cmd, jail.Access{}, limits)
	if err != nil {
		return err
	}
	defer entry.Close()
	if err := s.cmd.Start(); err != nil {
		return err
	}
	if err := entry.Wait(); err != nil {
		jail.Kill(s.cmd)
		return errors.Join(err, s.cmd.Wait())
	}
	return nil
}

// inherits is false where a process cannot inherit a socket as a file.
const inherits = runtime.GOOS != "windows"

// listen opens the listening sockets that the subject inherits.
func (s *Subject) listen() ([]*os.File, error) {
	var files []*os.File
	for i := range s.addrs {
		ln, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return files, err
		}
		s.addrs[i] = ln.Addr().String()
		f, err := ln.(*net.TCPListener).File()
		ln.Close() // f is a copy
		if err != nil {
			return files, err
		}
		files = append(files, f)
	}
	return files, nil
}
