package tr

// Read reads a file of translations as it is.
func Read(name string) ([]entry, error) { return read(name) }

// Parse is parsePO.
var Parse = parsePO

// FormsOf is formsOf.
var FormsOf = formsOf
