package bench

import (
	"runtime"

	"workbook/grader"
)

// Schema is the version of a [Report] as JSON.
const Schema = 1

// A Report is what was measured.
type Report struct {
	Schema    int        `json:"schema"`
	Machine   Machine    `json:"machine"`
	Runs      int        `json:"runs"`
	Exercises []Exercise `json:"exercises"`
	First     float64    `json:"first_ever_seconds,omitempty"` // see [Options.Fresh]
}

// A Machine is where it was measured, as far as figures depend on it.
type Machine struct {
	System     string `json:"system"`
	Go         string `json:"go"`
	Processors int    `json:"processors"`
	Isolation  string `json:"isolation"`
}

func thisMachine(g *grader.Grader) Machine {
	return Machine{System: runtime.GOOS + "/" + runtime.GOARCH, Go: runtime.Version(), Processors: runtime.NumCPU(), Isolation: g.Isolation()}
}

// An Exercise has the figures of one exercise by their names.
type Exercise struct {
	ID      string            `json:"id"`
	Figures map[string]Figure `json:"figures"`
}

// A Figure sums up the samples of one thing, in seconds. Ratio is the median of the ratios
// to its rival's sample of the same run, and 0 where there is no rival.
type Figure struct {
	Median   float64 `json:"median"`
	P95      float64 `json:"p95"`
	Rival    string  `json:"rival,omitempty"`
	Ratio    float64 `json:"ratio,omitempty"`
	RatioP95 float64 `json:"ratio_p95,omitempty"`
}

// The names of figures.
const (
	compileError  = "compile error"
	first         = "first check"
	allChecks     = "all checks"
	homeRace      = "race verdict at home" // beside the schedules
	last          = "last verdict at home"
	raceVerdict   = "race verdict"
	plainFirst    = "first check without schedules"
	plainAll      = "all checks without schedules"
	homeProcessor = "processor at home"
	raceProcessor = "processor with race"
	// Of a submission that is looked at in no further way.
	plainProcessor = "processor without race"

	testError            = "go test, compile error"
	test                 = "go test"
	testProcessor        = "go test processor"
	testOutside          = "go test with outside"
	testOutsideProcessor = "go test with outside processor"
	testRace             = "go test -race"
	testRaceProcessor    = "go test -race processor"

	command               = "command"
	commandProcessor      = "command processor"
	plainCommand          = "command without race"
	plainCommandProcessor = "command without race processor"
)

// rivals are the figures that others are held against. Where an exercise has no outside
// checks, all checks are those of `go test`.
var rivals = map[string][]string{
	compileError: {testError},
	first:        {test}, plainFirst: {test},
	allChecks: {testOutside, test}, plainAll: {testOutside, test},
	raceVerdict: {testRace}, homeRace: {testRace}, last: {testRace},
	plainProcessor: {testOutsideProcessor, testProcessor},
	raceProcessor:  {testRaceProcessor},
}

func newExercise(id string, all map[string][]sample) *Exercise {
	ex := &Exercise{ID: id, Figures: map[string]Figure{}}
	for name, samples := range all {
		f := newFigure(samples, "", nil)
		for _, rival := range rivals[name] {
			if other := all[rival]; len(other) == len(samples) {
				f = newFigure(samples, rival, other)
				break
			}
		}
		ex.Figures[name] = f
	}
	return ex
}

// newFigure sums up samples, against a rival's if it has one.
func newFigure(samples []sample, rival string, other []sample) Figure {
	f := Figure{Median: quantile(samples, 0.5), P95: quantile(samples, 0.95), Rival: rival}
	if rival == "" {
		return f
	}
	ratios := make([]sample, len(samples))
	for i := range samples {
		ratios[i] = samples[i] / other[i]
	}
	f.Ratio, f.RatioP95 = quantile(ratios, 0.5), quantile(ratios, 0.95)
	return f
}
