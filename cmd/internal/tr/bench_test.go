package tr_test

import (
	"testing"

	"golang.org/x/text/language"

	"workbook/cmd/internal/lang"
	"workbook/cmd/internal/tr"
)

// A start in another language than English reads its file, before the first frame.
func BenchmarkUse(b *testing.B) {
	defer tr.Use(nil)
	for b.Loop() {
		tr.Use(lang.Wanted{language.German})
	}
}

func BenchmarkT(b *testing.B) {
	defer tr.Use(nil)
	tr.Use(lang.Wanted{language.German})
	for b.Loop() {
		tr.T("Hint %d of %d", 1, 3)
	}
}
