package report

import (
	"encoding/json"
	"fmt"
	"io"
	"strconv"
)

// writeIndented writes v as JSON in which nothing steers a terminal; how ends the
// sentence of an error.
func writeIndented(w io.Writer, v any, how string) error {
	b, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return fmt.Errorf("encoding the report %s: %w", how, err)
	}
	if _, err := w.Write(append(escapeUnsafe(b), '\n')); err != nil {
		return fmt.Errorf("writing the report %s: %w", how, err)
	}
	return nil
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
