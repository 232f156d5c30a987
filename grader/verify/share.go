package verify

import (
	"cmp"
	"hash/fnv"
	"io"
	"slices"
	"time"

	"workbook/grader/course"
)

// A Share is a part of the known solutions: one in OneIn of an exercise's right ones and of
// its wrong ones. Which, says Turn, usually the number of a day: OneIn turns that follow
// each other have all of them. The zero value is all.
type Share struct {
	OneIn int   `json:"one_in"` // 0 and 1 are all
	Turn  int64 `json:"turn"`   // any number
}

// Today is the turn of the day.
func Today() int64 { return time.Now().Unix() / int64((24 * time.Hour).Seconds()) }

// of gives the variants that have their turn.
func (s Share) of(variants []course.Variant) (have []course.Variant) {
	if s.OneIn < 2 {
		return variants
	}
	for _, right := range []bool{true, false} {
		kind := slices.DeleteFunc(slices.Clone(variants), func(v course.Variant) bool { return v.Right != right })
		// By a number that says nothing about them, so that neighbours in the alphabet,
		// which are often of one kind, do not have their turn together.
		slices.SortFunc(kind, func(a, b course.Variant) int {
			return cmp.Or(cmp.Compare(number(a.Name), number(b.Name)), cmp.Compare(a.Name, b.Name))
		})
		for i, v := range kind {
			if (int64(i)-s.Turn)%int64(s.OneIn) == 0 {
				have = append(have, v)
			}
		}
	}
	return have
}

func number(name string) uint64 {
	h := fnv.New64a()
	io.WriteString(h, name)
	return h.Sum64()
}
