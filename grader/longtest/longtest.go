// Package longtest tells the tests that take long from those that everybody runs.
//
//	func TestEveryKill(t *testing.T) {
//		longtest.Skip(t, "it kills a grader twenty times")
//
// `go test ./...` is for whoever has changed something and wants an answer in minutes: it
// does of everything a part. WORKBOOK_LONG=1 go test ./... does all of it, as CI does.
package longtest

import (
	"os"
	"testing"
)

// setting is what asks for them. It is no flag, since a flag is one of some packages and
// `go test ./...` hands it to all.
const setting = "WORKBOOK_LONG"

// Asked reports whether somebody wants what takes long.
func Asked() bool { return os.Getenv(setting) != "" }

// Skip skips a test, unless somebody wants what takes long. why ends the sentence "This is
// for WORKBOOK_LONG=1: …".
func Skip(t testing.TB, why string) {
	t.Helper()
	if !Asked() {
		t.Skipf("This is for %s=1: %s.", setting, why)
	}
}
