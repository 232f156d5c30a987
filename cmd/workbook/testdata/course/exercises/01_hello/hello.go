package hello

// Hello greets.
func Hello() string { return "TODO" }
