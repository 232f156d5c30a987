package warden

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"

	"workbook/grader/jail/internal/order"
)

//go:embed *.go
var sources embed.FS

// Sources names the source that this warden was made of, and the form of the orders that
// it takes: two programs with the same wall the same.
func Sources() string {
	sum := sha256.New()
	entries, err := sources.ReadDir(".")
	if err != nil {
		return "" // which nothing has
	}
	for _, e := range entries {
		data, err := sources.ReadFile(e.Name())
		if err != nil {
			return ""
		}
		fmt.Fprintf(sum, "%q %d\n", e.Name(), len(data))
		sum.Write(data)
	}
	sum.Write([]byte(order.Source))
	return hex.EncodeToString(sum.Sum(nil))
}
