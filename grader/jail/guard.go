package jail

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
)

// guardEnv tells a guard, as JSON, what cell to put others into.
const guardEnv = "WORKBOOK_CELL"

// A post is what a guard is told.
type post struct {
	Level     Level
	Warden    string
	MemoryMiB int
}

// post tells the guard that cmd starts.
func (c Cell) post(cmd *exec.Cmd, l Limits) error {
	p := post{Level: c.Level, Warden: c.Warden, MemoryMiB: l.MemoryMiB}
	if p.Warden == "" {
		// What this program was started from, even when that file is gone by now.
		p.Warden = fmt.Sprintf("/proc/%d/exe", os.Getpid())
	}
	data, err := json.Marshal(p)
	if err != nil {
		return err
	}
	cmd.Env = append(cmd.Env, guardEnv+"="+string(data))
	return nil
}

// Posted gives a guard the cell that it is to put others into, and the limits that
// the kernel can hold. In any other process it is a cell of L1.
func Posted() (Cell, Limits, error) {
	told, ok := os.LookupEnv(guardEnv)
	if !ok {
		return Cell{Level: L1}, Limits{}, nil
	}
	var p post
	if err := json.Unmarshal([]byte(told), &p); err != nil {
		return Cell{}, Limits{}, fmt.Errorf("%s=%q: %w", guardEnv, told, err)
	}
	return Cell{Level: p.Level, Warden: p.Warden}, Limits{MemoryMiB: p.MemoryMiB}, nil
}
