package policy

// Same is for tests: a file cannot be made to change just while it is read.
var Same = same

// SameName is for tests: not every system has files of all these names.
var SameName = sameName
