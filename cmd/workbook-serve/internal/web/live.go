package web

import (
	"net/http"
	"time"

	"workbook/cmd/internal/api"
	"workbook/cmd/workbook-serve/internal/store"
)

// calm is the least time between two tellings of a page, of which many may be open.
const calm = 2 * time.Second

// live tells a page that something has changed, and nothing else: the page asks for
// itself again.
func (s *service) live(w http.ResponseWriter, r *http.Request, p store.Person) error {
	if !s.streams.enter(p.ID) {
		return errStreams
	}
	defer s.streams.leave(p.ID)
	ctx, cancel := s.untilEnding(r.Context())
	defer cancel()
	out, err := openStream(w)
	if err != nil {
		return err
	}
	silence := time.NewTicker(s.Beat)
	defer silence.Stop()
	marker, queue := s.Marker.Changed(), s.Queue.Changed()
	for {
		frame := api.Frame{Name: "changed", Data: []byte("{}")}
		select {
		case <-ctx.Done():
			return nil
		case <-marker:
		case <-queue:
		case <-silence.C:
			frame = api.Frame{}
		}
		marker, queue = s.Marker.Changed(), s.Queue.Changed() // before telling: what comes after this is told again
		if err := out.send(frame); err != nil {
			return nil // nobody listens any more
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(calm):
		}
	}
}
