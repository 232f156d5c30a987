package pipe

import (
	"errors"
	"math/rand/v2"
	"reflect"
)

// Wraps reports whether target itself is in err's tree. It is errors.Is but for an Is
// method that says yes to what it does not hold: such a method is believed only if it
// tells target from errors that are made like it.
func Wraps(err, target error) bool {
	left := maxTree
	return wraps(err, target, &left)
}

// maxTree is how many errors are looked at in one tree. Real ones have a handful,
// and one that makes itself as it is looked at has no end.
const maxTree = 10_000

func wraps(err, target error, left *int) bool {
	if *left--; err == nil || *left < 0 {
		return false
	}
	if same(err, target) {
		return true
	}
	if e, ok := err.(interface{ Is(error) bool }); ok && knows(e, target) {
		return true
	}
	switch e := err.(type) {
	case interface{ Unwrap() error }:
		return wraps(e.Unwrap(), target, left)
	case interface{ Unwrap() []error }:
		for _, err := range e.Unwrap() {
			if wraps(err, target, left) {
				return true
			}
		}
	}
	return false
}

// same compares without falling over types that cannot be compared.
func same(a, b error) (ok bool) {
	defer func() { recover() }()
	return a == b
}

// knows reports whether an Is method says yes to target and to none of its twins, in an
// order that nobody can foresee.
func knows(e interface{ Is(error) bool }, target error) (ok bool) {
	defer func() {
		if recover() != nil {
			ok = false
		}
	}()
	const twins = 63
	at := rand.IntN(twins + 1)
	for i := range twins + 1 {
		asked := target
		if i != at {
			asked = twin(target)
		}
		if e.Is(asked) != (i == at) {
			return false
		}
	}
	return true
}

// twin is an error that is not target, with the same words, and of the same type where that
// is a pointer.
func twin(target error) error {
	words := errors.New(target.Error())
	v := reflect.ValueOf(target)
	if v.Kind() != reflect.Pointer || v.IsNil() || v.Elem().Type().Size() == 0 {
		return words
	}
	copied := reflect.New(v.Elem().Type())
	copied.Elem().Set(v.Elem())
	if other, ok := copied.Interface().(error); ok {
		return other
	}
	return words
}
