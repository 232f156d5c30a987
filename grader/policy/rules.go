package policy

// A rule refuses one kind of thing. It has a text function, which looks at a
// file's bytes and tokens before the parser does, a tree function, which looks at
// the parsed file, a typed function, which looks at it with the types known, or
// several of them; each calls refuse for each place that breaks the rule.
type rule struct {
	name  string
	why   string // why there is such a rule, as a sentence
	text  func(*file)
	tree  func(*file)
	typed func(*file)
}

// table holds every rule. To add one, write its function and a line here.
var table = []rule{
	{name: "control-characters", text: controlCharacters,
		why: "Characters that cannot be seen make source look different from what the compiler reads."},
	{name: "invisible-name", text: invisibleNames,
		why: "A name must be what it looks like."},
	{name: "directive", text: directives,
		why: "Compiler directives change what code means, where it seems to stand, or what it may reach."},
	{name: "string-size", text: stringSize, tree: constantSize,
		why: "Large data does not belong into an exercise and makes building slow."},
	{name: "length", text: length,
		why: "What is longer than anybody reads only keeps the tools busy."},
	{name: "nesting", text: nesting,
		why: "Code that is nested beyond reason only keeps the tools busy."},
	{name: "package-name", tree: packageName,
		why: "The hidden tests import the package under the name that the exercise gives."},
	{name: "import", tree: imports,
		why: "An exercise is about Go and its concurrency; other packages reach the machine or do the work for you."},
	{name: "member", tree: members, typed: typedMembers,
		why: "Of some packages only a part belongs into an exercise."},
	{name: "raw-connection", typed: rawInterface,
		why: "Going around package net to the system's descriptors is outside of what is taught, and of what tests can follow."},
	{name: "function-body", tree: functionBody,
		why: "A function without a body is written in assembly or borrowed from another package."},
	{name: "main-function", tree: mainFunction,
		why: "The exercise is a package that others call; the program that calls it is the course's."},
	{name: "predeclared-name", tree: predeclaredName,
		why: "When a whole package gives nil, error or panic another meaning, nobody can read it."},
	{name: "assignment", tree: assignment, typed: typedAssignment,
		why: "Another package's variables are shared with everybody, the tests included."},
	{name: "variable", typed: variables,
		why: "Another package's variables are shared with everybody, and what they point to can be changed from anywhere."},
	{name: "foreign-type", typed: foreignType,
		why: "A value of a package that a submission may not use reaches as far as the package itself."},
	{name: "array-size", tree: arraySize,
		why: "A large array is memory that an exercise does not need."},
	{name: "type-size", tree: typeSize, typed: typedSize,
		why: "A type that is made of itself twice over grows without end, and so does what the compiler has to do."},
	{name: "type-text", tree: typeText,
		why: "Compilers write a type without a name out, each time and in many places, and grow with it."},
	{name: "literal-size", tree: literalSize,
		why: "Large data does not belong into an exercise and makes building slow."},
	{name: "depth", tree: depth,
		why: "Code that is nested beyond reason only keeps the tools busy."},
	{name: "stream", typed: streams,
		why: "Standard output and standard error belong to the whole program: they are there to be written to."},
}

// A Rule describes one rule for people.
type Rule struct {
	Name string // as in [workbook/grader/report.Problem.Rule]
	Why  string // why there is such a rule, as a sentence
}

// List describes the rules of [Check] and [CheckTypes], in the order in which they
// are applied.
func List() []Rule {
	list := make([]Rule, len(table))
	for i, r := range table {
		list[i] = Rule{Name: r.name, Why: r.why}
	}
	return list
}
