// Checks the signature of a voucher without a network, and prints sheets. All words come from attributes.

const BITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

/** The bytes of a Base32 text (RFC 4648), without padding. */
function bytes(text) {
  const out = [];
  let kept = 0;
  let size = 0;
  for (const letter of text) {
    const value = BITS.indexOf(letter);
    if (value < 0) return null;
    kept = (kept << 5) | value;
    size += 5;
    if (size >= 8) {
      size -= 8;
      out.push((kept >> size) & 255);
      kept &= (1 << size) - 1;
    }
  }
  return new Uint8Array(out);
}

const hex = (data) => Array.from(data, (byte) => byte.toString(16).padStart(2, "0")).join("");
const unhex = (text) => new Uint8Array(text.match(/../g).map((pair) => parseInt(pair, 16)));

/** What a voucher says of itself, when the community signed it: version, id, currency, amount, end, signature. */
async function read(form, text) {
  const data = bytes(text.trim().split("/").pop().toUpperCase());
  if (!data || data.length !== 97 || data[0] !== 1) return null;
  const key = await crypto.subtle.importKey("raw", unhex(form.dataset.key), "Ed25519", false, ["verify"]);
  if (!(await crypto.subtle.verify("Ed25519", key, data.slice(33), data.slice(0, 33)))) return null;
  const view = new DataView(data.buffer);
  return { mark: hex(data.slice(17, 21)), minor: view.getBigInt64(21), end: view.getUint32(29) };
}

/** The amount as the community's currency writes it. */
function written(form, voucher) {
  const known = form.dataset.currencies.split("|").map((each) => each.split(" "));
  const [, scale = "0", symbol = ""] = known.find(([mark]) => mark === voucher.mark) ?? [];
  const digits = { minimumFractionDigits: +scale, maximumFractionDigits: +scale };
  const amount = Number(voucher.minor) / 10 ** +scale;
  return `${new Intl.NumberFormat(form.dataset.locale, digits).format(amount)}\u00a0${symbol}`;
}

const form = document.getElementById("check");
form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  form.querySelector("[aria-busy]")?.removeAttribute("aria-busy");
  const says = form.querySelector("[role=status]");
  let text = form.dataset.unable;
  let good = false;
  try {
    const voucher = await read(form, form.elements.token.value);
    const end = voucher && new Date(voucher.end * 1000);
    good = !!voucher && end > new Date();
    text = !voucher ? form.dataset.bad : good ? form.dataset.good : form.dataset.late;
    text = text.replace("{amount}", voucher ? written(form, voucher) : "");
    text = text.replace("{date}", end ? end.toLocaleDateString(form.dataset.locale, { dateStyle: "medium" }) : "");
  } catch {
    // A browser without Ed25519, or a page that did not come over a safe way, cannot check.
  }
  says.textContent = text;
  says.className = `flash ${good ? "ok" : "bad"}`;
  says.hidden = false;
});
