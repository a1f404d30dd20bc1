// Units save themselves through htmx. This module keeps what was typed until the server has it:
// words are put into local storage as they are typed and taken out when a save is confirmed, so that a lost
// connection, a restart of the server, a closed tab or an ended session loses nothing.

const PREFIX = "desk:unit:";
const RETRY_MS = [1000, 2000, 4000, 8000, 15000];
const attempts = new WeakMap();
const restored = new WeakSet();  // filled from storage; saved as soon as htmx listens to them

const forms = (root) => {
  const found = root.querySelectorAll ? [...root.querySelectorAll("form[data-unit]")] : [];
  return root.matches?.("form[data-unit]") ? [root, ...found] : found;
};
const fields = (form) =>
  [...form.elements].filter((field) => field.name && field.type !== "hidden" && field.type !== "submit");
const read = (form) =>
  Object.fromEntries(fields(form).map((field) => [field.name, field.type === "checkbox" ? field.checked : field.value]));
const key = (form) => PREFIX + form.id;

const say = (form, words, state) => {
  const place = form.querySelector("[data-saved]");
  if (!place) return;
  place.textContent = words;
  place.dataset.state = state;
};

const words = (name) => document.getElementById("desk-words")?.dataset[name] ?? name;

const keep = (form) => {
  if (JSON.stringify(read(form)) === form.dataset.saved) {
    localStorage.removeItem(key(form));
    return;
  }
  try {
    localStorage.setItem(key(form), JSON.stringify({ at: Date.now(), values: read(form) }));
  } catch {
    // Private windows may refuse storage; the save itself still goes out.
  }
};

// What the server put into a field, whatever was typed since.
const served = (field) => {
  if (field.type === "checkbox") return field.defaultChecked;
  if (field.tagName !== "SELECT") return field.defaultValue;
  return ([...field.options].find((option) => option.defaultSelected) ?? field.options[0])?.value ?? "";
};

const restore = (form) => {
  const stored = localStorage.getItem(key(form));
  if (!stored) return;
  const { values } = JSON.parse(stored);
  const kept = fields(form).filter((field) => field.name in values);
  if (kept.every((field) => served(field) === values[field.name])) {
    localStorage.removeItem(key(form));
    return;
  }
  for (const field of kept) {
    if (field.type === "checkbox") field.checked = values[field.name];
    else field.value = values[field.name];
  }
  say(form, words("restored"), "unsaved");
  restored.add(form);
};

document.addEventListener("htmx:load", (event) => {
  for (const form of forms(event.detail.elt)) {
    if (restored.delete(form)) htmx.trigger(form, "desk:retry");
  }
});

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (!form?.matches("form[data-unit]")) return;
  keep(form);
  say(form, words("unsaved"), "unsaved");
});

document.addEventListener("change", (event) => {
  const form = event.target.form;
  if (form?.matches("form[data-unit]")) keep(form);
});

document.addEventListener("focusout", (event) => {
  const form = event.target.form;
  if (form?.matches("form[data-unit]") && lacksYear(event.target)) htmx.trigger(form, "desk:retry");
});

document.addEventListener("desk:saved", (event) => {
  const form = document.getElementById(event.detail.unit);
  if (!form) return;
  attempts.delete(form);
  form.dataset.saved = form.dataset.sent ?? "";
  const stored = localStorage.getItem(key(form));
  // What was typed while the save was on its way is not saved yet.
  if (stored && JSON.stringify(JSON.parse(stored).values) === JSON.stringify(form.dataset.sent ? JSON.parse(form.dataset.sent) : read(form))) {
    localStorage.removeItem(key(form));
  }
  const place = form.querySelector("[data-saved]");
  if (place) {
    place.dataset.at = Date.now();
    place.dataset.state = "saved";
  }
});

// While a year is typed it has one digit, then two: a date of the year 2 that nobody means.
const lacksYear = (field) => ["date", "month"].includes(field.type) && field.value !== "" && field.value < "1000";

document.addEventListener("htmx:beforeRequest", (event) => {
  const form = event.detail.elt;
  if (!form.matches?.("form[data-unit]")) return;
  const isAsked = event.detail.requestConfig.triggeringEvent?.type === "submit";
  const typed = document.activeElement;
  if (!isAsked && typed.form === form && lacksYear(typed)) {
    event.preventDefault();  // its next digit saves it, or leaving the field
    return;
  }
  const now = JSON.stringify(read(form));
  if (now === form.dataset.saved && !isAsked) {
    event.preventDefault();  // what an earlier event has saved already
    localStorage.removeItem(key(form));
    say(form, words("saved"), "saved");
    return;
  }
  form.dataset.sent = now;
});

// What somebody has unfolded stays open when a save elsewhere draws the part around it again.
document.addEventListener("htmx:oobBeforeSwap", (event) => {
  for (const open of event.detail.target.querySelectorAll("details[open][id]")) {
    event.detail.fragment.getElementById(open.id)?.setAttribute("open", "");
  }
});

const retry = (form) => {
  const count = attempts.get(form) ?? 0;
  attempts.set(form, count + 1);
  say(form, words("retrying"), "failed");
  setTimeout(() => {
    if (document.contains(form)) htmx.trigger(form, "desk:retry");
  }, RETRY_MS[Math.min(count, RETRY_MS.length - 1)]);
};

for (const name of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(name, (event) => {
    const form = event.detail.elt;
    if (form.matches?.("form[data-unit]")) retry(form);
  });
}

document.addEventListener("htmx:responseError", (event) => {
  const form = event.detail.elt;
  if (!form.matches?.("form[data-unit]")) return;
  if (event.detail.xhr.status >= 500) retry(form);
  else say(form, words("refused"), "failed");
});

// A sign-in page in place of an answer: the session has ended. The words stay here.
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.detail.elt;
  if (!form.matches?.("form[data-unit]")) return;
  const address = event.detail.xhr.responseURL ?? "";
  if (address.includes(words("door"))) say(form, words("signin"), "failed");
});

// “Take theirs” throws away what was kept.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-discards]");
  if (link) localStorage.removeItem(PREFIX + link.dataset.discards);
});

document.addEventListener("desk:focus", (event) => {
  const unit = document.getElementById(event.detail.unit);
  const field = unit?.querySelector("input:not([type=hidden]), textarea, select");
  field?.focus();
});

setInterval(() => {
  for (const place of document.querySelectorAll("[data-saved][data-at]")) {
    if (place.dataset.state !== "saved") continue;
    const seconds = Math.round((Date.now() - Number(place.dataset.at)) / 1000);
    place.textContent = seconds < 5 ? words("saved") : seconds < 60 ? words("seconds").replace("%s", seconds) : "";
  }
}, 4000);

const start = (root) => {
  for (const form of forms(root)) restore(form);
};
document.addEventListener("DOMContentLoaded", () => start(document));
// The event names what was replaced; what stands there now has the same id, and may lack what was typed meanwhile.
document.addEventListener("htmx:oobAfterSwap", (event) => {
  const now = document.getElementById(event.detail.target?.id);
  if (now) start(now);
});
if (document.readyState !== "loading") start(document);
