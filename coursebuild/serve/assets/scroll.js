/* Two panes that scroll together: what is in both pages is at one height, and what is between is in proportion. */

/**
 * The position in another pane for a position in this one, by pairs of positions that belong together, in order.
 */
export function proportional(position, pairs) {
  let [low, high] = [0, pairs.length - 1];
  while (low < high - 1) {
    const middle = (low + high) >> 1;
    if (pairs[middle][0] <= position) low = middle;
    else high = middle;
  }
  const [[a, b], [nextA, nextB]] = [pairs[low], pairs[high]];
  return nextA > a ? b + ((position - a) * (nextB - b)) / (nextA - a) : b;
}

/** Pairs of positions without those that would scroll back: both rise. */
export function rising(pairs) {
  const kept = [];
  for (const pair of pairs.sort(([a], [b]) => a - b)) {
    if (!kept.length || (pair[0] > kept.at(-1)[0] && pair[1] >= kept.at(-1)[1])) kept.push(pair);
  }
  return kept;
}

/**
 * Let two panes scroll together. A pane leads while the reader points at it or types in it; what the other one does
 * then is its answer, and moves nothing.
 */
export class Together {
  constructor(panes, isOn) {
    this.panes = panes;
    this.isOn = isOn;
    this.leader = panes[0];
    this.landmarks = null;
    for (const pane of panes) {
      pane.addEventListener("lead", () => { this.leader = pane; });
      pane.addEventListener("scrolled", () => this.follow(pane));
      pane.addEventListener("resized", () => { this.landmarks = null; });
    }
  }

  /** Let the other pane follow the one that leads, as after a change of either. */
  follow(pane = this.leader) {
    if (pane !== this.leader || !this.isOn()) return;
    const other = this.panes.find((each) => each !== pane);
    if (!pane.isReady || !other.isReady || pane.format !== other.format) return;
    this.landmarks ??= { of: pane, pairs: this.found(pane, other) };
    if (this.landmarks.of !== pane) this.landmarks = { of: pane, pairs: this.found(pane, other) };
    other.scrollTo(proportional(pane.scrollTop, this.landmarks.pairs));
  }

  found(pane, other) {
    const [end, otherEnd] = [pane.scrollRange, other.scrollRange];
    const inside = pane.landmarks(other).filter(([a, b]) => a > 0 && b > 0 && a < end && b < otherEnd);
    return rising([[0, 0], ...inside, [end, otherEnd]]);
  }
}
