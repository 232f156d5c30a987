// Package queueserver runs a NATS server with JetStream in this process, for a queue of
// package farm.
//
//	s, err := queueserver.Start(queueserver.Options{Listen: "127.0.0.1:4222", Store: dir, Token: token})
//	…
//	defer s.Stop()
//	err = <-s.Failed()
//
// One server has a store at a time. What it has answered is in files at once, and on the
// disk within [Options.SyncEvery]: a server that is killed loses nothing, and a machine
// that loses power at most what came in that time. Clients hand in again what is lost.
package queueserver

import (
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/nats-io/nats-server/v2/server"

	"workbook/grader/filelock"
)

// Options say how a server runs.
type Options struct {
	Listen string // host:port; port 0 is any that is free
	Store  string // the folder for what must last; it is made

	Token     string // that every client must give; empty: none is asked for
	Cert, Key string // files of the server's certificate; empty: no TLS
	CA        string // a file of certificates by which those of clients are checked; empty: none is asked for

	MaxStore  int64         // bytes on disk
	SyncEvery time.Duration // how often what was written is brought to the disk; 0: before each answer

	Config string // a configuration file of NATS, for what else there is; what is said here counts more

	Tell func(text string) // hears what goes wrong; may be nil
}

// MaxPayload is the largest message: a submission as large as one may be, or a verdict
// with much output.
const MaxPayload = 8 << 20

// A Server is one that runs.
type Server struct {
	nats   *server.Server
	lock   *os.File
	failed chan error
	stop   chan struct{}
}

// ErrStoreBusy is why a server cannot begin: another has its store.
var ErrStoreBusy = errors.New("another server has this store")

// readyWithin is how long a server may take to read its store: half a million pieces of
// work take seconds.
const readyWithin = 2 * time.Minute

// Start runs a server. Stop it.
func Start(o Options) (*Server, error) {
	opts, err := o.nats()
	if err != nil {
		return nil, err
	}
	lock, err := lockStore(o.Store)
	if err != nil {
		return nil, err
	}
	s := &Server{lock: lock, failed: make(chan error, 1), stop: make(chan struct{})}
	if s.nats, err = server.NewServer(opts); err != nil {
		lock.Close()
		return nil, fmt.Errorf("making the server: %w", err)
	}
	log := &log{tell: o.Tell}
	s.nats.SetLogger(log, false, false)
	go s.nats.Start()
	if !s.nats.ReadyForConnections(readyWithin) || !s.nats.JetStreamEnabled() {
		s.nats.Shutdown()
		lock.Close()
		return nil, fmt.Errorf("starting the server: %w", errors.Join(errors.New("it does not get ready"), log.last()))
	}
	go s.watch(log)
	return s, nil
}

// nats are the options in NATS's own words.
func (o Options) nats() (*server.Options, error) {
	opts := &server.Options{}
	if o.Config != "" {
		var err error
		if opts, err = server.ProcessConfigFile(o.Config); err != nil {
			return nil, fmt.Errorf("reading %s: %w", o.Config, err)
		}
	}
	host, port, err := net.SplitHostPort(o.Listen)
	if err != nil {
		return nil, fmt.Errorf("the address to listen on: %w", err)
	}
	opts.Host = host
	if opts.Port, err = strconv.Atoi(port); err != nil {
		return nil, fmt.Errorf("the address to listen on: %w", err)
	}
	if opts.Port == 0 {
		opts.Port = server.RANDOM_PORT
	}
	opts.JetStream, opts.StoreDir, opts.JetStreamMaxStore = true, o.Store, o.MaxStore
	opts.SyncInterval, opts.SyncAlways = o.SyncEvery, o.SyncEvery == 0
	opts.MaxPayload = MaxPayload
	opts.NoSigs, opts.NoLog, opts.DisableJetStreamBanner = true, false, true
	opts.PingInterval, opts.MaxPingsOut = 10*time.Second, 3
	if o.Token != "" {
		opts.Authorization = o.Token
	}
	if o.Cert != "" || o.Key != "" || o.CA != "" {
		opts.TLSConfig, err = server.GenTLSConfig(&server.TLSConfigOpts{
			CertFile: o.Cert, KeyFile: o.Key, CaFile: o.CA, Verify: o.CA != "",
		})
		if err != nil {
			return nil, fmt.Errorf("reading the certificates: %w", err)
		}
		opts.TLS, opts.TLSVerify, opts.TLSTimeout = true, o.CA != "", 10
	}
	return opts, nil
}

// lockStore makes the folder and keeps it from other servers.
func lockStore(dir string) (*os.File, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("making the store: %w", err)
	}
	lock, err := os.OpenFile(filepath.Join(dir, "in-use"), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("opening the store: %w", err)
	}
	free, err := filelock.Try(lock)
	if err == nil && !free {
		err = ErrStoreBusy
	}
	if err != nil {
		lock.Close()
		return nil, fmt.Errorf("opening the store %s: %w", dir, err)
	}
	return lock, nil
}

// watchEvery is how often to look whether the server still keeps a queue.
const watchEvery = time.Second

// ErrNoStore is why a server cannot go on: its disk is full, or cannot be written.
var ErrNoStore = errors.New("the server cannot write its store")

// watch notices when the server can keep nothing any more.
func (s *Server) watch(l *log) {
	ticker := time.NewTicker(watchEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
			err := l.stopped()
			if err == nil && (!s.nats.Running() || !s.nats.JetStreamEnabled()) {
				err = errors.Join(errors.New("it has given it up"), l.last())
			}
			if err != nil {
				s.failed <- fmt.Errorf("%w: %w", ErrNoStore, err)
				return
			}
		case <-s.stop:
			return
		}
	}
}

// URL is where clients connect.
func (s *Server) URL() string { return s.nats.ClientURL() }

// InProcessConn connects within this process.
func (s *Server) InProcessConn() (net.Conn, error) { return s.nats.InProcessConn() }

// Failed gives an error when the server cannot go on.
func (s *Server) Failed() <-chan error { return s.failed }

// Stop ends the server; what it has is on the disk.
func (s *Server) Stop() {
	close(s.stop)
	s.nats.Shutdown()
	s.nats.WaitForShutdown()
	s.lock.Close()
}
