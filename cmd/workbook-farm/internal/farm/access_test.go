package farm_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"workbook/cmd/workbook-farm/internal/farm"
	"workbook/cmd/workbook-farm/internal/queueserver"
)

// Nobody gets in without what the server asks for.
func TestToken(t *testing.T) {
	e := newEngine(t)
	a := serve(t, e, queueserver.Options{Token: "secret"}, limits())
	file := filepath.Join(t.TempDir(), "token")
	require.NoError(t, os.WriteFile(file, []byte("secret\n"), 0o600))
	open(t, farm.Access{URL: a.URL, TokenFile: file})
	for _, token := range []string{"", "wrong"} {
		_, err := farm.Open(t.Context(), farm.Access{URL: a.URL, Token: token})
		require.ErrorContains(t, err, "Authorization Violation")
		require.NotContains(t, err.Error(), "secret")
	}
	_, err := farm.Open(t.Context(), farm.Access{URL: a.URL, TokenFile: file + "x"})
	require.ErrorIs(t, err, os.ErrNotExist)
}

// With TLS each side sees that the other has a certificate that it trusts.
func TestTLS(t *testing.T) {
	ca := certificate(t, nil)
	ours, theirs, stranger := certificate(t, &ca).file, certificate(t, &ca).file, certificate(t, nil).file
	e := newEngine(t)
	s, err := queueserver.Start(queueserver.Options{
		Listen: "127.0.0.1:0", Store: t.TempDir(), MaxStore: 1 << 30, Cert: theirs, Key: theirs, CA: ca.file,
	})
	require.NoError(t, err)
	t.Cleanup(s.Stop)
	good := farm.Access{URL: s.URL(), CA: ca.file, Cert: ours, Key: ours}
	require.NoError(t, lay(t, good, e, limits()))
	open(t, good)
	for name, bad := range map[string]farm.Access{
		"we have none":             {URL: s.URL(), CA: ca.file},
		"ours is a stranger's":     {URL: s.URL(), CA: ca.file, Cert: stranger, Key: stranger},
		"the server is a stranger": {URL: s.URL(), CA: stranger, Cert: ours, Key: ours},
	} {
		_, err := farm.Open(t.Context(), bad)
		require.Error(t, err, name)
	}
}

// A signed is a certificate with its key, in one file.
type signed struct {
	file string
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
}

// certificate makes one, signed by another or by itself.
func certificate(t *testing.T, by *signed) signed {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	cert := &x509.Certificate{
		SerialNumber: big.NewInt(time.Now().UnixNano()), Subject: pkix.Name{CommonName: "farm"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IsCA: by == nil, BasicConstraintsValid: true,
		KeyUsage:    x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
	}
	parent, signer := cert, key
	if by != nil {
		parent, signer = by.cert, by.key
	}
	der, err := x509.CreateCertificate(rand.Reader, cert, parent, &key.PublicKey, signer)
	require.NoError(t, err)
	secret, err := x509.MarshalECPrivateKey(key)
	require.NoError(t, err)
	text := append(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}),
		pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: secret})...)
	file := filepath.Join(t.TempDir(), "cert.pem")
	require.NoError(t, os.WriteFile(file, text, 0o600))
	return signed{file, cert, key}
}
