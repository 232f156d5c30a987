package solutions_test

import (
	"context"
	"net"
	"net/http"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/longtest"
)

// What the lesson of 14_shutdown says, where a program can check it.

func listen(t *testing.T) net.Listener {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { ln.Close() })
	return ln
}

func TestFactsOfShutdown(t *testing.T) {
	longtest.Turn(t)
	t.Run("Close ends a wait in Accept", func(t *testing.T) {
		ln := listen(t)
		failed := make(chan error)
		go func() {
			_, err := ln.Accept()
			failed <- err
		}()
		ln.Close()
		require.ErrorIs(t, <-failed, net.ErrClosed)
	})
	t.Run("Close ends a wait in Read", func(t *testing.T) {
		ln := listen(t)
		client, err := net.Dial("tcp", ln.Addr().String())
		require.NoError(t, err)
		failed := make(chan error)
		go func() {
			_, err := client.Read(make([]byte, 1))
			failed <- err
		}()
		client.Close()
		require.ErrorIs(t, <-failed, net.ErrClosed)
	})
	t.Run("a channel is closed once", func(t *testing.T) {
		lesson, err := os.ReadFile("../exercises/14_shutdown/lesson.md")
		require.NoError(t, err)
		defer func() {
			said, ok := recover().(error)
			require.True(t, ok)
			require.Contains(t, string(lesson), "panic: "+said.Error())
		}()
		ch := make(chan struct{})
		close(ch)
		close(ch)
	})
}

// TestFactsOfShutdownHTTP: what the lesson says of net/http.
func TestFactsOfShutdownHTTP(t *testing.T) {
	ln := listen(t)
	began, end := make(chan struct{}), make(chan struct{})
	srv := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		close(began)
		<-end
		w.WriteHeader(http.StatusTeapot)
	})}
	served := make(chan error, 1)
	go func() { served <- srv.Serve(ln) }()
	answered := make(chan int, 1)
	go func() {
		resp, err := http.Get("http://" + ln.Addr().String())
		if err != nil {
			answered <- 0
			return
		}
		resp.Body.Close()
		answered <- resp.StatusCode
	}()
	<-began

	over, cancel := context.WithCancel(t.Context())
	cancel()
	require.ErrorIs(t, srv.Shutdown(over), context.Canceled, "Shutdown gives the error of its context")
	require.ErrorIs(t, <-served, http.ErrServerClosed, "Serve returns while a handler is at work")
	close(end)
	require.Equal(t, http.StatusTeapot, <-answered, "Shutdown cuts nobody")
	require.NoError(t, srv.Shutdown(t.Context()))
}
