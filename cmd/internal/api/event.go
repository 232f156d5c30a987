package api

import (
	"encoding/json"

	"workbook/cmd/internal/tr"
	"workbook/grader"
	"workbook/grader/report"
)

// The names of events.
const (
	queued        = "queued"
	stageStarted  = "stage_started"
	checkFinished = "check_finished"
	stageFinished = "stage_finished"
	provisional   = "provisional"
	finished      = "finished"
)

type (
	queuedData        struct{ Ahead int }
	stageStartedData  struct{ Stage report.StageName }
	stageFinishedData struct{ Stage report.Stage }
	exerciseData      struct{ Exercise report.Exercise }

	checkFinishedData struct {
		Stage report.StageName
		Check report.Check
	}
)

// Encode is an event of the grader as the stream has it.
func Encode(e grader.Event) (name string, data []byte, err error) {
	var v any
	switch e := e.(type) {
	case grader.Queued:
		name, v = queued, map[string]any{"ahead": e.Ahead}
	case grader.StageStarted:
		name, v = stageStarted, map[string]any{"stage": e.Stage}
	case grader.CheckFinished:
		name, v = checkFinished, map[string]any{"stage": e.Stage, "check": e.Check}
	case grader.StageFinished:
		name, v = stageFinished, map[string]any{"stage": e.Stage}
	case grader.Provisional:
		name, v = provisional, map[string]any{"exercise": e.Exercise}
	case grader.Finished:
		name, v = finished, map[string]any{"exercise": e.Exercise}
	default:
		return "", nil, tr.Errorf("encoding an event: %T has no name in the stream", e)
	}
	if data, err = json.Marshal(v); err != nil {
		return "", nil, tr.Errorf("encoding an event: %w", err)
	}
	return name, data, nil
}

// Decode reads an event about an exercise; nil is one that a newer service has and this
// program does not know.
func Decode(exercise, name string, data []byte) (grader.Event, error) {
	switch name {
	case queued:
		v, err := decode[queuedData](name, data)
		return grader.Queued{Exercise: exercise, Ahead: v.Ahead}, err
	case stageStarted:
		v, err := decode[stageStartedData](name, data)
		return grader.StageStarted{Exercise: exercise, Stage: v.Stage}, err
	case checkFinished:
		v, err := decode[checkFinishedData](name, data)
		return grader.CheckFinished{Exercise: exercise, Stage: v.Stage, Check: v.Check}, err
	case stageFinished:
		v, err := decode[stageFinishedData](name, data)
		return grader.StageFinished{Exercise: exercise, Stage: v.Stage}, err
	case provisional:
		v, err := decode[exerciseData](name, data)
		return grader.Provisional{Exercise: v.Exercise}, err
	case finished:
		v, err := decode[exerciseData](name, data)
		return grader.Finished{Exercise: v.Exercise}, err
	}
	return nil, nil
}

// Last reports whether a frame is the last of its stream: the verdict.
func Last(f Frame) bool { return f.Name == finished }

func decode[T any](name string, data []byte) (v T, err error) {
	if err := json.Unmarshal(data, &v); err != nil {
		return v, tr.Errorf("reading the event %q: %w", name, err)
	}
	return v, nil
}
