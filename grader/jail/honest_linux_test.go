package jail_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"workbook/grader/jail"
	"workbook/grader/longtest"
)

// What a Go program reasonably does works behind the walls.
var honestActs = map[string]func() error{
	"threads": func() error {
		done := make(chan bool)
		for range 16 {
			go func() { runtime.LockOSThread(); time.Sleep(time.Millisecond); done <- true }()
		}
		for range 16 {
			<-done
		}
		return nil
	},
	"memory": func() error {
		b := make([]byte, 128<<20)
		for i := range b {
			b[i] = byte(i)
		}
		runtime.KeepAlive(b)
		return nil
	},
	"collection": func() error {
		var keep [][]byte
		for i := range 20_000 {
			keep = append(keep, bytes.Repeat([]byte{1}, 1000))
			if i%5000 == 0 {
				keep = nil
				runtime.GC()
			}
		}
		return nil
	},
	"pipes":  func() error { r, w, err := os.Pipe(); return errors.Join(err, r.Close(), w.Close()) },
	"output": func() error { _, err := fmt.Fprintln(os.Stderr, "a word"); return err },
	"deadlines": func() error {
		ctx, stop := context.WithTimeout(context.Background(), time.Millisecond)
		defer stop()
		<-ctx.Done()
		return nil
	},
}

func TestHonestWorkIsDone(t *testing.T) {
	longtest.Skip(t, "it compiles at every level")
	self, err := os.Executable()
	require.NoError(t, err)
	for level := jail.L1; level <= jail.Probe().Level; level++ {
		for name := range honestActs {
			t.Run(level.String()+"/"+name, func(t *testing.T) {
				res, err := jail.Cell{Level: level, Temp: t.TempDir()}.Run(t.Context(), jail.Command{Path: self, Env: []string{"JAILED=honest", "ACT=" + name}})
				require.NoError(t, err)
				require.Zero(t, res.Exit, "%s", res.Output)
			})
		}
	}
}

func workHonestly() {
	if err := honestActs[os.Getenv("ACT")](); err != nil {
		panic(err)
	}
}

// With a network of its own, a program may use it.
func TestItsOwnNetwork(t *testing.T) {
	if jail.Probe().Level < jail.L3 {
		t.Skip("this machine has no namespaces")
	}
	self, err := os.Executable()
	require.NoError(t, err)
	res, err := jail.Cell{Level: jail.L3, Temp: t.TempDir()}.Run(t.Context(), jail.Command{Path: self, Env: []string{"JAILED=loopback"}})
	require.NoError(t, err)
	require.Equal(t, "workbook\n1 process\nhello\n", string(res.Output))
}

func useLoopback() {
	host, err := os.Hostname()
	if err != nil {
		var u unix.Utsname
		unix.Uname(&u)
		host = unix.ByteSliceToString(u.Nodename[:])
	}
	fmt.Println(host)
	fmt.Println(os.Getpid(), "process")
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	go func() {
		c, err := ln.Accept()
		if err != nil {
			panic(err)
		}
		fmt.Fprintln(c, "hello")
		c.Close()
	}()
	c, err := net.Dial("tcp", ln.Addr().String())
	if err != nil {
		panic(err)
	}
	var b [16]byte
	n, _ := c.Read(b[:])
	fmt.Print(string(b[:n]))
}
