// Marks places on a floor plan by clicking, tapping, dragging or the arrow keys; the picture can be made larger and
// drawn about. Everything is also possible without this file, by percentages. All words come from attributes.

const form = document.querySelector("[data-plan]");
const svg = form?.querySelector("svg.plan");
const box = svg?.parentElement;
const which = form?.querySelector("select");
const says = form?.querySelector("[data-plan-says]");
const SVG = "http://www.w3.org/2000/svg";
const FULL = 1000;
/** Pixels that a hand trembles. */
const STILL = 6;

const fill = (text, values) => (text ?? "").replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
const within = (number) => Math.round(Math.min(FULL, Math.max(0, number)));
const height = () => svg.viewBox.baseVal.height;
const mark = (id) => svg.querySelector(`[data-spot="${CSS.escape(id)}"]`);
const option = (id) => [...which.options].find((each) => each.value === id);
const name = (id) => option(id)?.text.replace(/^✓ /, "") ?? "";

/** Where a mark is, in thousandths. */
function at(spot) {
  const circle = spot.querySelector("circle");
  return { x: within(Number(circle.getAttribute("cx"))), y: within((Number(circle.getAttribute("cy")) * FULL) / height()) };
}

function put(spot, { x, y }) {
  const down = (y * height()) / FULL;
  for (const [part, across, along] of [["circle", "cx", "cy"], ["text", "x", "y"]]) {
    spot.querySelector(part).setAttribute(across, x);
    spot.querySelector(part).setAttribute(along, down);
  }
}

/** The mark of a place, made when it has none. */
function markOf(id) {
  const known = mark(id);
  if (known) return known;
  const spot = document.createElementNS(SVG, "a");
  spot.setAttribute("class", "spot");
  spot.setAttribute("href", "#");
  spot.setAttribute("aria-label", name(id));
  spot.dataset.spot = id;
  spot.append(document.createElementNS(SVG, "circle"), document.createElementNS(SVG, "text"));
  spot.querySelector("circle").setAttribute("r", 22);
  spot.querySelector("text").setAttribute("dy", 9);
  spot.querySelector("text").textContent = svg.querySelectorAll("[data-spot]").length + 1;
  put(spot, { x: FULL / 2, y: FULL / 2 });
  svg.append(spot);
  return spot;
}

/** Where each mark was when it was last kept; nothing for one that is not kept yet. */
const kept = new Map();

function choose(id) {
  which.value = id;
  for (const spot of svg.querySelectorAll("[data-spot]")) {
    if (spot.dataset.spot === id) spot.setAttribute("aria-current", "true");
    else spot.removeAttribute("aria-current");
  }
}

function back(id) {
  const before = kept.get(id);
  if (before) put(markOf(id), before);
  else mark(id)?.remove();
}

/** Keeps where a place is, or that it is not there; says so, and goes on to the next that has no mark. */
async function keep(id, where) {
  let why = "";
  try {
    const body = JSON.stringify({ resource: id, x: where ? String(where.x) : "", y: where ? String(where.y) : "" });
    const reply = await fetch(form.dataset.plan, { method: "POST", headers: { "Content-Type": "application/json" }, body });
    if (reply.ok) return void done(id, where);
    why = (await reply.json()).detail ?? "";
  } catch {
    // the words below say that it was not kept
  }
  back(id);
  says.textContent = fill(form.dataset.refused, { name: name(id), why });
}

function done(id, where) {
  const own = option(id);
  const called = name(id);
  own.toggleAttribute("data-placed", Boolean(where));
  own.text = where ? `✓ ${called}` : called;
  if (!where) {
    kept.delete(id);
    mark(id)?.remove();
    form.querySelector(`[data-listed="${CSS.escape(id)}"]`)?.remove();
    says.textContent = fill(form.dataset.gone, { name: called });
    return;
  }
  const fresh = !kept.has(id);
  kept.set(id, where);
  if (fresh) {
    const item = document.createElement("li");
    item.dataset.listed = id;
    item.textContent = called;
    form.querySelector(".plan-list").append(item);
  }
  const next = fresh ? [...which.options].find((each) => !each.hasAttribute("data-placed")) : null;
  says.textContent = fill(next ? form.dataset.next : form.dataset.done, { name: called, next: next?.text });
  if (next) choose(next.value);
}

function point(event) {
  const frame = svg.getBoundingClientRect();
  return {
    x: within(((event.clientX - frame.left) * FULL) / frame.width),
    y: within(((event.clientY - frame.top) * FULL) / frame.height),
  };
}

/** What the pointer holds: a mark, or the picture itself. */
let hand = null;

function down(event) {
  if (event.button > 0) return;
  const spot = event.target.closest?.("[data-spot]");
  if (spot) choose(spot.dataset.spot);
  hand = { spot, x: event.clientX, y: event.clientY, left: box.scrollLeft, top: box.scrollTop, moved: false };
  if (spot) svg.setPointerCapture(event.pointerId);
}

function drag(event) {
  if (!hand) return;
  const [across, along] = [event.clientX - hand.x, event.clientY - hand.y];
  hand.moved ||= Math.hypot(across, along) > STILL;
  if (!hand.moved) return;
  if (hand.spot) put(hand.spot, point(event));
  else if (event.pointerType === "mouse") box.scrollTo(hand.left - across, hand.top - along);
}

function up(event) {
  const held = hand;
  hand = null;
  if (!held) return;
  if (held.spot) return void (held.moved && keep(held.spot.dataset.spot, at(held.spot)));
  if (held.moved || !which.value) return;
  const spot = markOf(which.value);
  put(spot, point(event));
  keep(which.value, at(spot));
}

function cancelled() {
  if (hand?.spot) back(hand.spot.dataset.spot);
  hand = null;
}

const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

function key(event) {
  const id = event.target.closest?.("[data-spot]")?.dataset.spot ?? which.value;
  const way = WAYS[event.key];
  if (!id || event.altKey || event.ctrlKey || event.metaKey) return;
  if (way) {
    const step = event.shiftKey ? 50 : 10;
    const spot = markOf(id);
    const { x, y } = at(spot);
    choose(id);
    put(spot, { x: within(x + way[0] * step), y: within(y + way[1] * step) });
    says.textContent = fill(form.dataset.moving, { name: name(id), x: Math.round(at(spot).x / 10), y: Math.round(at(spot).y / 10) });
  } else if (event.key === "Enter") {
    if (mark(id)) keep(id, at(mark(id)));
  } else if (event.key === "Escape") {
    back(id);
  } else return;
  event.preventDefault();
}

function zoom(event) {
  const step = Number(event.currentTarget.dataset.planZoom);
  const next = Math.min(3, Math.max(1, Number(svg.dataset.zoom ?? 1) + step));
  svg.dataset.zoom = next;
}

if (svg) {
  for (const part of form.querySelectorAll("[data-plan-hide]")) part.hidden = true;
  for (const part of form.querySelectorAll("[data-plan-show]")) part.hidden = false;
  for (const spot of svg.querySelectorAll("[data-spot]")) kept.set(spot.dataset.spot, at(spot));
  svg.classList.add("drawn");
  svg.tabIndex = 0;
  svg.addEventListener("pointerdown", down);
  svg.addEventListener("pointermove", drag);
  svg.addEventListener("pointerup", up);
  svg.addEventListener("pointercancel", cancelled);
  svg.addEventListener("click", (event) => event.preventDefault());
  svg.addEventListener("dragstart", (event) => event.preventDefault());
  svg.addEventListener("keydown", key);
  form.addEventListener("submit", (event) => event.preventDefault());
  which.addEventListener("change", () => choose(which.value));
  form.querySelector("[data-plan-off]").addEventListener("click", () => kept.has(which.value) && keep(which.value, null));
  for (const button of form.querySelectorAll("[data-plan-zoom]")) button.addEventListener("click", zoom);
  const first = [...which.options].find((each) => !each.hasAttribute("data-placed"));
  if (which.value) choose((first ?? which.options[0]).value);
}
