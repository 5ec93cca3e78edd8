// Makes the server's pages pleasant: each part looks for one data attribute and does nothing where it is absent.
// All words come from attributes; every page also works without this file (see ../css/README.md).

const root = document.documentElement;

/** Listens on the document for events of elements matching `selector`, also those that come later. */
function on(type, selector, act, capture = false) {
  document.addEventListener(type, (event) => {
    const found = event.target instanceof Element ? event.target.closest(selector) : null;
    if (found) act(found, event);
  }, capture);
}

/** Calls `act` once `ms` have passed without another call. */
function settled(act, ms) {
  let timer;
  return (...words) => {
    clearTimeout(timer);
    timer = setTimeout(() => act(...words), ms);
  };
}

function make(tag, className, text) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text) node.textContent = text;
  return node;
}

// --- Theme (theme.js applies the remembered one before the first paint) ----------------------------------------------

function isDark() {
  return root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

function showTheme() {
  for (const button of document.querySelectorAll("[data-theme-toggle]")) {
    button.hidden = false;
    button.setAttribute("aria-pressed", String(isDark()));
  }
}

on("click", "[data-theme-toggle]", () => {
  root.dataset.theme = isDark() ? "light" : "dark";
  try {
    localStorage.setItem("theme", root.dataset.theme);
  } catch {
    // the choice then lasts for this page only
  }
  showTheme();
});

// --- Person search: the combobox pattern of the ARIA practices --------------------------------------------------------

let boxes = 0;

function initials(name) {
  const words = name.trim().split(/\s+/);
  const ends = words.length > 1 ? [words[0], words[words.length - 1]] : [words[0]];
  return ends.map((word) => [...word][0] ?? "").join("").toLocaleUpperCase();
}

function option(item, id) {
  const row = make("li");
  row.id = id;
  row.setAttribute("role", "option");
  row.setAttribute("aria-selected", "false");
  const tone = Number.isInteger(item.hue) ? ` hue-${item.hue}` : "";
  const face = item.avatar ? make("img", "avatar s") : make("span", `avatar s${tone}`, initials(item.name));
  if (item.avatar) Object.assign(face, { src: item.avatar, alt: "" });
  else face.setAttribute("aria-hidden", "true");
  const words = make("span", "", item.name);
  if (item.code) words.append(make("small", "", item.code));
  row.append(face, words);
  return row;
}

class Combobox {
  #input;
  #hidden;
  #list = make("ul", "options");
  #status = make("p", "visually-hidden");
  #items = [];
  #at = -1;
  #pending = null;
  #chosen;

  constructor(input) {
    this.#input = input;
    this.#hidden = input.form?.elements.namedItem(input.dataset.target);
    this.#chosen = this.#hidden?.value ? input.value : null;
    this.#draw();
    const later = settled(() => this.#search(), 150);
    input.addEventListener("input", () => {
      this.#chosen = null;
      this.#setHidden("");
      later();
    });
    input.addEventListener("keydown", (event) => {
      if (this.#key(event.key)) event.preventDefault();
    });
    input.addEventListener("blur", () => {
      this.#pending?.abort();
      this.#show(false);
    });
    this.#list.addEventListener("pointerdown", (event) => event.preventDefault()); // keeps the focus in the field
    this.#list.addEventListener("click", (event) => this.#choose(this.#items[[...this.#list.children].indexOf(event.target.closest("li"))]));
  }

  #draw() {
    const input = this.#input;
    const label = input.labels?.[0]?.textContent ?? input.getAttribute("aria-label");
    this.#list.id = `options-${++boxes}`;
    this.#list.hidden = true;
    this.#list.setAttribute("role", "listbox");
    if (label) this.#list.setAttribute("aria-label", label.trim());
    this.#status.setAttribute("role", "status");
    (input.closest(".combobox") ?? input.parentElement).append(this.#list, this.#status);
    const roles = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.#list.id, autocomplete: "off" };
    for (const [name, value] of Object.entries(roles)) input.setAttribute(name, value);
  }

  #mark(index) {
    this.#at = index;
    [...this.#list.children].forEach((row, i) => row.setAttribute("aria-selected", String(i === index)));
    const row = this.#list.children[index];
    if (row) this.#input.setAttribute("aria-activedescendant", row.id);
    else this.#input.removeAttribute("aria-activedescendant");
    row?.scrollIntoView({ block: "nearest" });
  }

  #show(open) {
    this.#list.hidden = !open;
    this.#input.setAttribute("aria-expanded", String(open));
    if (!open) this.#mark(-1);
  }

  #setHidden(value) {
    if (!this.#hidden || this.#hidden.value === value) return;
    this.#hidden.value = value;
    this.#hidden.dispatchEvent(new Event("change", { bubbles: true }));
  }

  #choose(item) {
    if (!item) return;
    if (item.link) return location.assign(item.link);
    this.#input.value = item.name;
    this.#chosen = item.name;
    this.#setHidden(String(item.id));
    this.#show(false);
  }

  #fill(items) {
    const empty = items.length ? "" : this.#input.dataset.empty ?? "";
    this.#items = items;
    this.#list.replaceChildren(...items.map((item, i) => option(item, `${this.#list.id}-${i}`)));
    this.#show(items.length > 0);
    this.#status.textContent = empty;
    if (!empty) return;
    const none = make("li", "quiet-text", empty);
    none.setAttribute("role", "presentation");
    this.#list.append(none);
    this.#list.hidden = false;
  }

  async #search() {
    const words = this.#input.value.trim();
    this.#pending?.abort();
    if (!words || words === this.#chosen) return this.#show(false);
    this.#pending = new AbortController();
    try {
      const reply = await fetch(this.#input.dataset.source + encodeURIComponent(words), { signal: this.#pending.signal, headers: { Accept: "application/json" } });
      if (reply.ok && document.activeElement === this.#input) this.#fill((await reply.json()).items ?? []);
    } catch {
      // aborted or offline: what was typed is still sent with the form
    }
  }

  /** Answers true when the key was used up. */
  #key(key) {
    const count = this.#items.length;
    const open = !this.#list.hidden && count > 0;
    if (key === "ArrowDown" && !open) this.#search();
    else if (key === "ArrowDown") this.#mark((this.#at + 1) % count);
    else if (key === "ArrowUp" && open) this.#mark((this.#at <= 0 ? count : this.#at) - 1);
    else if (key === "Enter" && open && this.#at >= 0) this.#choose(this.#items[this.#at]);
    else if (key === "Escape" && !this.#list.hidden) this.#show(false);
    else if (key === "Tab" && open && this.#at >= 0) return void this.#choose(this.#items[this.#at]);
    else return false;
    return true;
  }
}

// --- Filters that answer as one types ---------------------------------------------------------------------------------

function liveForm(form) {
  for (const button of form.querySelectorAll("[data-live-hide]")) button.hidden = true;
  let pending = null;
  const load = async () => {
    const address = new URL(form.action);
    address.search = new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string" && value !== "")).toString();
    const place = document.querySelector(form.dataset.live);
    if (!place) return form.submit();
    pending?.abort();
    pending = new AbortController();
    place.setAttribute("aria-busy", "true");
    try {
      const reply = await fetch(address, { signal: pending.signal, headers: { Accept: "text/html" } });
      const fresh = new DOMParser().parseFromString(await reply.text(), "text/html").querySelector(form.dataset.live);
      if (!reply.ok || reply.redirected || !fresh) return location.assign(address);
      place.replaceChildren(...fresh.childNodes);
      history.replaceState(history.state, "", address);
      enhance(place);
      place.removeAttribute("aria-busy");
    } catch (fault) {
      if (fault.name !== "AbortError") location.assign(address);
    }
  };
  form.addEventListener("input", settled(load, 200));
  form.addEventListener("submit", (event) => {
    // A button that does something is no search.
    if (event.submitter?.formMethod === "post") return;
    event.preventDefault();
    load();
  });
}

// --- Copy, dialogs, confirmation, sending -----------------------------------------------------------------------------

on("click", "[data-copy]", async (button) => {
  const source = button.dataset.copy ? document.querySelector(button.dataset.copy) : null;
  const text = button.dataset.copyText ?? source?.value ?? source?.textContent ?? "";
  try {
    await navigator.clipboard.writeText(text.trim());
  } catch {
    if (source) getSelection()?.selectAllChildren(source); // without clipboard access the text is ready to copy by hand
    return;
  }
  const word = button.querySelector("span") ?? button;
  if (!button.dataset.copied || word.dataset.before) return;
  word.dataset.before = word.textContent;
  word.textContent = button.dataset.copied;
  setTimeout(() => {
    word.textContent = word.dataset.before;
    delete word.dataset.before;
  }, 2000);
});

on("click", "[data-dialog-open]", (button, event) => {
  const dialog = document.querySelector(button.dataset.dialogOpen);
  if (!(dialog instanceof HTMLDialogElement)) return;
  event.preventDefault();
  dialog.showModal();
});
on("click", "[data-dialog-close]", (button, event) => {
  event.preventDefault();
  button.closest("dialog")?.close();
});
on("click", "dialog", (dialog, event) => {
  if (event.target === dialog) dialog.close(); // the backdrop
});

/** Asks in a dialog; answers true when the person says yes. Cancel is first and has the focus. */
function ask({ confirm, confirmYes, confirmNo }, danger) {
  const dialog = make("dialog", "dialog");
  const words = make("p", "", confirm);
  words.id = "confirm-words";
  dialog.setAttribute("aria-labelledby", words.id);
  const form = make("form", "actions end");
  form.method = "dialog";
  const no = make("button", "button", confirmNo ?? "✕");
  const yes = make("button", danger ? "button danger primary" : "button primary", confirmYes ?? "✓");
  no.autofocus = true;
  yes.value = "yes";
  form.append(no, yes);
  dialog.append(words, form);
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((answer) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      answer(dialog.returnValue === "yes");
    });
  });
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  const button = event.submitter;
  const asker = button?.dataset.confirm ? button : form.dataset.confirm ? form : null;
  if (asker && !form.dataset.sure) {
    event.preventDefault();
    event.stopImmediatePropagation();
    if (await ask(asker.dataset, button?.classList.contains("danger"))) {
      form.dataset.sure = "yes";
      form.requestSubmit(button);
    }
    return;
  }
  delete form.dataset.sure;
  if (form.method !== "post" || form.dataset.again !== undefined) return;
  if (form.dataset.sending) return event.preventDefault();
  form.dataset.sending = "yes";
  // A disabled button would drop out of the form's data, so it is only marked.
  button?.setAttribute("aria-busy", "true");
});
addEventListener("pageshow", () => {
  // Coming back with the back button shows the page as it was left.
  for (const form of document.querySelectorAll("form[data-sending]")) delete form.dataset.sending;
  for (const button of document.querySelectorAll("button[aria-busy]")) button.removeAttribute("aria-busy");
});

on("change", "[data-autosubmit]", (field) => field.form?.requestSubmit());

// --- Menus -----------------------------------------------------------------------------------------------------------

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
});
on("keydown", "details.menu[open]", (menu, event) => {
  if (event.key !== "Escape") return;
  menu.open = false;
  menu.querySelector("summary")?.focus();
});

// --- Progress of long work -------------------------------------------------------------------------------------------

function poll(box) {
  const bar = box.querySelector("progress");
  const text = box.querySelector("[data-poll-text]");
  const step = async () => {
    let news = null;
    try {
      const reply = await fetch(box.dataset.poll, { headers: { Accept: "application/json" } });
      if (reply.ok) news = await reply.json();
    } catch {
      // the next round tries again
    }
    if (news && bar && news.total > 0) {
      bar.max = news.total;
      bar.value = news.done;
    }
    if (news?.message && text) text.textContent = news.message;
    if (news?.next) location.assign(news.next);
    else if (!news || !["done", "failed"].includes(news.state)) setTimeout(step, 1000);
  };
  setTimeout(step, 1000);
}

// --- The balance after a payment ---------------------------------------------------------------------------------------

/** Reads an amount as people type it into minor units (BigInt), or null when it is no amount. */
function minorUnits(text, scale, locale) {
  const decimal = new Intl.NumberFormat(locale).formatToParts(1.1).find((part) => part.type === "decimal")?.value ?? ".";
  let plain = text.replace(/[\s\u00a0\u202f'’]/g, "");
  // With one sort of separator only, once, followed by at most `scale` digits, it is the decimal mark whatever the locale.
  const marks = plain.match(/[.,٫]/g) ?? [];
  if (new RegExp(`^\\d*[.,٫]\\d{1,${scale || 1}}$`).test(plain) && scale > 0) plain = plain.replace(marks[0], ".");
  else plain = plain.split(decimal === "," ? "." : ",").join("").replace(decimal, ".");
  const found = /^(\d{1,15})?(?:\.(\d*))?$/.exec(plain);
  if (!found || !plain || plain === "." || (found[2] ?? "").length > scale) return null;
  return BigInt((found[1] ?? "") + (found[2] ?? "").padEnd(scale, "0") || "0");
}

/** Writes minor units in the currency's own format; decimal strings keep every digit. */
function amount(minor, scale, locale, symbol) {
  const digits = (minor < 0n ? -minor : minor).toString().padStart(scale + 1, "0");
  const decimal = `${minor < 0n ? "-" : ""}${digits.slice(0, digits.length - scale)}${scale ? `.${digits.slice(-scale)}` : ""}`;
  const number = new Intl.NumberFormat(locale, { minimumFractionDigits: scale, maximumFractionDigits: scale }).format(decimal).replace("-", "\u2212");
  return symbol ? `${number}\u00a0${symbol}` : number;
}

function balanceAfter(line) {
  const { balance, lower, locale, symbol, text, lowText } = line.dataset;
  const scale = Number(line.dataset.scale);
  const input = document.querySelector(line.dataset.balanceAfter);
  if (!input) return;
  const show = () => {
    const minor = minorUnits(input.value, scale, locale);
    if (minor === null) {
      line.textContent = "";
      line.classList.remove("low");
      return;
    }
    const after = BigInt(balance) - minor;
    const low = Boolean(lower) && after < BigInt(lower);
    line.classList.toggle("low", low);
    line.textContent = ((low && lowText) || text).replace("{amount}", amount(after, scale, locale, symbol));
  };
  input.addEventListener("input", show);
  line.setAttribute("aria-live", "polite");
  show();
}

// --- Files -------------------------------------------------------------------------------------------------------------

on("change", ".file-drop input[type=file]", (input) => {
  const place = input.closest(".file-drop").querySelector(".name");
  if (!place) return;
  place.dataset.before ??= place.textContent;
  place.textContent = [...input.files].map((file) => file.name).join(", ") || place.dataset.before;
});

// --- The browser's time zone, where a form asks for one ---------------------------------------------------------------

for (const input of document.querySelectorAll("input[data-time-zone]")) {
  input.value ||= Intl.DateTimeFormat().resolvedOptions().timeZone;
}

// --- Start -------------------------------------------------------------------------------------------------------------

/** Wakes the parts inside `place`; called again for parts that arrive later. */
function enhance(place) {
  place.querySelectorAll("input[data-combobox]").forEach((input) => new Combobox(input));
  place.querySelectorAll("form[data-live]").forEach(liveForm);
  place.querySelectorAll("[data-poll]").forEach(poll);
  place.querySelectorAll("[data-balance-after]").forEach(balanceAfter);
}

showTheme();
enhance(document);
