package tui

// A stepsPlan says how a page of steps shares out its room: the source above the words, and
// the goroutines beside it where there is room, or else below it.
type stepsPlan struct {
	source, width int // rows and columns
	list, beside  int // the same of the goroutines
	world         int // rows of what was seen from outside; 0: it stands in the words
	said          int // rows
	wide          bool
}

// planSteps shares out a room for a run of so many goroutines. The same run has the same
// plan in its steps, so that the source stands still. Those whose words want more rows than
// that get them from the goroutines, of which whoever goes on stays in view, and then from the
// source; where the run ends, who waits where is worth more than the source.
func planSteps(width, height, goroutines, wanted int, ended bool) stepsPlan {
	p := stepsPlan{width: width, said: 3, wide: width >= wideFrom}
	switch {
	case p.wide:
	case height >= 24:
		p.said = 5
	case height >= 16:
		p.said = 4
	}
	most := height / 2
	if !p.wide {
		most = max(most, height-leastSource-4) // the heading, a rule, a goroutine and the bar
	}
	usual := p.said
	p.said = min(max(wanted, p.said), most)
	usual = min(usual, p.said)
	upper := height - p.said - 1 // the bar
	if p.wide {
		p.beside = min(max(width*2/5, 44), 80)
		p.width = width - p.beside - gapWidth
		p.source = upper - 1 // the heading
		const seen = 5
		rows := upper - 3 // two headings, and a row between
		p.list = max(min(2*goroutines, rows-seen), min(rows, 3))
		p.world = rows - p.list
		return p
	}
	p.list, p.beside = min(max(height/4, 3), 10, max(goroutines, 1)), width
	if !ended {
		p.list -= max(min(p.said-usual, p.list-2), 0)
	}
	p.source = upper - p.list - 2 // the heading and a rule
	for ; p.source < leastSource && p.list > 1; p.list-- {
		p.source++
	}
	for ; p.source < leastSource && p.said > 1; p.said-- {
		p.source++
	}
	return p
}

// leastSource is how many rows of source are shown on the smallest screen: the line that
// goes on, its column, and a line more.
const leastSource = 3

func (p *stepsPane) plan() stepsPlan {
	return planSteps(p.room.width, p.room.height, p.record.Goroutines(), p.telling().wanted(p.step), p.record.Ended(p.step))
}

// usualPlan is the plan of a step whose words want no more rows than others.
func (p *stepsPane) usualPlan() stepsPlan {
	return planSteps(p.room.width, p.room.height, p.record.Goroutines(), 0, false)
}

func (p *stepsPane) telling() telling {
	return telling{p.room.theme, p.record, p.room.width - 1, p.room.width < wideFrom}
}

// empty reports whether there is no step to be shown.
func (p *stepsPane) empty() bool { return p.record == nil || p.record.Len() == 0 }

// listing is the file that is shown, laid out for so many columns.
func (p *stepsPane) listing(width int) *listing {
	sources := p.record.Sources()
	if p.file >= len(sources) {
		return newListing("", width, 0, p.room.theme)
	}
	l := p.listings[p.file]
	if l == nil {
		l = newListing(sources[p.file].Text, width, nameWidth(p.record), p.room.theme)
		p.listings[p.file] = l
	}
	return l
}
