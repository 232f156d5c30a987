package point

import (
	"runtime"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestCurrent(t *testing.T) {
	require.Equal(t, numbered(), current())
	before := current()
	seen := make(chan goroutine)
	for range 100 {
		go func() {
			if current() != numbered() {
				t.Error("it is another one")
			}
			seen <- current()
		}()
	}
	all := map[goroutine]bool{before: true}
	for range 100 {
		all[<-seen] = true
	}
	require.Len(t, all, 101)
	require.NotContains(t, all, goroutine(0))
}

func BenchmarkCurrent(b *testing.B) {
	for b.Loop() {
		current()
	}
}

// under runs so many goroutines that each come to points 1 to n, and gives the order in
// which they went on.
func under(number uint64, goroutines, n int) (order []int) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	Begin(number)
	defer End()
	var wg sync.WaitGroup
	for g := range goroutines {
		wg.Go(func() {
			for i := 1; i <= n; i++ {
				At(100*g + i)
				order = append(order, 100*g+i)
			}
		})
	}
	wg.Wait()
	return order
}

// One number is one order, numbers have different ones, and nobody is lost.
func TestSchedules(t *testing.T) {
	orders := map[uint64]bool{}
	for number := range uint64(40) {
		first := under(number, 5, 10)
		require.Len(t, first, 50)
		hash := Order()
		for range 3 {
			require.Equal(t, first, under(number, 5, 10), "schedule %d", number)
			require.Equal(t, hash, Order())
		}
		next := map[int]int{}
		for _, p := range first {
			require.Equal(t, next[p/100]+1, p%100, "each goroutine goes its own way in order")
			next[p/100]++
		}
		orders[hash] = true
	}
	require.Greater(t, len(orders), 35)
}

// eachStrategy gives the first numbers of the mix, and of each strategy alone.
func eachStrategy(n uint64) (numbers []uint64) {
	for i := range uint64(len(strategies) + 1) {
		for number := range n {
			numbers = append(numbers, i*alone+number)
		}
	}
	return numbers
}

// Each strategy keeps what a schedule promises, and all but that which never switches a
// second time find a lost update.
func TestStrategies(t *testing.T) {
	for _, number := range eachStrategy(8) {
		first := under(number, 4, 8)
		require.Len(t, first, 32)
		require.Equal(t, first, under(number, 4, 8), "schedule %d", number)
	}
	for i, name := range Strategies() {
		lost := 0
		for number := range uint64(200) {
			if loses(uint64(i+1)*alone + number) {
				lost++
			}
		}
		if i == depth1 {
			require.Zero(t, lost, name)
			continue
		}
		require.NotZero(t, lost, name)
	}
}

// A lost update is there under some schedules and not under others.
func TestLostUpdate(t *testing.T) {
	lost := 0
	for number := range uint64(100) {
		if loses(number) {
			lost++
		}
	}
	require.Greater(t, lost, 10)
	require.Less(t, lost, 90)
}

// loses reports whether one of two updates is lost under a schedule.
func loses(number uint64) bool {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	Begin(number)
	defer End()
	n := 0
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			At(0)
			read := n
			At(1)
			n = read + 1
		})
	}
	wg.Wait()
	return n == 1
}

// Whoever asks again and again lets those go on that it waits for.
func TestSpinning(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	for _, number := range eachStrategy(16) {
		Begin(number)
		done := false
		var wg sync.WaitGroup
		wg.Go(func() {
			for !done {
				At(0)
			}
		})
		wg.Go(func() {
			At(1)
			done = true
		})
		wg.Wait()
		End()
	}
}

// More than can wait at once, and an end while they wait, leave nobody behind.
func TestCrowd(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	Begin(3)
	var wg sync.WaitGroup
	for range 5 * crowd {
		wg.Go(func() {
			for i := range 3 {
				At(i)
			}
		})
	}
	for range 20 {
		runtime.Gosched()
	}
	require.True(t, Busy())
	End()
	wg.Wait()
	require.False(t, Busy())
}
