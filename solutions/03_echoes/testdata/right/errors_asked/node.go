package echoes

import "errors"

// A node is a list of at least one error.
type node struct {
	head error
	tail *node
}

func (n *node) Error() string {
	if n.tail == nil {
		return n.head.Error()
	}
	return n.head.Error() + "; " + n.tail.Error()
}

func (n *node) Is(target error) bool { return errors.Is(n.head, target) }
func (n *node) As(target any) bool   { return errors.As(n.head, target) }

func (n *node) Unwrap() error {
	if n.tail == nil {
		return nil
	}
	return n.tail
}
