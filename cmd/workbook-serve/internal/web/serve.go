package web

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"sync"
	"time"
)

// Serve answers on a listener until ctx ends, and then lets what is under way come to its
// end, for a while. certificate may be nil: then it speaks no TLS.
func Serve(ctx context.Context, ln net.Listener, h http.Handler, certificate *Certificate, log *slog.Logger) error {
	server := &http.Server{
		Handler:           h,
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       time.Minute,
		WriteTimeout:      2 * time.Minute, // a stream has its own
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    16 << 10,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelDebug),
	}
	if certificate != nil {
		server.TLSConfig = &tls.Config{GetCertificate: certificate.get, MinVersion: tls.VersionTLS12}
	}
	ended := make(chan error, 1)
	go func() {
		if certificate != nil {
			ended <- server.ServeTLS(ln, "", "")
			return
		}
		ended <- server.Serve(ln)
	}()
	select {
	case err := <-ended:
		return fmt.Errorf("answering on %s: %w", ln.Addr(), err)
	case <-ctx.Done():
	}
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer cancel()
	if err := server.Shutdown(last); err != nil {
		_ = server.Close()
	}
	return nil
}

// patience is how long the end waits for answers that are under way.
const patience = 10 * time.Second

// A Certificate is that of the service, from two files. When they are replaced, new
// connections have the new one.
type Certificate struct {
	cert, key string

	mu     sync.Mutex
	loaded *tls.Certificate
	at     time.Time // when the newer of the two files was written
	looked time.Time
}

// LoadCertificate reads the files.
func LoadCertificate(cert, key string) (*Certificate, error) {
	c := &Certificate{cert: cert, key: key}
	_, err := c.get(nil)
	return c, err
}

// lookEvery is how often the files are looked at.
const lookEvery = 10 * time.Second

func (c *Certificate) get(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.loaded != nil && time.Since(c.looked) < lookEvery {
		return c.loaded, nil
	}
	c.looked = time.Now()
	at, err := newest(c.cert, c.key)
	if err == nil && (c.loaded == nil || !at.Equal(c.at)) {
		var pair tls.Certificate
		if pair, err = tls.LoadX509KeyPair(c.cert, c.key); err == nil {
			c.loaded, c.at = &pair, at
		}
	}
	if c.loaded == nil {
		return nil, fmt.Errorf("reading the certificate: %w", err)
	}
	return c.loaded, nil // the one before is better than none, while files are replaced
}

func newest(names ...string) (at time.Time, err error) {
	for _, name := range names {
		info, statErr := os.Stat(name)
		if statErr != nil {
			err = errors.Join(err, statErr)
		} else if info.ModTime().After(at) {
			at = info.ModTime()
		}
	}
	return at, err
}
