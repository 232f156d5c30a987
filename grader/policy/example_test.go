package policy_test

import (
	"fmt"

	"workbook/grader/policy"
)

func Example() {
	// A submission usually comes from policy.Read.
	src := &policy.Source{
		Prefix: "exercises/02_spawned/",
		Files: []policy.File{{Name: "echo.go", Data: []byte(`package spawned

import "os"

func Echo() { os.Exit(0) }
`)}},
	}
	syntax, refusals := policy.Check(src, policy.Rules{Package: "spawned"})
	fmt.Println(len(syntax), "syntax errors")
	for _, p := range refusals {
		fmt.Printf("%s:%d: %s\n", p.File, p.Line, p.Message)
		fmt.Println("hint:", p.Hint)
	}
	// Output:
	// 0 syntax errors
	// exercises/02_spawned/echo.go:5: A submission may not use os.Exit: of package os, it may use its standard streams and its errors only.
	// hint: To print, log.Printf writes to standard error; what the code needs to know comes as arguments.
}
