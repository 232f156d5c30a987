package web

import (
	"context"
	"io"
	"net/http"
	"strconv"
	"time"

	"workbook/cmd/internal/api"
	"workbook/cmd/workbook-serve/internal/marking"
	"workbook/cmd/workbook-serve/internal/queue"
	"workbook/cmd/workbook-serve/internal/store"
)

// me says who has asked.
func (s *service) me(w http.ResponseWriter, _ *http.Request, p store.Person) error {
	me := api.Me{Name: p.Name, Role: string(p.Role), Course: s.Course.Title, Exercises: []string{}}
	for _, ex := range s.Course.Exercises {
		me.Exercises = append(me.Exercises, ex.ID)
	}
	answer(w, http.StatusOK, me)
	return nil
}

// maxOnce is the longest name of a request.
const maxOnce = 200

// handIn takes what is handed in.
func (s *service) handIn(w http.ResponseWriter, r *http.Request, p store.Person) error {
	ex, err := s.Course.Exercise(r.URL.Query().Get("exercise"))
	if err != nil {
		return err
	}
	if wait, ok := s.handIns.allow(key(p)); !ok {
		return tooMany(wait)
	}
	once := r.Header.Get(api.IdempotencyKey)
	if len(once) > maxOnce {
		return &problem{status: http.StatusBadRequest, text: "The header " + api.IdempotencyKey + " is too long."}
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, api.MaxBody))
	if err != nil {
		return err
	}
	sub, fresh, err := s.Marker.HandIn(r.Context(), store.Handed{Person: p.ID, Exercise: ex.ID, Archive: body, Once: once})
	if err != nil {
		return err
	}
	status := http.StatusOK
	if fresh {
		status = http.StatusCreated
		w.Header().Set("Location", api.PathSubmissions+"/"+strconv.FormatInt(sub.ID, 10))
	}
	answer(w, status, s.told(sub))
	return nil
}

// told is a submission as programs read it.
func (s *service) told(sub store.Submission) api.Submission {
	out := api.Submission{ID: sub.ID, Exercise: sub.Exercise, State: api.State(sub.State), HandedIn: sub.HandedIn}
	out.Ahead, _ = s.Queue.Ahead(queue.Item{ID: sub.ID, Owner: sub.Person})
	return out
}

// mayRead is the submission that a path names, if the person may see it.
func (s *service) mayRead(r *http.Request, p store.Person) (store.Submission, error) {
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil {
		return store.Submission{}, errNoSubmission
	}
	sub, err := s.Store.Submission(r.Context(), id)
	if err == nil && sub.Person != p.ID && p.Role != store.Instructor {
		return store.Submission{}, errNoSubmission // nobody learns which there are
	}
	return sub, err
}

func (s *service) submission(w http.ResponseWriter, r *http.Request, p store.Person) error {
	sub, err := s.mayRead(r, p)
	if err != nil {
		return err
	}
	out := s.told(sub)
	result, err := s.Store.Result(r.Context(), sub.ID)
	if err != nil {
		return err
	}
	if result != nil {
		ex := marking.DiscreetVerdict(*result)
		out.Result = &ex
	}
	answer(w, http.StatusOK, out)
	return nil
}

// events streams what happens to a submission.
func (s *service) events(w http.ResponseWriter, r *http.Request, p store.Person) error {
	sub, err := s.mayRead(r, p)
	if err != nil {
		return err
	}
	if !s.streams.enter(p.ID) {
		return errStreams
	}
	defer s.streams.leave(p.ID)
	out, err := openStream(w)
	if err != nil {
		return err
	}
	ctx, cancel := s.untilEnding(r.Context())
	defer cancel()
	if err := s.Marker.Follow(ctx, sub.ID, r.Header.Get(api.LastEventID), s.Beat, out.send); err != nil && ctx.Err() == nil {
		s.Log.Error("a stream broke off", "submission", sub.ID, "error", err)
	}
	return nil
}

// untilEnding is a context that ends with the service, too.
func (s *service) untilEnding(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(ctx)
	go func() {
		select {
		case <-s.Ending:
			cancel()
		case <-ctx.Done():
		}
	}()
	return ctx, cancel
}

// A stream is an answer that goes on.
type stream struct {
	w       http.ResponseWriter
	control *http.ResponseController
}

func openStream(w http.ResponseWriter) (*stream, error) {
	s := &stream{w, http.NewResponseController(w)}
	// It may take as long as it takes, as long as each part is taken soon.
	if err := s.control.SetReadDeadline(time.Time{}); err != nil {
		return nil, err
	}
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("X-Accel-Buffering", "no") // nginx would keep it until it has more, or the end
	w.WriteHeader(http.StatusOK)
	return s, s.flush()
}

// taking is how long whoever listens may take for one part.
const taking = 30 * time.Second

func (s *stream) send(f api.Frame) error {
	if err := s.control.SetWriteDeadline(time.Now().Add(taking)); err != nil {
		return err
	}
	if err := api.WriteFrame(s.w, f); err != nil {
		return err
	}
	return s.control.Flush()
}

func (s *stream) flush() error {
	if err := s.control.SetWriteDeadline(time.Now().Add(taking)); err != nil {
		return err
	}
	return s.control.Flush()
}
