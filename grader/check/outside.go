package check

func removeBuiltSubjects()  {}
func (c *C) output() string { return "" }
