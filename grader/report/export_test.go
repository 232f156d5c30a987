package report

// Document is the form that WriteJSON writes.
type Document = document
