package picture_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/picture"
	"workbook/grader/report"
)

// asked is a check of clients that each sent something, and C has its answer; the server then
// closed their connections.
func asked(message string) *picture.Picture {
	c := report.Check{Verdict: report.Fail, Message: message}
	for _, who := range []string{"A", "B", "C"} {
		c.Events = append(c.Events, report.Moment{Kind: report.ClientDialed, Who: who}, report.Moment{Kind: report.Accepted, Who: who},
			report.Moment{Kind: report.FirstByte, Who: who})
		if who == "C" {
			c.Events = append(c.Events, report.Moment{Kind: report.Echoed, Who: who})
		}
		c.Events = append(c.Events, report.Moment{Kind: report.Closed, Who: who, Note: "closed by the server"})
	}
	return picture.OfCheck("13_x", c)
}

// Who has asked need not wait for an answer: that one does is for the check to say.
func TestUnanswered(t *testing.T) {
	who := func(message string) (all []string) {
		for _, l := range asked(message).Lanes {
			if l.Unanswered {
				all = append(all, l.Name)
			}
		}
		return all
	}
	require.Equal(t, []string{"B"}, who("Answer each. The server closed the connection of B, and nothing came back."))
	require.Empty(t, who("No goroutine may be left behind. A goroutine was started at serve.go:32."))
	require.Empty(t, who("Answer each. The server closed the connection of C, and only 1 of 2 bytes came back."), "it has had an answer")
	require.Empty(t, who("The server closed the connection of Bob, and nothing came back."))
}

// One row does not stand for who was answered and who was not.
func TestRowsOfAnswers(t *testing.T) {
	var rows []string
	for _, r := range asked("").Alike() {
		rows = append(rows, fmt.Sprint(r.Lanes()))
	}
	require.Equal(t, []string{"[0 1]", "[2]"}, rows)
	require.Len(t, asked("The server closed the connection of B, and nothing came back.").Alike(), 3)
}
