package grader

import (
	"context"

	"workbook/grader/jail"
)

// observed is a jail that somebody is told about, as [Options.Ran] wants it.
type observed struct {
	jail.Jail
	ran func(jail.Command, jail.Result)
}

// Run implements [jail.Jail].
func (o observed) Run(ctx context.Context, cmd jail.Command) (jail.Result, error) {
	res, err := o.Jail.Run(ctx, cmd)
	o.ran(cmd, res)
	return res, err
}
