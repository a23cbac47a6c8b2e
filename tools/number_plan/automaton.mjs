// Position automata (Glushkov) of many patterns at once, walked as one deterministic automaton.
//
// Every digit class of every pattern is a position. A state of the walk is the set of positions
// reached, so one walk tells which of the patterns match. States are made on demand and joined
// with equal ones bottom-up (see Minimal), which makes the result minimal because E.164 bounds the
// depth.

/** Positions of several patterns over one alphabet of digits. */
export class Positions {
  #sets = []; // position -> bit mask of digits
  #follow = []; // position -> positions that may come next
  #accepts = []; // position -> names of patterns that end here
  #first = []; // where patterns begin
  #empty = []; // names of patterns that match the empty text

  add(name, node) {
    const { first, last, nullable } = this.#place(node);
    this.#first.push(...first);
    for (const position of last) this.#accepts[position].push(name);
    if (nullable) this.#empty.push(name);
  }

  start() {
    return { at: null, matched: new Set(this.#empty) };
  }

  step(state, digit) {
    const from = state.at === null ? [this.#first] : state.at.map((p) => this.#follow[p]);
    const at = new Set();
    for (const list of from) {
      for (const position of list) if (this.#sets[position] & (1 << digit)) at.add(position);
    }
    const sorted = [...at].sort((a, b) => a - b);
    return { at: sorted, matched: new Set(sorted.flatMap((p) => this.#accepts[p])) };
  }

  #place(node) {
    if (node.set !== undefined) {
      const position = this.#sets.push(node.set) - 1;
      this.#follow.push([]);
      this.#accepts.push([]);
      return { first: [position], last: [position], nullable: false };
    }
    if (node.any) {
      const parts = node.any.map((part) => this.#place(part));
      return {
        first: parts.flatMap((part) => part.first),
        last: parts.flatMap((part) => part.last),
        nullable: parts.some((part) => part.nullable),
      };
    }
    if (node.star) {
      const part = this.#place(node.star);
      this.#link(part.last, part.first);
      return { ...part, nullable: true };
    }
    let whole = { first: [], last: [], nullable: true };
    for (const child of node.all) {
      const part = this.#place(child);
      this.#link(whole.last, part.first);
      whole = {
        first: whole.nullable ? [...whole.first, ...part.first] : whole.first,
        last: part.nullable ? [...whole.last, ...part.last] : part.last,
        nullable: whole.nullable && part.nullable,
      };
    }
    return whole;
  }

  #link(from, to) {
    for (const position of from) {
      this.#follow[position] = [...new Set([...this.#follow[position], ...to])];
    }
  }
}

/** Rows of the final automaton; equal rows are one. Row 0 is the dead end that leads to itself. */
export class Minimal {
  rows = [];
  #known = new Map();

  constructor(deadEndAnswer) {
    this.rows.push({ next: Array(10).fill(0), answer: deadEndAnswer });
    this.#known.set(this.#key(this.rows[0]), 0);
  }

  row(next, answer) {
    const row = { next, answer };
    const key = this.#key(row);
    let id = this.#known.get(key);
    if (id === undefined) {
      id = this.rows.push(row) - 1;
      this.#known.set(key, id);
    }
    return id;
  }

  /**
   * The row from which the positions answer every text of at most `depth` digits with
   * `answerOf(matched, length)`.
   */
  rowsOf(positions, depth, answerOf) {
    const made = new Map();
    const build = (state, length) => {
      const key = `${length}:${state.at}`;
      if (made.has(key)) return made.get(key);
      const next = Array(10).fill(0);
      if (length < depth) {
        for (let digit = 0; digit < 10; digit++) {
          next[digit] = build(positions.step(state, digit), length + 1);
        }
      }
      const id = this.row(next, answerOf(state.matched, length));
      made.set(key, id);
      return id;
    };
    return build(positions.start(), 0);
  }

  #key(row) {
    return `${row.answer}:${row.next}`;
  }
}
