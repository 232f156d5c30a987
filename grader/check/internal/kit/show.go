package kit

import (
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"workbook/grader/report/outcome"
)

// plainError is what errors.New gives, whose text is its own.
var plainError = reflect.TypeOf(errors.New(""))

// Shown are values on one line: numbers, texts and truth values as they are, and of all
// others the type. No method of theirs is called: it may be the learner's, and do anything.
func Shown(values []any) string {
	var all []string
	for _, v := range values {
		all = append(all, shownValue(reflect.ValueOf(v)))
	}
	return strings.Join(all, ", ")
}

func shownValue(v reflect.Value) string {
	const most = 60 // bytes of a text
	if !v.IsValid() {
		return "nil"
	}
	switch v.Kind() {
	case reflect.Bool:
		return strconv.FormatBool(v.Bool())
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return strconv.FormatInt(v.Int(), 10)
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return strconv.FormatUint(v.Uint(), 10)
	case reflect.String:
		return strconv.Quote(outcome.Cut(v.String(), most))
	case reflect.Slice:
		return shownSlice(v)
	case reflect.Pointer, reflect.Map, reflect.Func, reflect.Chan:
		if v.IsNil() {
			return v.Type().String() + "(nil)"
		}
	}
	switch err, is := reflect.TypeAssert[error](v); {
	case is && v.Type() == plainError:
		return "the error " + strconv.Quote(outcome.Cut(err.Error(), most))
	case is:
		return "an error of type " + v.Type().String() + shownFields(v, 2)
	}
	return "a value of type " + v.Type().String()
}

// shownFields are what an error holds, as " {cancelled: the error "no", value: 7}"; nothing for
// one that is no struct. What is in a field that is an error itself is told as deep as that.
func shownFields(v reflect.Value, depth int) string {
	const most = 4
	if v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	if v.Kind() != reflect.Struct || v.NumField() == 0 || depth == 0 {
		return ""
	}
	var all []string
	for i := range min(v.NumField(), most) {
		all = append(all, v.Type().Field(i).Name+": "+shownField(v.Field(i), depth))
	}
	if v.NumField() > most {
		all = append(all, "…")
	}
	return " {" + strings.Join(all, ", ") + "}"
}

// shownField reads a field, also one that is not exported, of which reflection gives no
// method.
func shownField(v reflect.Value, depth int) string {
	if v.Kind() == reflect.Interface {
		v = v.Elem()
	}
	switch v.Kind() {
	case reflect.Pointer:
		if v.Type() == plainError && !v.IsNil() {
			return "the error " + strconv.Quote(outcome.Cut(v.Elem().Field(0).String(), 60))
		}
		if !v.IsNil() {
			return v.Type().String() + shownFields(v, depth-1)
		}
	case reflect.Slice:
		if !v.IsNil() {
			return shownElements(v, depth-1)
		}
	case reflect.Struct, reflect.Array, reflect.Map, reflect.Func, reflect.Chan, reflect.UnsafePointer,
		reflect.Float32, reflect.Float64, reflect.Complex64, reflect.Complex128:
		return v.Type().String() + shownFields(v, depth-1)
	}
	return shownValue(v)
}

// shownElements are the first of a slice in a field.
func shownElements(v reflect.Value, depth int) string {
	if depth <= 0 {
		return Count(v.Len()) + " of " + v.Type().String()
	}
	return shownFirst(3, v, func(e reflect.Value) string { return shownField(e, depth) })
}

func shownSlice(v reflect.Value) string {
	if v.IsNil() {
		return v.Type().String() + "(nil)"
	}
	return shownFirst(6, v, func(e reflect.Value) string {
		if e.Kind() == reflect.Interface {
			e = e.Elem()
		}
		return shownValue(e)
	})
}

// shownFirst shows at most so many elements of a slice, and says how many there are.
func shownFirst(most int, v reflect.Value, show func(reflect.Value) string) string {
	var all []string
	for i := range min(v.Len(), most) {
		all = append(all, show(v.Index(i)))
	}
	if v.Len() > most {
		all = append(all, fmt.Sprintf("… %s in all", Count(v.Len())))
	}
	return "[" + strings.Join(all, ", ") + "]"
}
