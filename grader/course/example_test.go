package course_test

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/rogpeppe/go-internal/txtar"

	"workbook/grader/course"
)

// A course is found from any folder inside it, loaded whole, and then asked.
func Example() {
	inside, remove := exampleCourse()
	defer remove()

	root, err := course.Find(inside)
	if err != nil {
		fmt.Println(err)
		return
	}
	c, err := course.Load(root)
	if err != nil {
		fmt.Println(err) // every problem, one a line
		return
	}
	e, err := c.Exercise("echo") // or "01_echo", "01", "1"
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%s: %s (%d points)\n", e.ID, e.Title, e.Points())
	if next, ok := c.Next(e.ID); ok {
		fmt.Println("next:", next.ID)
	}
	_, err = c.Exercise("jion")
	fmt.Println(err)
	// Output:
	// 01_echo: Echo (15 points)
	// next: 05_join
	// there is no exercise "jion"; did you mean 05_join?
}

// exampleCourse writes a small course and gives a folder inside it.
func exampleCourse() (inside string, remove func()) {
	root, err := os.MkdirTemp("", "course")
	if err != nil {
		panic(err)
	}
	a, err := txtar.ParseFile(filepath.Join("testdata", "good.txtar"))
	if err == nil {
		for _, f := range a.Files {
			path := filepath.Join(root, filepath.FromSlash(f.Name))
			os.MkdirAll(filepath.Dir(path), 0o755)
			os.WriteFile(path, f.Data, 0o644)
		}
	}
	return filepath.Join(root, "exercises", "01_echo"), func() { os.RemoveAll(root) }
}
