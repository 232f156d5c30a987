// Package report is the vocabulary of a verdict and its renderings.
//
// A [Report] is what one run of the grader found out. Every output format (text,
// JSON, JUnit XML, GitHub annotations, CSV, the terminal screens) renders the same
// Report, so that no two of them can disagree:
//
//	report.WriteText(os.Stdout, r, report.TextOptions{Color: true, Width: 80})
//	report.WriteJSON(f, r)
//	report.WriteJUnit(f, r)
//	report.WriteGitHub(os.Stdout, r)
//	report.WriteCSV(f, r)
//	os.Exit(r.ExitCode())
//
// [Formats] is the table of them, [Stages] that of the stages in which a verdict is
// reached, and [Merge] makes one report of those of several machines.
//
// The package knows nothing of how a verdict is reached; it imports no other
// package of this module but outcome, which is a part of it. A Report is plain data: share it between goroutines as
// long as none of them writes to it. The writers do not change it.
//
// # What a submission wrote
//
// Output, values and messages can hold anything that a submission came up with,
// panic values and file names included. A Report keeps them as they came. Whoever
// shows them makes them safe for where they go, with [Terminal], [XML] or
// [OneLine], and bounds them with [Clip] and [ClipLines]. The writers of this
// package do so with every field.
//
// # The JSON form
//
// [WriteJSON] writes one object, UTF-8, with a newline at the end. Its schema is
// named workbook.report/v1. Readers should pass over fields that they do not know:
// new ones may come without a new name. An exercise's isolation and seed came so: of a
// report without them [ReadJSON] takes those at the top. A field marked "?" is left out when it is
// empty or 0; every other field is always there, and an empty list is [].
//
//	schema            "workbook.report/v1"
//	isolation         that of the exercises; where they differ, each, with " | " between
//	seed              that of the exercises; 0 where they differ
//	exercises         one object a submission, in the order asked for:
//	  id              "02_spawned"
//	  title           in words
//	  verdict         of the exercise; see below
//	  points          that were reached
//	  max_points      that can be reached
//	  isolation       what separated the submission from the machine, in words
//	  seed            of the random inputs; the same seed gives the same inputs
//	  student ?       whose work it is
//	  graded_at ?     when: "2026-11-27T15:04:05Z"
//	  course ?        the commit of the course; a + at its end: and changes since
//	  go ?            that built it: "go1.26.8"
//	  message ?       the sentence that explains a verdict other than pass
//	  file ?          where: a path with slashes, relative to the course where it lies inside
//	  line ?          counts from 1
//	  stages          the stages in the order in which they run:
//	    name          read, policy, compile, outside, inside, schedules or race
//	    verdict
//	    message ?     why it failed or was not run
//	    file ?
//	    line ?
//	    output ?      raw: what the compiler or the race detector wrote
//	    duration_ms
//	  problems ?      all refusals, or all compile errors:
//	    file
//	    line          0 when it is not known
//	    column ?
//	    message       what is wrong
//	    rule ?        the rule that refuses it
//	    hint ?        what to do instead
//	  checks          every declared check, in declared order:
//	    name          of the hidden test: "TestSilentClient"
//	    title         in words a learner understands
//	    kind          inside or outside
//	    verdict
//	    points
//	    max_points
//	    required      whether the exercise passes only with this check
//	    withheld ?    true when it was not run because it is not where this was graded
//	    message ?     a sentence to the learner; for not_run, why
//	    file ?
//	    line ?
//	    sent ?        what the check gave, quoted for reading
//	    got ?         what came back
//	    expected ?    what should have
//	    output ?      raw: what the process printed, up to a limit
//	    events ?      what the code did, in order:
//	      at_us       microseconds since the check began, on the check's own clock
//	      kind        listen, client, accept, first_byte, echo, close, spawn, join, panic or note
//	      who ?       the client, task or goroutine
//	      note ?
//	      left ?      of the last: how many more there were, which are not kept
//	    run ?         of several runs of the check, which one this is the outcome of, from 1
//	    schedule ?    the schedule under which it failed, having passed before
//	    duration_ms
//	  duration_ms
//
// A verdict is one of
//
//	pass           seen to hold
//	fail           seen not to hold
//	compile_error  the submission does not compile
//	refused        the submission breaks a rule of the course
//	timeout        still running when the wall clock limit came
//	crash          the process died of a panic or a fatal error
//	memory         the memory limit was hit
//	not_run        not tried, and so not passed
//	grader_error   the grader itself failed
//
// Only pass is a pass. What is called raw above holds whatever was printed, with
// control characters escaped as JSON does it; make it safe before you show it.
//
// # The CSV form
//
// [WriteCSV] writes a gradebook for a spreadsheet: UTF-8 without a byte order mark,
// a line of names, and a line an exercise. Columns may be added at the end.
//
//	id             "02_spawned"
//	title          in words
//	verdict        as in the JSON form
//	points         that were reached
//	max_points     that can be reached
//	message        the sentence that explains a verdict other than pass
//	file           where
//	line           counts from 1; empty when it is not known
//	checks_passed  how many checks passed
//	checks         how many there are
//	isolation      what separated the submission from the machine, in words
//	seed           of the random inputs; a spreadsheet may round it, JSON has it exact
//	duration_ms
//	student        whose work it is
//	graded_at      when: "2026-11-27T15:04:05Z"
//	course         the commit of the course; a + at its end: and changes since
//	go             that built it
//
// A cell that a spreadsheet would take for a formula has an apostrophe in front.
package report
