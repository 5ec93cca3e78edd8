// Makes drawn calendars move: they show what others change while one looks, and bookings can be dragged or moved with
// the keys. Everything is also possible without this file, by links and forms. All words come from attributes.

const says = document.getElementById("calendar-says");
const MINUTE = 60;

/** Fills `{name}` in a sentence. */
function fill(text, values) {
  return (text ?? "").replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

function say(text) {
  if (says) says.textContent = text;
}

// --- Changes of others -------------------------------------------------------------------------------------------------

/** Whether somebody is in the midst of something that must not be swept away. */
let busy = false;

function listen(box) {
  let pending = null;
  let late = false;
  const load = async () => {
    if (busy || document.hidden) return void (late = true);
    late = false;
    pending?.abort();
    pending = new AbortController();
    try {
      const reply = await fetch(location.href, { signal: pending.signal, headers: { Accept: "text/html" } });
      const fresh = new DOMParser().parseFromString(await reply.text(), "text/html").getElementById(box.id);
      if (!reply.ok || reply.redirected || !fresh || busy) return;
      const held = document.activeElement?.dataset?.booking;
      const scroll = box.firstElementChild?.scrollLeft ?? 0;
      box.replaceChildren(...fresh.childNodes);
      if (box.firstElementChild) box.firstElementChild.scrollLeft = scroll;
      if (held) box.querySelector(`[data-booking="${CSS.escape(held)}"]`)?.focus();
    } catch {
      // the next change tries again
    }
  };
  const source = new EventSource(box.dataset.stream);
  source.addEventListener("changed", load);
  const again = () => late && load();
  document.addEventListener("visibilitychange", again);
  document.addEventListener("calendar-idle", again);
  addEventListener("pagehide", () => source.close());
  // A door or desk that stands open all day also follows the clock.
  if (box.dataset.every) setInterval(load, Number(box.dataset.every) * 1000);
}

for (const box of document.querySelectorAll("[data-stream]")) listen(box);

// --- Moving and resizing -----------------------------------------------------------------------------------------------

const box = document.getElementById("calendar");

/** A lane of the picture: where its time begins, and how it goes. */
class Lane {
  constructor(svg) {
    this.svg = svg;
    this.start = Number(svg.dataset.start);
    this.end = Number(svg.dataset.end);
    this.step = Number(svg.dataset.step) * MINUTE;
    this.upright = svg.dataset.axis === "y";
    this.names = this.upright ? ["y", "height"] : ["x", "width"];
  }

  static at(event) {
    const svg = document.elementsFromPoint(event.clientX, event.clientY).find((node) => node.matches?.("[data-lane]"));
    return svg ? new Lane(svg) : null;
  }

  /** The moment under the pointer, in seconds since 1970. */
  moment(event) {
    const area = this.svg.getBoundingClientRect();
    const back = !this.upright && document.dir === "rtl";
    const part = this.upright ? (event.clientY - area.top) / area.height : (event.clientX - area.left) / area.width;
    return this.start + (back ? 1 - part : part) * (this.end - this.start);
  }

  snap(moment, round = Math.round) {
    return this.start + round((moment - this.start) / this.step) * this.step;
  }

  /** Draws a box from one moment to another. */
  draw(node, from, until) {
    const part = (moment) => `${((100 * (Math.min(Math.max(moment, this.start), this.end) - this.start)) / (this.end - this.start)).toFixed(3)}`;
    node.setAttribute(this.names[0], `${part(from)}%`);
    node.setAttribute(this.names[1], `${(part(until) - part(from)).toFixed(3)}%`);
  }

  holds(from, until) {
    return from >= this.start && until <= this.end && until - from >= this.step;
  }

  /** A span in the words and the zone of the place. */
  words(from, until) {
    const write = new Intl.DateTimeFormat(box.dataset.lang, { weekday: "short", hour: "2-digit", minute: "2-digit", timeZone: this.svg.dataset.zone });
    return write.formatRange(from * 1000, until * 1000);
  }
}

/** A booking that is being moved. */
class Move {
  constructor(link) {
    this.link = link;
    this.frame = link.closest("foreignObject");
    this.home = this.frame.parentNode;
    this.lane = new Lane(this.home);
    this.was = { from: Number(link.dataset.from), until: Number(link.dataset.until) };
    this.now = { ...this.was };
    this.before = this.lane.names.map((name) => this.frame.getAttribute(name));
    this.across = ["x", "y", "width", "height"].map((name) => [name, this.frame.getAttribute(name)]);
  }

  get moved() {
    return this.now.from !== this.was.from || this.now.until !== this.was.until || this.frame.parentNode !== this.home;
  }

  to(from, until, lane = this.lane) {
    if (!lane.holds(from, until)) return false;
    if (lane.svg !== this.frame.parentNode) lane.svg.append(this.frame);
    this.lane = lane;
    this.now = { from, until };
    lane.draw(this.frame, from, until);
    this.link.classList.add("moving");
    return true;
  }

  words() {
    return { place: this.lane.svg.dataset.name, when: this.lane.words(this.now.from, this.now.until) };
  }

  undo(reason) {
    if (this.frame.parentNode !== this.home) this.home.append(this.frame);
    for (const [name, value] of this.across) this.frame.setAttribute(name, value);
    this.link.classList.remove("moving");
    say(reason);
    this.link.focus();
    idle();
  }

  async save() {
    const body = { from: stamp(this.now.from), until: stamp(this.now.until) };
    if (this.lane.svg.dataset.place !== this.home.dataset.place) body.place = this.lane.svg.dataset.place;
    this.link.setAttribute("aria-busy", "true");
    try {
      const reply = await fetch(`/api/v1/bookings/${this.link.dataset.booking}`, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
      const answer = await reply.json();
      if (!reply.ok) return this.undo(fill(box.dataset.refused, { why: why(answer) }));
      this.link.dataset.from = this.now.from;
      this.link.dataset.until = this.now.until;
      say(fill(box.dataset.saved, this.words()));
      this.link.classList.remove("moving");
      idle(true);
    } catch {
      this.undo(fill(box.dataset.refused, { why: "" }));
    } finally {
      this.link.removeAttribute("aria-busy");
    }
  }
}

function stamp(seconds) {
  return new Date(seconds * 1000).toISOString();
}

function why(problem) {
  const errors = (problem.errors ?? []).map((error) => error.message);
  return (errors.length ? errors : [problem.detail ?? ""]).join(" ");
}

let move = null;

/** Nothing is in hand any more: what others changed meanwhile may come. */
function idle() {
  move = null;
  busy = false;
  document.dispatchEvent(new Event("calendar-idle"));
}

function grasp(link) {
  if (move?.link !== link) {
    move?.undo("");
    move = new Move(link);
  }
  busy = true;
  return move;
}

// Pixels near the end of a booking that are taken as its end.
const EDGE = 10;
// Pixels before a press counts as a drag.
const SLACK = 5;

function dragBooking(link, press) {
  const held = grasp(link);
  const { lane, was } = held;
  const area = held.frame.getBoundingClientRect();
  const far = lane.upright ? area.bottom - press.clientY : document.dir === "rtl" ? press.clientX - area.left : area.right - press.clientX;
  const ends = far < EDGE && (lane.upright ? area.height : area.width) > 2 * EDGE;
  const grip = lane.moment(press) - was.from;
  let dragged = false;
  follow(press, (event) => {
    if (!dragged && Math.hypot(event.clientX - press.clientX, event.clientY - press.clientY) < SLACK) return;
    dragged = true;
    const over = ends ? lane : Lane.at(event) ?? held.lane;
    const moment = over.moment(event);
    if (ends) held.to(was.from, Math.max(lane.snap(moment), was.from + lane.step));
    else {
      const long = was.until - was.from;
      const from = Math.min(Math.max(over.snap(moment - grip), over.start), over.end - long);
      held.to(from, from + long, over);
    }
  }, (done) => {
    if (!dragged) return void idle();
    // The click that ends a drag must not open the booking.
    link.addEventListener("click", (event) => event.preventDefault(), { once: true, capture: true });
    setTimeout(() => link.blur(), 0);
    if (done && held.moved) held.save();
    else held.undo(done ? "" : box.dataset.undone);
  });
}

function dragFree(gap, press) {
  const lane = new Lane(gap.closest("[data-lane]"));
  const first = lane.snap(lane.moment(press), Math.floor);
  const drawn = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  drawn.setAttribute("class", "drawn");
  drawn.setAttribute(lane.upright ? "x" : "y", "0");
  drawn.setAttribute(lane.upright ? "width" : "height", "100%");
  lane.svg.append(drawn);
  busy = true;
  let span = [first, first + Math.max(lane.step, 60 * MINUTE)];
  lane.draw(drawn, ...span);
  follow(press, (event) => {
    const other = lane.snap(lane.moment(event));
    if (Math.abs(event.clientX - press.clientX) + Math.abs(event.clientY - press.clientY) < SLACK) return;
    span = other > first ? [first, other] : [other, first + lane.step];
    lane.draw(drawn, ...span);
    say(lane.words(...span));
  }, (done) => {
    drawn.remove();
    busy = false;
    gap.addEventListener("click", (event) => event.preventDefault(), { once: true, capture: true });
    if (done) location.assign(`${lane.svg.dataset.book}?from=${encodeURIComponent(stamp(span[0]))}&until=${encodeURIComponent(stamp(span[1]))}`);
  });
}

/** Follows the pointer from a press until it is let go (`true`) or taken away (`false`). */
function follow(press, step, end) {
  const over = (done) => {
    removeEventListener("pointermove", moved);
    removeEventListener("pointerup", up);
    removeEventListener("pointercancel", away);
    removeEventListener("keydown", key, true);
    end(done);
  };
  const moved = (event) => event.pointerId === press.pointerId && step(event);
  const up = () => over(true);
  const away = () => over(false);
  const key = (event) => event.key === "Escape" && over(false);
  addEventListener("pointermove", moved);
  addEventListener("pointerup", up);
  addEventListener("pointercancel", away);
  addEventListener("keydown", key, true);
}

box?.addEventListener("pointerdown", (event) => {
  // A finger scrolls and taps; dragging is for a pointer that can hover.
  if (event.button !== 0 || event.pointerType === "touch") return;
  const link = event.target.closest("[data-booking]");
  const gap = event.target.closest("a.gap");
  if (link) dragBooking(link, event);
  else if (gap?.closest('[data-step="0"]')) return;
  else if (gap) dragFree(gap, event);
});
box?.addEventListener("dragstart", (event) => event.preventDefault());

box?.addEventListener("keydown", (event) => {
  const link = event.target.closest?.("[data-booking]");
  if (!link || event.altKey || event.ctrlKey || event.metaKey) return;
  const lane = new Lane(link.closest("[data-lane]"));
  const along = lane.upright ? { ArrowUp: -1, ArrowDown: 1 } : document.dir === "rtl" ? { ArrowLeft: 1, ArrowRight: -1 } : { ArrowLeft: -1, ArrowRight: 1 };
  const across = lane.upright ? { ArrowLeft: -1, ArrowRight: 1 } : { ArrowUp: -1, ArrowDown: 1 };
  if (event.key in along || event.key in across) {
    event.preventDefault();
    const held = grasp(link);
    const { from, until } = held.now;
    const by = (along[event.key] ?? 0) * held.lane.step;
    if (event.key in along) held.to(event.shiftKey ? from : from + by, until + by);
    else sideways(held, across[event.key]);
    say(fill(box.dataset.moved, held.words()));
  } else if (event.key === "Enter" && move?.link === link && move.moved) {
    event.preventDefault();
    move.save();
  } else if (event.key === "Escape" && move?.link === link) {
    event.preventDefault();
    move.undo(box.dataset.undone);
  }
});

/** To the next lane: another place at the same time, or another day. */
function sideways(held, by) {
  const lanes = [...box.querySelectorAll("[data-lane]")];
  const next = lanes[lanes.indexOf(held.lane.svg) + by];
  if (!next) return;
  const lane = new Lane(next);
  const shift = lane.start - held.lane.start;
  const { from, until } = held.now;
  held.to(from + shift, until + shift, lane);
  held.link.focus();
}

box?.addEventListener("focusout", (event) => {
  if (move && event.target === move.link && !move.link.hasAttribute("aria-busy") && event.relatedTarget) move.undo(box.dataset.undone);
});
