package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"unicode"
	"unicode/utf16"
)

// writeIndented writes v as JSON in which nothing steers a terminal; how ends the
// sentence of an error.
func writeIndented(w io.Writer, v any, how string) error {
	b, err := indented(v, "")
	if err != nil {
		return fmt.Errorf("encoding the report %s: %w", how, err)
	}
	if _, err := w.Write(append(b, '\n')); err != nil {
		return fmt.Errorf("writing the report %s: %w", how, err)
	}
	return nil
}

// indented is v as JSON without unsafe characters, of which all lines but the first begin with
// the prefix.
func indented(v any, prefix string) ([]byte, error) {
	b, err := json.MarshalIndent(v, prefix, "  ")
	return escapeUnsafe(b), err
}

// jsonText is s as a string of JSON, on one line.
func jsonText(s string) string {
	b, err := json.Marshal(s)
	if err != nil {
		return `""` // a string is always encoded
	}
	return string(escapeUnsafe(b))
}

// number numbers a check within an exercise: "2.1"; 0 is the exercise itself.
func number(exercise, check int) string {
	return strconv.Itoa(exercise+1) + "." + strconv.Itoa(check)
}

// escapeUnsafe writes the unsafe characters of a JSON text as \u escapes. Below
// U+0020 the encoder has escaped them already, and outside of strings there are
// none but the newlines of the indentation.
func escapeUnsafe(b []byte) []byte {
	unsafe := func(r rune) bool { return r != '\n' && (unicode.IsControl(r) || Invisible(r)) }
	if !bytes.ContainsFunc(b, unsafe) {
		return b
	}
	var out bytes.Buffer
	out.Grow(len(b))
	for _, r := range string(b) {
		switch {
		case !unsafe(r):
			out.WriteRune(r)
		case r > 0xffff:
			high, low := utf16.EncodeRune(r)
			fmt.Fprintf(&out, `\u%04x\u%04x`, high, low)
		default:
			fmt.Fprintf(&out, `\u%04x`, r)
		}
	}
	return out.Bytes()
}
