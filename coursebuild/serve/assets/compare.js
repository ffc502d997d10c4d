/*
 * What differs between two parsed pages: two versions of one page, or two editions of one lesson.
 *
 * Pages are compared as they were built, before their own script changed them (`parsed` in live.js).
 */

const MOST_EDITS = 400; // between two lists of nodes: more take longer than they are worth, as n × edits
const NEAR = 40; // so far from its place in a list is a version of an element looked for
const ALIKE = 0.4; // the share of words that two versions of an element have in common at least

/* A node's content, as text; a large subtree is written once. */
const contents = new WeakMap();

function content(node) {
  if (node.nodeType !== Node.ELEMENT_NODE) return `${node.nodeType} ${node.data}`;
  if (!contents.has(node)) contents.set(node, node.outerHTML);
  return contents.get(node);
}

/** The longest run of equal items, in order, as pairs of indexes: Myers' algorithm, an O(ND) one (1986). */
function alignment(a, b) {
  let [start, endA, endB] = [0, a.length, b.length];
  while (start < endA && start < endB && a[start] === b[start]) start++;
  while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) [endA, endB] = [endA - 1, endB - 1];
  const pairs = Array.from({ length: start }, (_, n) => [n, n]);
  pairs.push(...shortestEdit(a.slice(start, endA), b.slice(start, endB)).map(([i, j]) => [start + i, start + j]));
  for (let n = 0; endA + n < a.length; n++) pairs.push([endA + n, endB + n]);
  return pairs;
}

function shortestEdit(a, b) {
  const trace = [];
  let ends = new Map([[1, 0]]); // on each diagonal, how far `a` is read
  for (let edits = 0; edits <= Math.min(a.length + b.length, MOST_EDITS); edits++) {
    trace.push(ends);
    ends = new Map(ends);
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      const [down, right] = [ends.get(diagonal + 1) ?? -1, ends.get(diagonal - 1) ?? -1];
      let i = diagonal === -edits || (diagonal !== edits && right < down) ? down : right + 1;
      while (i < a.length && i - diagonal < b.length && a[i] === b[i - diagonal]) i++;
      ends.set(diagonal, i);
      if (i >= a.length && i - diagonal >= b.length) return followed(trace, a.length, b.length);
    }
  }
  return [];
}

/* The equal items on the way back from the end. */
function followed(trace, endA, endB) {
  const pairs = [];
  let [i, j] = [endA, endB];
  for (let edits = trace.length - 1; edits >= 0; edits--) {
    const [ends, diagonal] = [trace[edits], i - j];
    const [down, right] = [ends.get(diagonal + 1) ?? -1, ends.get(diagonal - 1) ?? -1];
    const before = diagonal === -edits || (diagonal !== edits && right < down) ? diagonal + 1 : diagonal - 1;
    const beforeI = edits ? ends.get(before) : 0;
    const beforeJ = edits ? beforeI - before : 0;
    while (i > beforeI && j > beforeJ) pairs.push([--i, --j]);
    [i, j] = [beforeI, beforeJ];
  }
  return pairs.reverse();
}

const wordsFound = new WeakMap();

function wordsOf(node) {
  if (!wordsFound.has(node)) wordsFound.set(node, node.textContent.match(/[\p{L}\p{N}]+/gu) ?? []);
  return wordsFound.get(node);
}

/** The share of words that two texts have in common (Sørensen–Dice). */
function likeness(a, b) {
  const [wordsA, wordsB] = [wordsOf(a), wordsOf(b)];
  const left = new Map();
  for (const word of wordsA) left.set(word, (left.get(word) ?? 0) + 1);
  const common = wordsB.filter((word) => {
    const n = left.get(word) ?? 0;
    if (n) left.set(word, n - 1);
    return n;
  }).length;
  return wordsA.length + wordsB.length ? (2 * common) / (wordsA.length + wordsB.length) : 1;
}

const isVersion = (a, b) => a.nodeType === b.nodeType && a.localName === b.localName
  && (a.id ?? "") === (b.id ?? "") && likeness(a, b) >= ALIKE;

/* In two lists that have nothing equal: elements of which one is a version of the other, in order. */
function versions(a, b) {
  if (a.length === 1 && b.length === 1 && a[0].nodeType === Node.ELEMENT_NODE
    && a[0].localName === b[0].localName && a[0].className === b[0].className) return [[0, 0]];
  const pairs = [];
  let from = 0;
  b.forEach((node, j) => {
    const found = a.slice(from, from + NEAR).findIndex((other) => isVersion(other, node));
    if (found < 0) return;
    pairs.push([from + found, j]);
    from += found + 1;
  });
  return pairs;
}

/**
 * Compare two elements of one name. `partners` has the node of `b` for each node of `a` that is in both, but not
 * for those below equal nodes; `edits` are runs of nodes to be replaced: the `removed` ones of `a`, and the
 * `inserted` ones of `b` in their place, which follow `after` in `parent`; `attributes` are pairs of elements
 * that have other attributes.
 */
export function compare(a, b) {
  const found = { partners: new Map([[a, b]]), edits: [], attributes: [] };
  if (content(a) !== content(b)) walk(a, b, found);
  return found;
}

function walk(a, b, found) {
  if (content(a.cloneNode(false)) !== content(b.cloneNode(false))) found.attributes.push([a, b]);
  const [listA, listB] = [[...a.childNodes], [...b.childNodes]];
  const equal = alignment(listA.map(content), listB.map(content));
  let [i, j] = [0, 0];
  for (const [nextI, nextJ] of [...equal, [listA.length, listB.length]]) {
    gap(a, listA.slice(i, nextI), listB.slice(j, nextJ), listA[i - 1] ?? null, found);
    if (nextI < listA.length) found.partners.set(listA[nextI], listB[nextJ]);
    [i, j] = [nextI + 1, nextJ + 1];
  }
}

/* Between two equal nodes: versions of one element are compared, and what is between these is replaced. */
function gap(parent, a, b, before, found) {
  let [i, j, after] = [0, 0, before];
  for (const [nextI, nextJ] of [...(a.length && b.length ? versions(a, b) : []), [a.length, b.length]]) {
    const [removed, inserted] = [a.slice(i, nextI), b.slice(j, nextJ)];
    if (removed.length || inserted.length) found.edits.push({ parent, removed, inserted, after });
    if (nextI < a.length) {
      found.partners.set(a[nextI], b[nextJ]);
      if (a[nextI].nodeType === Node.ELEMENT_NODE) walk(a[nextI], b[nextJ], found);
      else found.edits.push({ parent, removed: [a[nextI]], inserted: [b[nextJ]], after: a[nextI].previousSibling });
      after = a[nextI];
    }
    [i, j] = [nextI + 1, nextJ + 1];
  }
}
