package report

import "slices"

// A StageName names one of the stages in which a verdict is reached.
type StageName string

// The stages. The name of a stage that holds checks is the kind of these checks, too.
const (
	Read    StageName = "read"    // the files as they are handed in
	Policy  StageName = "policy"  // what a submission may contain
	Compile StageName = "compile" // by itself
	Outside StageName = "outside" // a referee talks to a program that has the submission in it
	Inside  StageName = "inside"  // hidden tests that are linked with the submission
	// Schedules are the inside checks again, with goroutines taking turns in other ways.
	Schedules StageName = "schedules"
	Race      StageName = "race" // the inside checks again, under the race detector
)

// A StageInfo says what there is to know of a stage before it runs.
type StageInfo struct {
	Name     StageName
	Problems bool // it looks at the source; what it has against it are the exercise's [Problem]s
	Checks   bool // it runs the checks of its kind, and its verdict is theirs
	Catches  bool // it sees mistakes without a check: a known-wrong solution may say that it is caught here
}

// Stages is the table of the stages, in the order in which they run.
var Stages = []StageInfo{
	{Name: Read, Problems: true},
	{Name: Policy, Problems: true, Catches: true},
	{Name: Compile, Problems: true, Catches: true},
	{Name: Outside, Checks: true},
	{Name: Inside, Checks: true},
	{Name: Schedules, Catches: true},
	{Name: Race, Catches: true},
}

// Info is the line of [Stages] about a stage; of another it knows the name alone.
func (n StageName) Info() StageInfo {
	if i := slices.IndexFunc(Stages, func(s StageInfo) bool { return s.Name == n }); i >= 0 {
		return Stages[i]
	}
	return StageInfo{Name: n}
}

// StagesThat are the names of the stages for which is holds, in their order.
func StagesThat(is func(StageInfo) bool) []StageName {
	var names []StageName
	for _, s := range Stages {
		if is(s) {
			names = append(names, s.Name)
		}
	}
	return names
}
