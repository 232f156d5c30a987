// Package demos has the names of the live demos, for who has to know whether there is one
// and need not run it: the course model reads them in exercise.toml. Package demo has the
// demos themselves.
package demos

// Names are those of all demos, in the order in which a learner meets them.
var Names = []string{
	"echo", "doors", "capture", "join", "telemetry", "gather", "boundary", "propagate",
	"policies", "isolation", "shutdown", "limit", "drain", "threads", "scheduler", "service",
}
