// The picker of an organisation (members.organisations.fields): a search field in the place of a long <select>, after
// the ARIA 1.2 combobox with a list. The <select> stays in the form, hidden, and holds the choice: without this file it
// is what one chooses in. Nothing is fetched.

const LETTERS = { æ: "a", ø: "o", œ: "o", đ: "d", ð: "d", ł: "l", þ: "th", ı: "i", ß: "ss" };
const CLICK = 250; // milliseconds that a click takes
const QUIET = 400; // milliseconds without a key before the number of matches is read out

// As members/alphabet.py, search_key().
export function fold(text) {
  const plain = text.normalize("NFC").toLowerCase().replace(/[æøœđðłþıß]/g, (letter) => LETTERS[letter]);
  return plain.normalize("NFKD").replace(/\p{M}/gu, "").replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}

// First what begins with the text, then what has a word that does, then the rest; null: no match.
function rank(option, text) {
  if (!text.split(" ").every((word) => option.names.includes(word) || option.county.includes(word))) return null;
  if (option.names.startsWith(text)) return 0;
  return option.names.includes(` ${text}`) ? 1 : 2;
}

function make(tag, attributes = {}, ...content) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...content);
  return element;
}

function readOptions(select, id) {
  const options = [...select.options].filter((option) => option.value).map((option) => {
    const county = option.parentElement.label || "";
    const element = make("li", { role: "option", id: `${id}-${option.value}`, class: "picker__option", "aria-selected": "false" },
      make("span", {}, option.label), " ", make("span", { class: "picker__county" }, county));
    return {
      value: option.value, label: option.label, element,
      names: fold(`${option.label} ${option.dataset.also || ""}`), county: fold(county),
    };
  });
  const { compare } = new Intl.Collator("sv");
  return options.sort((one, other) => compare(one.label, other.label));
}

function enhance(box) {
  const select = box.querySelector("select");
  if (!select || box.dataset.ready) return;
  box.dataset.ready = "yes";
  const { id } = select;
  const name = document.querySelector(`label[for="${CSS.escape(id)}"]`)?.firstChild.textContent.trim() || "";
  const options = readOptions(select, id);
  let shown = options;
  let active = null;
  let timer = 0;

  const hint = make("span", { id: `${id}-hint`, class: "visually-hidden" }, box.dataset.hint);
  const status = make("p", { class: "visually-hidden", role: "status" });
  const error = make("p", { id: `${id}-unknown`, class: "form__error", hidden: "" }, box.dataset.choose);
  const list = make("ul", { id: `${id}-list`, class: "picker__list", role: "listbox", "aria-label": name, hidden: "" });
  const button = make("button", { type: "button", class: "picker__open", tabindex: "-1", "aria-label": box.dataset.open });
  const input = make("input", {
    type: "text", role: "combobox", class: "picker__input", autocomplete: "off", autocapitalize: "off", spellcheck: "false",
    "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id,
  });
  const described = [select.getAttribute("aria-describedby"), hint.id].filter(Boolean).join(" ");
  input.setAttribute("aria-describedby", described);
  const invalid = select.getAttribute("aria-invalid");
  if (invalid) input.setAttribute("aria-invalid", invalid);
  input.required = select.required;
  input.disabled = button.disabled = select.disabled;
  // The label and the summary of errors point at the field by its id.
  select.id = `${id}-list-of-all`;
  select.required = false;
  select.hidden = true;
  input.id = id;
  box.append(make("div", { class: "picker__field" }, input, button, list), hint, status, error);

  const chosen = () => options.find((option) => option.value === select.value);
  const isOpen = () => !list.hidden;

  function mark(option) {
    active?.element.classList.remove("picker__option--active");
    active = option || null;
    if (!active) { input.removeAttribute("aria-activedescendant"); return; }
    active.element.classList.add("picker__option--active");
    active.element.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", active.element.id);
  }

  function find(text) {
    const words = fold(text);
    if (!words) return options;
    const found = options.map((option) => [rank(option, words), option]).filter(([place]) => place !== null);
    return found.sort(([one], [other]) => one - other).map(([, option]) => option);
  }

  function open() {
    // With a choice made, the whole list: one opens it to choose another.
    const now = chosen();
    shown = find(now?.label === input.value ? "" : input.value);
    for (const option of options) option.element.setAttribute("aria-selected", String(option === now));
    list.replaceChildren(...shown.map((option) => option.element));
    list.hidden = shown.length === 0;
    input.setAttribute("aria-expanded", String(isOpen()));
    mark(null);
    if (isOpen()) list.scrollTop = 0;
    clearTimeout(timer);
    timer = setTimeout(() => {
      status.classList.toggle("visually-hidden", shown.length > 0);
      status.textContent = shown.length ? box.dataset.found.replace("{}", shown.length) : box.dataset.none;
    }, QUIET);
  }

  function close() {
    clearTimeout(timer);
    list.hidden = true;
    status.textContent = "";
    input.setAttribute("aria-expanded", "false");
    mark(null);
  }

  function complain(isUnknown) {
    error.hidden = !isUnknown;
    input.setCustomValidity(isUnknown ? box.dataset.choose : "");
    input.setAttribute("aria-describedby", isUnknown ? `${described} ${error.id}` : described);
    if (isUnknown) input.setAttribute("aria-invalid", "true");
    else if (invalid) input.setAttribute("aria-invalid", invalid);
    else input.removeAttribute("aria-invalid");
  }

  function hold(value) {
    if (select.value === value) return;
    select.value = value;
    select.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function choose(option) {
    input.value = option.label;
    hold(option.value);
    complain(false);
    close();
  }

  // Leaving the field: what is written must mean one organisation, or nothing.
  function settle() {
    close();
    const text = input.value.trim();
    if (!text) { hold(""); complain(false); return; }
    if (chosen()?.label === input.value) return;
    const found = find(text);
    const meant = [
      found.filter((option) => option.label.toLowerCase() === text.toLowerCase()),
      found,
      found.filter((option) => rank(option, fold(text)) === 0),
    ].find((candidates) => candidates.length === 1);
    if (meant) choose(meant[0]);
    else complain(true);
  }

  function move(step) {
    if (!isOpen()) {
      open();
      mark(chosen() || shown.at(step > 0 ? 0 : -1));
      return;
    }
    const place = shown.indexOf(active);
    const next = place < 0 ? (step > 0 ? 0 : shown.length - 1) : (place + step + shown.length) % shown.length;
    mark(shown[next]);
  }

  const keys = {
    ArrowDown: (event) => { if (event.altKey) open(); else move(1); return true; },
    ArrowUp: (event) => { if (event.altKey) close(); else move(-1); return true; },
    Enter() {
      if (!isOpen()) return false;
      if (active) choose(active); else settle();
      return true;
    },
    Escape() {
      if (isOpen()) { close(); return true; }
      if (!input.value) return false;
      input.value = "";
      settle();
      return true;
    },
    Tab() { if (isOpen() && active) choose(active); return false; },
  };

  input.addEventListener("keydown", (event) => {
    if (!event.isComposing && keys[event.key]?.(event)) event.preventDefault();
  });
  input.addEventListener("input", () => {
    hold("");
    complain(false);
    open();
  });
  input.addEventListener("focus", () => input.select());
  input.addEventListener("blur", () => {
    close();
    // Later: a message that appears while the mouse is down would move the button away from under it.
    setTimeout(() => { if (document.activeElement !== input) settle(); }, CLICK);
  });
  input.addEventListener("click", () => { if (!isOpen()) open(); });
  button.addEventListener("click", () => {
    const wasOpen = isOpen();
    input.focus();
    if (wasOpen) close(); else { open(); mark(chosen()); }
  });
  // The focus stays in the field while one points at the list or the button.
  for (const part of [list, button]) part.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const element = event.target.closest("[role=option]");
    const option = options.find((candidate) => candidate.element === element);
    if (option) choose(option);
  });

  // What the form says: after a reset, the browser's way back, or another script's choice.
  function follow() {
    const option = chosen();
    if (option) { input.value = option.label; complain(false); } else if (document.activeElement !== input) input.value = "";
  }
  follow();
  select.addEventListener("change", follow);
  select.form?.addEventListener("reset", () => setTimeout(follow));
  window.addEventListener("pageshow", follow);

  // What is written would not be sent. Caught before other scripts of the form, which may be one without validation.
  document.addEventListener("submit", (event) => {
    if (event.target !== select.form) return;
    settle();
    if (!input.validity.customError) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    input.focus();
  }, { capture: true });
}

for (const box of document.querySelectorAll("[data-organisation-picker]")) enhance(box);
