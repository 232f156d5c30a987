package web

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"io"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// certify writes a certificate of that name for this machine, and its key.
func certify(t *testing.T, name, cert, key string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	require.NoError(t, err)
	secret, err := x509.MarshalECPrivateKey(private)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(cert, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600))
	require.NoError(t, os.WriteFile(key, pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: secret}), 0o600))
}

// It speaks TLS, and lets an answer that is under way come to its end.
func TestServe(t *testing.T) {
	dir := t.TempDir()
	cert, key := filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	certify(t, "first", cert, key)
	certificate, err := LoadCertificate(cert, key)
	require.NoError(t, err)
	asked, proceed := make(chan struct{}), make(chan struct{})
	h := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		close(asked)
		<-proceed
		_, _ = w.Write([]byte("whole"))
	})
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- Serve(ctx, ln, h, certificate, slog.New(slog.DiscardHandler)) }()

	pool := x509.NewCertPool()
	data, err := os.ReadFile(cert)
	require.NoError(t, err)
	require.True(t, pool.AppendCertsFromPEM(data))
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}}}
	defer client.CloseIdleConnections()
	answer := make(chan string, 1)
	go func() {
		resp, err := client.Get("https://" + ln.Addr().String())
		if err != nil {
			answer <- err.Error()
			return
		}
		defer resp.Body.Close()
		data, _ := io.ReadAll(resp.Body)
		answer <- string(data)
	}()
	<-asked
	cancel()
	close(proceed)
	require.Equal(t, "whole", <-answer)
	require.NoError(t, <-ended)
}

// Files that are replaced count for new connections; what is half written does not.
func TestCertificateIsReplaced(t *testing.T) {
	dir := t.TempDir()
	cert, key := filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	_, err := LoadCertificate(cert, key)
	require.ErrorContains(t, err, "reading the certificate")
	certify(t, "first", cert, key)
	c, err := LoadCertificate(cert, key)
	require.NoError(t, err)
	name := func() string {
		c.looked = time.Time{} // a while ago
		pair, err := c.get(nil)
		require.NoError(t, err)
		return pair.Leaf.Subject.CommonName
	}
	require.Equal(t, "first", name())
	require.NoError(t, os.WriteFile(cert, []byte("half"), 0o600))
	require.NoError(t, os.Chtimes(cert, time.Now(), time.Now().Add(time.Minute)))
	require.Equal(t, "first", name())
	certify(t, "second", cert, key)
	require.NoError(t, os.Chtimes(cert, time.Now(), time.Now().Add(2*time.Minute)))
	require.Equal(t, "second", name())
}

func TestCounter(t *testing.T) {
	c := newCounter(2)
	require.True(t, c.enter(1))
	require.True(t, c.enter(1))
	require.False(t, c.enter(1))
	require.True(t, c.enter(2))
	c.leave(1)
	require.True(t, c.enter(1))
	c.leave(1)
	c.leave(1)
	c.leave(2)
	require.Empty(t, c.open, "nothing is kept of who has left")
}

// What would be as good as new is forgotten.
func TestLimiterForgets(t *testing.T) {
	l := newLimiter(1000, 2)
	for _, key := range []string{"a", "b"} {
		_, ok := l.allow(key)
		require.True(t, ok)
	}
	l.clean(time.Now().Add(2 * time.Minute))
	require.Empty(t, l.byKey)
}
