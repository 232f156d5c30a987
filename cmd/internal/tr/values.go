package tr

import (
	"strconv"
	"strings"
	"time"
)

// months are in English as package time writes them.
var months = [...]string{
	Mark("January"), Mark("February"), Mark("March"), Mark("April"), Mark("May"), Mark("June"), Mark("July"),
	Mark("August"), Mark("September"), Mark("October"), Mark("November"), Mark("December"),
}

// Day is a day, and the time of it.
func Day(at time.Time) string { return date(at, T("2 January 2006, 15:04")) }

// Date is a day.
func Date(at time.Time) string { return date(at, T("2 January 2006")) }

func date(at time.Time, layout string) string {
	month := months[at.Month()-1]
	return strings.Replace(at.Format(layout), month, Text(month), 1)
}

// Decimal is a number with one digit behind the point.
func Decimal(x float64) string {
	return strings.Replace(strconv.FormatFloat(x, 'f', 1, 64), ".", T("."), 1)
}

// Ordinal is a number in the order of things: 1st, 12th, 22nd.
func Ordinal(n int) string {
	if tens := n / 10 % 10; tens != 1 {
		switch n % 10 {
		case 1:
			return T("%dst", n)
		case 2:
			return T("%dnd", n)
		case 3:
			return T("%drd", n)
		}
	}
	return T("%dth", n)
}

// Or lists words of which one is meant: "a, b or c".
func Or(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return T("%s or %s", strings.Join(words[:last], ", "), words[last])
}

// Yes reports whether an answer is a yes: in English, which is always understood, or in the
// language in use.
func Yes(answer string) bool {
	for _, yes := range []string{"y", "yes", T("y"), T("yes")} {
		if strings.EqualFold(strings.TrimSpace(answer), yes) {
			return true
		}
	}
	return false
}
