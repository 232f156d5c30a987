package wording

import (
	"strings"

	"workbook/cmd/internal/tr"
	"workbook/grader/picture"
)

// Because says what a lane does right after an event, and of a client in the queue who keeps
// it waiting, and for whom: "B waits in the queue: Echo waits in Read at echo.go:25, for A".
// It is empty where the lane is not there.
func Because(p *picture.Picture, lane, event int) string {
	s, there := p.At(lane, event)
	if !there {
		return ""
	}
	said := Name(p, lane) + " " + Does(s)
	if s.State != picture.Queues {
		return said
	}
	by := acceptor(p, event)
	if by < 0 {
		return said
	}
	does, there := p.At(by, event)
	switch {
	case !there:
		return tr.T("%s: %s is over, and nobody accepts", said, Name(p, by))
	case AtRest(does):
		return said
	}
	if client := served(p, event); client >= 0 && does.State == picture.Waits {
		return tr.T("%s: %s, for %s", said, Name(p, by)+" "+Does(does), Name(p, client))
	}
	return said + ": " + Name(p, by) + " " + Does(does)
}

// acceptor is the goroutine that accepts clients: the one that waited in Accept last, or went
// on last before a client was accepted. -1: it is not known.
func acceptor(p *picture.Picture, event int) int {
	for i := min(event, len(p.Events)-1); i >= 0; i-- {
		switch e := p.Events[i]; {
		case e.Kind == picture.Blocks && strings.Contains(e.Note, "Accept"):
			return e.Lane
		case e.Kind == picture.Accepts:
			for k := i - 1; k >= 0; k-- {
				if p.Events[k].Kind == picture.GoesOn {
					return p.Events[k].Lane
				}
			}
			return -1
		}
	}
	return -1
}

// served is the only client that is connected right after an event; -1: there is none, or there
// are several.
func served(p *picture.Picture, event int) int {
	found := -1
	for i, l := range p.Lanes {
		if l.Kind != picture.Client {
			continue
		}
		s, there := p.At(i, event)
		if !there || s.State != picture.Idle && s.State != picture.Asks {
			continue
		}
		if found >= 0 {
			return -1
		}
		found = i
	}
	return found
}
