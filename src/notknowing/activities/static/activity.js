/* Draws an activity from a list of nodes (see nodes.py) with native controls, and sends back what is typed and pressed.

   No framework, no build step, no request to anywhere. Elements are kept by key, so that what has focus keeps it and
   half-typed words are never overwritten. Text is always set as text, never as HTML.
*/

const WAIT_MS = 700; // after the last keystroke
const LONGEST_MS = 1800; // while somebody types on and on
const PATIENCE_MS = 6000; // before saying that nobody answers
const LOST =
  "Not saved yet. This page has lost touch with the program behind it. Your words are still on the page. " +
  "Press “Open the activities” at the top, and they will be kept.";

/* Words not yet acknowledged, kept in this page's memory alone, so that opening the activities again finds them. */
const drafts = (window.__notknowingDrafts ??= new Map());

let serial = 0;

/* Keys pressed in here are words and choices, never commands to the notebook, which has keys that add and remove cells.
   JupyterLab looks for this mark on the element that has the focus, so each one needs it. */
const OURS = "data-lm-suppress-shortcuts";
const TAKES_FOCUS = new Set(["button", "input", "select", "textarea", "summary"]);

function make(tag, attributes = {}, ...children) {
  const el = document.createElement(tag);
  if (TAKES_FOCUS.has(tag) || "tabindex" in attributes) el.setAttribute(OURS, "true");
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (name === "text") el.textContent = value;
    else el.setAttribute(name, value === true ? "" : String(value));
  }
  el.append(...children);
  return el;
}

function setRuns(el, runs) {
  const wanted = JSON.stringify(runs);
  if (el.__runs === wanted) return;
  el.__runs = wanted;
  el.replaceChildren(...runs.map(([style, text]) => (style ? make(style, { text }) : document.createTextNode(text))));
}

function setText(el, text) {
  if (el.textContent !== text) el.textContent = text;
}

function uid(key) {
  return `nk-${key.replace(/[^A-Za-z0-9_-]/g, "_")}-${++serial}`;
}

/* ---- one page ------------------------------------------------------------------------------------------------ */

class Page {
  constructor(model, root) {
    this.model = model;
    this.name = model.get("name");
    this.root = root;
    this.body = make("div", { class: "nk-body" });
    this.saved = make("p", { class: "nk-saved" });
    this.alarm = make("p", { class: "nk-alarm", role: "alert" });
    root.append(this.body, this.alarm, this.saved);
    this.waiting = new Map(); // sequence number -> {key, timer}
    this.sequence = 0;
    this.onView = () => this.draw();
    this.onMessage = (message) => this.receive(message);
    model.on("change:view", this.onView);
    model.on("msg:custom", this.onMessage);
    this.draw();
    this.send({ kind: "ready" });
  }

  stop() {
    this.model.off("change:view", this.onView);
    this.model.off("msg:custom", this.onMessage);
    for (const { timer } of this.waiting.values()) clearTimeout(timer);
  }

  draw() {
    sync(this, this.body, this.model.get("view") ?? []);
    if (this.wanted) this.focus(this.wanted);
    // What appears above may have pushed the control in use off the screen.
    const used = document.activeElement;
    if (used !== this.body && this.body.contains(used)) used.scrollIntoView({ block: "nearest" });
  }

  send(event) {
    const seq = ++this.sequence;
    const timer = setTimeout(() => setText(this.alarm, LOST), PATIENCE_MS);
    this.waiting.set(seq, { key: event.key, value: event.value, timer });
    try {
      this.model.send({ ...event, seq });
    } catch {
      setText(this.alarm, LOST);
    }
    return seq;
  }

  receive(message) {
    if (message.focus) {
      this.wanted = message.focus;
      this.focus(message.focus);
    }
    if (!message.ack) return;
    const sent = this.waiting.get(message.ack);
    if (!sent) return;
    clearTimeout(sent.timer);
    this.waiting.delete(message.ack);
    if (message.ok === false) setText(this.alarm, message.message);
    else if (this.waiting.size === 0) setText(this.alarm, "");
    if (message.ok !== false && sent.key !== undefined) {
      const draft = drafts.get(this.draftKey(sent.key));
      if (draft === sent.value) drafts.delete(this.draftKey(sent.key));
      if (message.when) setText(this.saved, `Saved at ${message.when}`);
    }
  }

  focus(key) {
    const el = [...this.body.querySelectorAll("[data-k]")].find((one) => one.dataset.k === key);
    if (!el) return;
    this.wanted = null;
    const target = el.matches("h3,h4,h5,p,section,div") ? el : (el.querySelector("textarea,input,select,button") ?? el);
    if (!target.matches("textarea,input,select,button,summary")) target.tabIndex = -1;
    target.setAttribute(OURS, "true");
    requestAnimationFrame(() => {
      target.focus({ preventScroll: true });
      target.scrollIntoView({ block: "nearest" });
    });
  }

  draftKey(key) {
    return `${this.name}\u0000${key}`;
  }
}

/* ---- keeping elements by key --------------------------------------------------------------------------------- */

function sync(page, parent, nodes) {
  const old = parent.__kids ?? new Map();
  const kids = new Map();
  let before = null;
  for (const node of nodes) {
    const kind = KINDS[node.t];
    if (!kind) continue;
    let kid = old.get(node.k);
    if (!kid || kid.t !== node.t) {
      kid?.el.remove();
      const el = kind.make(page, node);
      el.dataset.k = node.k;
      kid = { t: node.t, el };
    }
    kind.set(page, kid.el, node);
    kids.set(node.k, kid);
    const place = before ? before.nextSibling : parent.firstChild;
    if (place !== kid.el) parent.insertBefore(kid.el, place);
    before = kid.el;
  }
  for (const [key, kid] of old) if (kids.get(key)?.el !== kid.el) kid.el.remove();
  parent.__kids = kids;
}

/* ---- controls ------------------------------------------------------------------------------------------------ */

/* Sends what is typed a little after the last keystroke, at once on leaving, and at least every LONGEST_MS. */
function typed(page, control, key, read = () => control.value) {
  let soon = null;
  let first = 0;
  const flush = () => {
    clearTimeout(soon);
    soon = null;
    first = 0;
    if (!control.__dirty) return;
    control.__dirty = false;
    page.send({ kind: "change", key, value: read() });
  };
  control.addEventListener("input", () => {
    control.__dirty = true;
    drafts.set(page.draftKey(key), read());
    const now = Date.now();
    first ||= now;
    clearTimeout(soon);
    soon = setTimeout(flush, Math.max(0, Math.min(WAIT_MS, first + LONGEST_MS - now)));
  });
  control.addEventListener("blur", flush);
  control.__flush = flush;
}

function setValue(page, control, key, value) {
  const wanted = String(value ?? "");
  if (!control.__begun) {
    control.__begun = true;
    const draft = drafts.get(page.draftKey(key));
    if (draft !== undefined && draft !== wanted) {
      control.value = draft;
      control.__dirty = true;
      setTimeout(() => control.__flush?.(), 0);
      return;
    }
    control.value = wanted;
    control.__told = wanted;
    return;
  }
  /* Only a value the program changed of itself is put in, never over words still on their way. */
  if (control.__told === wanted) return;
  control.__told = wanted;
  if (control.__dirty || drafts.has(page.draftKey(key)) || document.activeElement === control) return;
  if (control.value !== wanted) control.value = wanted;
}

function labelled(tag, control, id, node) {
  const box = make(tag, { class: "nk-field" });
  box.__label = make("label", { for: id, text: node.label });
  box.__hint = make("p", { class: "nk-hint", id: `${id}-hint` });
  box.__control = control;
  box.append(box.__label, box.__hint, control);
  return box;
}

function setHint(box, id, text, error) {
  setText(box.__hint, text || "");
  box.__hint.hidden = !text;
  const described = [text ? `${id}-hint` : "", error ? `${id}-error` : ""].filter(Boolean).join(" ");
  if (described) box.__control.setAttribute("aria-describedby", described);
  else box.__control.removeAttribute("aria-describedby");
}

function setError(box, id, text) {
  box.__error ??= box.appendChild(make("p", { class: "nk-error", id: `${id}-error`, role: "alert" }));
  setText(box.__error, text || "");
  if (text) box.__control.setAttribute("aria-invalid", "true");
  else box.__control.removeAttribute("aria-invalid");
}

function optionList(page, node, type) {
  const field = make("fieldset", { class: `nk-choice${node.inline ? " nk-inline" : ""}` });
  field.append(make("legend", { text: node.legend }));
  const name = uid(node.k);
  field.__inputs = node.options.map(({ v, label }) => {
    const input = make("input", { type, name, value: v });
    const words = make("span", { text: label });
    field.append(make("label", {}, input, words));
    input.addEventListener("change", () => {
      const chosen = field.__inputs.filter((one) => one.checked).map((one) => one.value);
      page.send({ kind: "change", key: node.k, value: type === "radio" ? chosen[0] : chosen });
    });
    return input;
  });
  field.__options = JSON.stringify(node.options);
  return field;
}

function remakeOptions(page, el, node, type) {
  if (el.__options === JSON.stringify(node.options)) return;
  const fresh = optionList(page, node, type);
  el.replaceChildren(...fresh.childNodes);
  el.__inputs = fresh.__inputs;
  el.__options = fresh.__options;
}

/* A range and a box that say the same. */
function rangeField(page, node, min, max, step) {
  const id = uid(node.k);
  const label = make("label", { class: "nk-scale-label", for: id });
  const slide = make("label", { class: "nk-unseen", for: `${id}-range` });
  const range = make("input", { id: `${id}-range`, type: "range", min, max, step, "aria-describedby": `${id}-ends` });
  const inputmode = Number.isInteger(step) ? "numeric" : "decimal";
  const input = make("input", { id, type: "text", inputmode, autocomplete: "off", "aria-describedby": `${id}-ends` });
  const ends = make("p", { class: "nk-ends", id: `${id}-ends` });
  const box = make("div", { class: "nk-field nk-scale" }, label, slide, range, input, ends);
  Object.assign(box, { __label: label, __slide: slide, __range: range, __control: input, __ends: ends, __id: id });
  box.__hint = make("p", { hidden: true });
  typed(page, input, node.k);
  input.addEventListener("input", () => {
    if (isNumber(input.value)) range.value = asNumber(input.value);
    range.classList.toggle("nk-unset", input.value.trim() === "");
  });
  range.addEventListener("input", () => {
    input.value = range.value;
    range.classList.remove("nk-unset");
    input.dispatchEvent(new Event("input"));
    if (page.waiting.size === 0) input.__flush(); // a picture may be waiting to follow
  });
  range.addEventListener("change", () => input.__flush());
  return box;
}

function asNumber(text) {
  return text.trim().replace(",", ".").replace("−", "-");
}

function minus(number) {
  return String(number).replace("-", "−");
}

function isNumber(text) {
  return /^[-+]?(\d+\.?\d*|\.\d+)$/.test(asNumber(text));
}

function setRange(page, box, node, middle) {
  setText(box.__label, node.label);
  setText(box.__slide, `${node.label} By sliding`);
  setError(box, box.__id, node.error);
  setValue(page, box.__control, node.k, node.value);
  const text = box.__control.value.trim();
  // A thumb that is being moved is not pulled back by an answer to where it was.
  if (document.activeElement !== box.__range || !box.__control.__dirty) box.__range.value = isNumber(text) ? asNumber(text) : middle;
  box.__range.classList.toggle("nk-unset", text === "");
  box.__range.setAttribute("aria-valuetext", text === "" ? "not set" : text);
}

/* Spots to drag over a picture. They are for a mouse or a finger; a slider of the same name is there for keys. */
function setHandles(page, canvas, wanted) {
  const old = canvas.__handles ?? new Map();
  const kept = new Map();
  for (const handle of wanted) {
    const el = old.get(handle.k) ?? canvas.appendChild(newHandle(page, canvas));
    el.__handle = handle;
    if (!el.__held) placeHandle(el, handle.left, handle.top, "");
    kept.set(handle.k, el);
  }
  for (const [key, el] of old) if (!kept.has(key)) el.remove();
  canvas.__handles = kept;
}

function placeHandle(el, left, top, says) {
  el.style.left = `${left * 100}%`;
  el.style.top = `${top * 100}%`;
  setText(el.firstChild, says);
}

function newHandle(page, canvas) {
  const el = make("div", { class: "nk-handle", "aria-hidden": "true" }, make("span"));
  let last = null;
  const tell = () => {
    if (last === null) return;
    page.send({ kind: "change", key: el.__handle.k, value: last });
    last = null;
  };
  const move = (event) => {
    const { axis, from, to, low, high, step, left, top, label } = el.__handle;
    const frame = canvas.getBoundingClientRect();
    const along = axis === "x" ? (event.clientX - frame.left) / frame.width : (event.clientY - frame.top) / frame.height;
    const wanted = Math.min(high, Math.max(low, from + (to - from) * along));
    const places = (String(step).split(".")[1] ?? "").length;
    const value = (Math.round(wanted / step) * step).toFixed(places);
    const share = (Number(value) - from) / (to - from);
    placeHandle(el, axis === "x" ? share : left, axis === "x" ? top : share, `${label} ${value}`);
    last = value;
    if (page.waiting.size === 0) tell();
  };
  el.addEventListener("pointerdown", (event) => {
    el.__held = true;
    el.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  el.addEventListener("pointermove", (event) => el.__held && move(event));
  for (const end of ["pointerup", "pointercancel"]) {
    el.addEventListener(end, () => {
      el.__held = false;
      setText(el.firstChild, "");
      tell();
    });
  }
  return el;
}

const KINDS = {
  heading: {
    make: (page, node) => make(`h${node.level}`, { class: "nk-heading" }),
    set: (page, el, node) => setText(el, node.text),
  },
  para: {
    make: () => make("p"),
    set: (page, el, node) => {
      el.className = node.style ? `nk-${node.style}` : "";
      setRuns(el, node.runs);
    },
  },
  words: {
    make: () => {
      const el = make("figure", { class: "nk-words" });
      el.append(make("figcaption"), make("blockquote"));
      return el;
    },
    set: (page, el, node) => {
      setText(el.firstChild, node.who);
      const parts = node.text.split(/(\[[^\]]*\])/).filter(Boolean);
      setRuns(el.lastChild, parts.map((part) => [part.startsWith("[") ? "em" : "", part]));
    },
  },
  textbox: {
    make: (page, node) => {
      const id = uid(node.k);
      const area = make("textarea", { id, rows: node.rows, spellcheck: "true" });
      const box = labelled("div", area, id, node);
      box.__id = id;
      typed(page, area, node.k);
      return box;
    },
    set: (page, box, node) => {
      setText(box.__label, node.label);
      setHint(box, box.__id, node.hint);
      box.__control.disabled = node.disabled;
      setValue(page, box.__control, node.k, node.value);
    },
  },
  number: {
    make: (page, node) => {
      const id = uid(node.k);
      const input = make("input", { id, type: "text", inputmode: "decimal", autocomplete: "off" });
      const box = labelled("div", input, id, node);
      box.classList.add("nk-number");
      box.__id = id;
      typed(page, input, node.k);
      return box;
    },
    set: (page, box, node) => {
      setText(box.__label, node.label);
      setHint(box, box.__id, "", node.error);
      setError(box, box.__id, node.error);
      setValue(page, box.__control, node.k, node.value);
    },
  },
  scale: {
    make: (page, node) => rangeField(page, node, 0, 100, 1),
    set: (page, box, node) => {
      setText(box.__ends, `0: ${node.low}. 100: ${node.high}.`);
      setRange(page, box, node, 50);
    },
  },
  slider: {
    make: (page, node) => rangeField(page, node, node.low, node.high, node.step),
    set: (page, box, node) => {
      setText(box.__ends, `From ${minus(node.low)} to ${minus(node.high)}${node.unit ? ` ${node.unit}` : ""}.`);
      setRange(page, box, node, (node.low + node.high) / 2);
    },
  },
  picture: {
    make: () => {
      const el = make("figure", { class: "nk-picture" });
      el.append(make("div", { class: "nk-canvas" }, make("img")), make("figcaption"), make("div"));
      return el;
    },
    set: (page, el, node) => {
      const [canvas, caption, below] = el.children;
      const image = canvas.querySelector("img");
      if (image.getAttribute("src") !== node.src) image.src = node.src;
      image.alt = node.alt;
      setText(caption, node.caption);
      setHandles(page, canvas, node.handles);
      sync(page, below, node.children);
    },
  },
  choice: {
    make: (page, node) => optionList(page, node, "radio"),
    set: (page, el, node) => {
      remakeOptions(page, el, node, "radio");
      setText(el.querySelector("legend"), node.legend);
      for (const input of el.__inputs) input.checked = input.value === node.value;
    },
  },
  checks: {
    make: (page, node) => optionList(page, node, "checkbox"),
    set: (page, el, node) => {
      remakeOptions(page, el, node, "checkbox");
      setText(el.querySelector("legend"), node.legend);
      for (const input of el.__inputs) input.checked = node.value.includes(input.value);
    },
  },
  select: {
    make: (page, node) => {
      const id = uid(node.k);
      const list = make("select", { id });
      const box = labelled("div", list, id, node);
      box.__id = id;
      box.classList.toggle("nk-bare", node.hide_label);
      list.addEventListener("change", () => page.send({ kind: "change", key: node.k, value: list.value }));
      return box;
    },
    set: (page, box, node) => {
      setText(box.__label, node.label);
      setHint(box, box.__id, "");
      const wanted = JSON.stringify(node.options);
      if (box.__options !== wanted) {
        box.__options = wanted;
        box.__control.replaceChildren(...node.options.map(({ v, label }) => make("option", { value: v, text: label })));
      }
      box.__control.value = node.value;
    },
  },
  button: {
    make: (page, node) => {
      const el = make("button", { type: "button" });
      el.addEventListener("click", () => {
        for (const field of page.body.querySelectorAll("textarea,input")) field.__flush?.();
        page.send({ kind: "press", key: el.dataset.k });
      });
      return el;
    },
    set: (page, el, node) => {
      setText(el, node.label);
      el.className = node.primary ? "nk-button nk-primary" : "nk-button";
      if (node.describe) el.setAttribute("aria-label", `${node.label}: ${node.describe}`);
    },
  },
  row: {
    make: () => make("div", { class: "nk-row" }),
    set: (page, el, node) => sync(page, el, node.children),
  },
  group: {
    make: (page, node) => make("div", { role: node.label ? "group" : false }),
    set: (page, el, node) => {
      el.className = `nk-group${node.style ? ` nk-${node.style}` : ""}`;
      if (node.label) el.setAttribute("aria-label", node.label);
      sync(page, el, node.children);
    },
  },
  details: {
    make: (page, node) => {
      const el = make("details", { open: node.open });
      el.append(make("summary"), make("div", { class: "nk-inside" }));
      return el;
    },
    set: (page, el, node) => {
      setText(el.firstChild, node.summary);
      sync(page, el.lastChild, node.children);
    },
  },
  status: {
    make: () => make("p", { class: "nk-status", role: "status" }),
    set: (page, el, node) => setText(el, node.text),
  },
  table: {
    make: () => {
      const el = make("div", { class: "nk-table", tabindex: 0, role: "region" });
      const sheet = make("table");
      sheet.append(make("caption"), make("thead"), make("tbody"));
      el.append(sheet);
      return el;
    },
    set: (page, el, node) => {
      const [caption, head, body] = el.firstChild.children;
      el.setAttribute("aria-label", node.caption);
      setText(caption, node.caption);
      if (el.__head !== JSON.stringify(node.head)) {
        el.__head = JSON.stringify(node.head);
        head.replaceChildren(make("tr", {}, ...node.head.map((text) => make("th", { scope: "col", text }))));
      }
      while (body.children.length > node.rows.length) body.lastChild.remove();
      node.rows.forEach((cells, r) => {
        const line = body.children[r] ?? body.appendChild(make("tr"));
        cells.forEach((cell, c) => {
          const tag = node.row_headers && c === 0 ? "th" : "td";
          const place = line.children[c] ?? line.appendChild(make(tag, tag === "th" ? { scope: "row" } : {}));
          if (typeof cell === "string") setText(place, cell);
          else sync(page, place, [cell]);
        });
      });
    },
  },
  listing: {
    make: (page, node) => make(node.ordered ? "ol" : "ul"),
    set: (page, el, node) => {
      while (el.children.length > node.items.length) el.lastChild.remove();
      node.items.forEach((item, i) => {
        const place = el.children[i] ?? el.appendChild(make("li"));
        if (item.runs) setRuns(place, item.runs);
        else sync(page, place, item.children);
      });
    },
  },
  marked: {
    make: () => make("p", { class: "nk-marked" }),
    set: (page, el, node) => {
      const wanted = JSON.stringify([node.text, node.spans]);
      if (el.__wanted === wanted) return;
      el.__wanted = wanted;
      const letters = [...node.text]; // spans count characters as Python does, not UTF-16 units
      const pieces = [];
      let at = 0;
      for (const [start, end, style, says] of node.spans) {
        if (start < at) continue;
        pieces.push(document.createTextNode(letters.slice(at, start).join("")));
        const mark = make("mark", { class: `nk-mark-${style}` }, letters.slice(start, end).join(""));
        mark.append(make("span", { class: "nk-unseen", text: ` (${says}) ` }));
        pieces.push(mark);
        at = end;
      }
      pieces.push(document.createTextNode(letters.slice(at).join("")));
      el.replaceChildren(...pieces);
    },
  },
  timer: {
    make: (page, node) => {
      const left = make("p", { class: "nk-timer", role: "timer" });
      const skip = make("button", { type: "button", class: "nk-button", text: node.skip });
      const el = make("div", { class: "nk-group" }, left, skip);
      const end = Date.now() + node.seconds * 1000;
      const finish = () => {
        clearInterval(el.__tick);
        page.send({ kind: "press", key: node.k });
      };
      const tell = () => {
        const seconds = Math.max(0, Math.ceil((end - Date.now()) / 1000));
        const words = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
        left.textContent = `${node.label} ${words}`;
        if (!el.isConnected && el.__seen) clearInterval(el.__tick);
        el.__seen ||= el.isConnected;
        if (seconds === 0) finish();
      };
      skip.addEventListener("click", finish);
      el.__tick = setInterval(tell, 500);
      tell();
      return el;
    },
    set: () => {},
  },
};

/* ---- where anywidget begins ---------------------------------------------------------------------------------- */

function render({ model, el }) {
  el.setAttribute(OURS, "true");
  el.classList.add("nk");
  el.setAttribute("lang", "en-GB");
  const page = new Page(model, el);
  return () => page.stop();
}

export default { render };
