// How far this screen is behind the server. The two clocks differ by an unknown amount; the message
// that arrived fastest in the last minute is taken as the one without delay, and every other is
// measured against it. Steady network delay (milliseconds) is therefore not seen; queues are.

const windowMs = 60_000;

export class LagMeter {
  private best: { difference: number; at: number }[] = [];
  private last = 0;

  /** A message the server wrote at `serverTime` was handled at `now` (both in milliseconds). */
  saw(serverTime: number, now: number) {
    if (Number.isNaN(serverTime)) return;
    const difference = now - serverTime;
    // Smallest first, each later one larger: the front is the window's minimum.
    while (this.best.length > 0 && this.best[this.best.length - 1]!.difference >= difference) {
      this.best.pop();
    }
    this.best.push({ difference, at: now });
    while (this.best[0]!.at < now - windowMs) this.best.shift();
    this.last = difference;
  }

  get current(): number {
    return this.best.length > 0 ? Math.max(0, this.last - this.best[0]!.difference) : 0;
  }

  get offset(): number {
    return this.best.length > 0 ? -this.best[0]!.difference : 0;
  }
}
