package grader

import (
	"context"
	"path/filepath"
	"sync"
	"sync/atomic"

	"workbook/grader/build"
	"workbook/grader/jail"
)

// walled is the jail of a Grader: its processes begin with a warden of their own as soon as
// there is one, and with this program until then.
type walled struct {
	cell   jail.Cell
	warden atomic.Pointer[string] // its path

	once sync.Once
	work sync.WaitGroup
	stop context.CancelFunc
}

func newWalled(cell jail.Cell, tools *build.Toolchain) *walled {
	w := &walled{cell: cell, stop: func() {}}
	if cell.Level <= jail.L1 {
		w.once.Do(func() {}) // there are no walls
	} else if path, err := tools.KeptWarden(cell.Temp); err == nil {
		w.once.Do(func() {})
		w.warden.Store(&path)
	}
	return w
}

// Isolation implements [jail.Jail].
func (w *walled) Isolation() string { return w.cell.Isolation() }

// Run implements [jail.Jail].
func (w *walled) Run(ctx context.Context, cmd jail.Command) (jail.Result, error) {
	cell := w.cell
	if path := w.warden.Load(); path != nil {
		cell.Warden = *path
	}
	return cell.Run(ctx, cmd)
}

// build builds the warden beside whatever is graded, once. Without it everything works,
// and takes longer.
func (w *walled) build(tools *build.Toolchain, root string) {
	w.once.Do(func() {
		ctx, stop := context.WithCancel(context.Background())
		w.stop = stop
		w.work.Go(func() {
			temp, err := filepath.Abs(w.cell.Temp)
			if err != nil || tools.BuildWarden(ctx, root, temp) != nil {
				return
			}
			if path, err := tools.KeptWarden(w.cell.Temp); err == nil {
				w.warden.Store(&path)
			}
		})
	})
}

// close ends what is being built.
func (w *walled) close() {
	w.once.Do(func() {})
	w.stop()
	w.work.Wait()
}
