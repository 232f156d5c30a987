// Package wording says in a learner's language what happens in a run of a check: one sentence
// for each event, one for what somebody does, whoever shows it.
//
//	fmt.Println(wording.Event(p, i))        // "B is accepted"
//	fmt.Println(wording.Stands(p, lane, i)) // "B waits in the queue: Echo waits in Read at echo.go:25"
//
// Sentences have no full stop. They are one line that is safe for a terminal.
package wording

import (
	"strconv"
	"strings"
	"time"

	"workbook/cmd/internal/tr"
	"workbook/grader/picture"
	"workbook/grader/report"
)

// Place is a line of a file: "echo.go:21".
func Place(file string, line int) string {
	if file == "" || line == 0 {
		return file
	}
	return file + ":" + strconv.Itoa(line)
}

// at puts a place behind what happens there.
func at(what, file string, line int) string {
	if file == "" {
		return what
	}
	return tr.T("%s at %s", what, Place(file, line))
}

// within is at where it is told which function that is, if it is not plain.
func within(what, file string, line int, in string) string {
	if file == "" || in == "" {
		return at(what, file, line)
	}
	return tr.T("%s at %s in %s", what, Place(file, line), in)
}

// Known is what a learner knows a goroutine as: "Echo", "goroutine from echo.go:21". Several
// may be known as the same.
func Known(name, file string, line int) string {
	switch {
	case strings.HasPrefix(name, "goroutine ") && file != "":
		return tr.T("goroutine from %s", Place(file, line))
	case name == "":
		return tr.T("a goroutine")
	}
	return name
}

// nth is what tells a name from others that are the same: " #2".
func nth(name string) string {
	if i := strings.LastIndex(name, " #"); i >= 0 {
		return name[i:]
	}
	return ""
}

// Name is that of a lane.
func Name(p *picture.Picture, lane int) string {
	switch l := p.Lanes[lane]; {
	case l.Kind == picture.Goroutine:
		if known := Known(l.Name, l.File, l.Line); known != l.Name {
			return known + nth(l.Name)
		}
		return l.Name
	case l.Name == "":
		return tr.T("the check")
	case l.Kind == picture.Listener:
		return tr.Text(l.Name)
	default:
		return l.Name
	}
}

// Short is the name of a lane where there is little room: "go echo.go:21 #2".
func Short(p *picture.Picture, lane int) string {
	l := p.Lanes[lane]
	if l.Kind == picture.Goroutine && strings.HasPrefix(l.Name, "goroutine ") && l.File != "" {
		return "go " + Place(l.File, l.Line) + nth(l.Name)
	}
	return Name(p, lane)
}

// The listener that the kit makes has a name in English.
var _ = tr.Mark("the listener")

// Number has its thousands apart: "1,997".
func Number(n int) string {
	text := strconv.Itoa(n)
	for at := len(text) - 3; at > 0; at -= 3 {
		text = text[:at] + tr.T(",") + text[at:]
	}
	return text
}

// Length is a stretch of time in few words: "1 day", "20 ms".
func Length(d time.Duration) string {
	const day, year = 24 * time.Hour, 365 * 24 * time.Hour
	switch {
	case d >= 2*year:
		return tr.N(int(d/year), "%d year", "%d years", int(d/year))
	case d >= 2*day || d >= day && d < day+time.Hour:
		return tr.N(int(d/day), "%d day", "%d days", int(d/day))
	case d >= time.Hour:
		return strings.TrimSuffix(strings.TrimSuffix(d.Round(time.Minute).String(), "0s"), "0m")
	case d >= time.Second:
		return d.Round(time.Millisecond).String()
	case d >= time.Millisecond:
		return tr.T("%v ms", float64(d.Round(100*time.Microsecond))/float64(time.Millisecond))
	}
	return tr.T("%d µs", d.Microseconds())
}

// Passes says that time goes by, which may be years: what nobody does anything in is over at
// once.
func Passes(d time.Duration) string {
	if days := int(d / (24 * time.Hour)); days > 0 {
		return tr.N(days, "%d day passes", "%d days pass", days)
	}
	return tr.T("%v pass", d.Round(time.Millisecond))
}

// Moment says what the kit saw.
func Moment(m report.Moment) string {
	who := report.OneLine(m.Who)
	note := report.OneLine(m.Note)
	if who == "" {
		if note != "" && m.Kind == report.Noted {
			return note
		}
		who = tr.T("the check")
	}
	return moment(m.Kind, who, note)
}

func moment(kind report.MomentKind, who, note string) string {
	if note == "" {
		switch kind {
		case report.FirstByte:
			return tr.T("%s sends", who)
		case report.Echoed:
			return tr.T("%s has its answer", who)
		case report.Panicked:
			return tr.T("%s panics", who)
		case report.Joined:
			return tr.T("%s is over", who)
		case report.Closed:
			return tr.T("%s is closed", who)
		}
	}
	switch kind {
	case report.Listened:
		return tr.T("%s is open", who)
	case report.ClientDialed:
		return tr.T("%s dials", who)
	case report.Accepted:
		return tr.T("%s is accepted", who)
	case report.FirstByte:
		return tr.T("%s sends %s", who, note)
	case report.Echoed:
		return tr.T("%s has its answer of %s", who, note)
	case report.Spawned:
		return tr.T("%s is started", who)
	case report.Panicked:
		return tr.T("%s panics: %s", who, note)
	case report.Joined:
		if note == "returned" {
			return tr.T("%s has returned", who)
		}
	case report.Closed:
		if note == picture.ListenerClosed { // it says who, again
			return tr.T("%s is closed", who)
		}
	}
	if note == "" {
		return who
	}
	return who + ": " + note
}
