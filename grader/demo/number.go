package demo

import (
	"math"
	"strconv"
	"strings"

	"workbook/grader/report"
)

// Number is a measured number as people read it: with three digits that count, and of what was
// counted all.
func Number(words report.Words, x float64) string {
	decimals := 0
	switch size := math.Abs(x); {
	case size == math.Trunc(size): // it was counted
	case size >= 100:
		unit := math.Pow10(int(math.Log10(size)) - 2)
		x = math.Round(x/unit) * unit
	case size >= 10:
		decimals = 1
	default:
		decimals = 2
	}
	return strings.Replace(strconv.FormatFloat(x, 'f', decimals, 64), ".", words.T("."), 1)
}

func (r *recorder) number(x float64) string { return Number(r.words, x) }
