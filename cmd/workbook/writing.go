package main

import "github.com/spf13/cobra"

// exerciseTopic is `workbook help exercise`: no command, but what an author needs.
func exerciseTopic() *cobra.Command {
	return &cobra.Command{Use: "exercise", Short: "How to write an exercise", Long: aboutExercises}
}

const aboutExercises = `An exercise is a folder in each half of a course, and a line in exercises/course.toml:

  exercises/04_mine/exercise.toml     what it is: see below
  exercises/04_mine/lesson.md         pages separated by a line ---
  exercises/04_mine/mine.go           the stub; it compiles
  solutions/04_mine/mine.go           the reference: same package, same functions
  solutions/04_mine/mine_test.go      hidden inside checks
  solutions/04_mine/outside/          hidden outside checks, which talk to a process
  solutions/04_mine/subject/main.go   that process, for outside checks
  solutions/04_mine/testdata/right/   known-right solutions, a folder each
  solutions/04_mine/testdata/wrong/   known-wrong ones
  solutions/04_mine/contract.toml     which check tests which sentence of the task
  solutions/04_mine/comparison.toml   what is told of the reference after a pass

exercise.toml, with every key there is:

  title   = "A goroutine for each connection"
  summary = "A silent client must not keep the others waiting."
  package = "spawned"            # of the submission and of the reference
  task    = "Serve every connection on a goroutine of its own."   # one sentence
  files   = ["echo.go"]          # what the learner edits
  hints   = ["...", "...", "..."]    # three or more, from a question to a shape
  imports = ["runtime"]          # optional: allowed beyond the default list
  demo    = "echo"               # optional

  [limits]                       # optional, each of them; these are the defaults
  wall_seconds = 10
  memory_mib   = 256
  output_kib   = 1024

  [[checks]]                     # one for each hidden test
  name     = "TestSilentClient"  # the test function
  title    = "A silent client delays nobody"
  kind     = "inside"            # or "outside"
  points   = 10                  # optional: 0
  required = true                # optional: true
  needs    = ["TestEcho"]        # optional: what must have passed before

The points of an exercise are 100 together.

Each block of Go in a lesson compiles, and its lines have at most 72 columns. It is
one of these:

  - a whole file, with its package clause;
  - declarations, which begin with their imports;
  - statements. Their first line says what they stand on, and learners do not see it:
    // snippet: imports "io", "net"; given conn net.Conn, n int

A known-wrong solution says what must reject it, //workbook:caught-by TestSilentClient.
A known-right one begins with a comment that says what it does and what that trades:
learners read it after a pass, in the order of comparison.toml:

  reference = "Every client has a goroutine of its own, and nobody waits for it."
  styles    = ["errgroup", "server_type"]   # of testdata/right

workbook verify 04_mine tells whether the tests are good before the class does.
CONTRIBUTING.md says when an exercise is done, and go doc workbook/grader/check has the
kit that hidden tests are written with.`
