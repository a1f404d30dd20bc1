// <auto-save> stands around a form that saves itself through htmx, and keeps what was typed until the server has it:
// words are put into local storage as they are typed and taken out when a save is confirmed, so that a lost
// connection, a restart of the server, a closed tab or an ended session loses nothing.
//
//   <auto-save>
//     <form id="brief-1" data-unit hx-post="…" hx-swap="none" hx-trigger="submit, change, desk:retry">
//       … <span data-saved role="status"></span>
//     </form>
//   </auto-save>
//
// An answer confirms by the event desk:saved, and draws the element again where the form itself changes: what stands
// there then is another element of the same form, and puts back what was typed meanwhile. A form without data-unit can
// not be written in, and is left alone. The words about a save stand on the page in #desk-words.

const PREFIX = "desk:unit:";
const RETRY_MS = [1000, 2000, 4000, 8000, 15000];
const TICK_MS = 4000;
const RECENT_S = 60;

const words = (name) => document.getElementById("desk-words")?.dataset[name] ?? name;

const fields = (form) =>
  [...form.elements].filter((field) => field.name && field.type !== "hidden" && field.type !== "submit");

const read = (form) =>
  Object.fromEntries(fields(form).map((field) => [field.name, field.type === "checkbox" ? field.checked : field.value]));

const write = (field, value) => {
  if (field.type === "checkbox") field.checked = value;
  else field.value = value;
};

// What the server put into a field, whatever was typed since.
const served = (field) => {
  if (field.type === "checkbox") return field.defaultChecked;
  if (field.tagName !== "SELECT") return field.defaultValue;
  return ([...field.options].find((option) => option.defaultSelected) ?? field.options[0])?.value ?? "";
};

// While a year is typed it has one digit, then two: a date of the year 2 that nobody means.
const lacksYear = (field) => ["date", "month"].includes(field.type) && field.value !== "" && field.value < "1000";

class AutoSave extends HTMLElement {
  #sent = "";  // what the save carries that was sent last
  #saved = null;  // what the server has confirmed
  #failures = 0;
  #retrying;
  #ticking;
  #isHeard = false;  // htmx listens to the form
  #isPutBack = false;  // filled from storage; saved as soon as htmx listens

  constructor() {
    super();
    const typing = { input: () => this.#type(), change: () => this.#keep(), focusout: (event) => this.#leave(event.target) };
    const saving = {
      "desk:saved": () => this.#confirm(),
      "htmx:beforeRequest": (event) => this.#send(event),
      "htmx:sendError": () => this.#retry(),
      "htmx:timeout": () => this.#retry(),
      "htmx:responseError": (event) => this.#refuse(event.detail.xhr.status),
      "htmx:afterRequest": (event) => this.#arrive(event.detail.xhr.responseURL ?? ""),
    };
    this.#listen(typing, (event) => event.target.form);
    this.#listen(saving, (event) => event.target);
    this.addEventListener("click", (event) => this.#discard(event.target.closest("[data-discards]")));
  }

  #listen(heard, formOf) {
    for (const [name, answer] of Object.entries(heard)) {
      this.addEventListener(name, (event) => {
        if (this.form && formOf(event) === this.form) answer(event);
      });
    }
  }

  connectedCallback() {
    document.addEventListener("htmx:load", this);
    if (this.form) this.#putBack();
  }

  disconnectedCallback() {
    document.removeEventListener("htmx:load", this);
    clearTimeout(this.#retrying);
    clearInterval(this.#ticking);
  }

  // htmx:load: htmx listens to all that stands in this part of the page.
  handleEvent(event) {
    if (!this.form || !event.detail.elt.contains(this)) return;
    this.#isHeard = true;
    this.#saveWhatWasPutBack();
  }

  get form() {
    return this.querySelector("form[data-unit]");
  }

  // An answer has drawn the form again, and takes this one away: leaving its field as it goes says nothing new.
  get #isReplaced() {
    return document.getElementById(this.form.id) !== this.form;
  }

  get #key() {
    return PREFIX + this.form.id;
  }

  get #now() {
    return JSON.stringify(read(this.form));
  }

  get #kept() {
    const stored = localStorage.getItem(this.#key);
    return stored && JSON.parse(stored).values;
  }

  #say(name, state) {
    clearInterval(this.#ticking);
    const place = this.form.querySelector("[data-saved]");
    if (!place) return;
    place.textContent = words(name);
    place.dataset.state = state;
    place.removeAttribute("aria-live");
  }

  // How long ago it was saved, for those who look; nobody is told of every tick.
  #tick(savedAt) {
    const seconds = Math.round((Date.now() - savedAt) / 1000);
    const place = this.form?.querySelector("[data-saved]");
    if (seconds >= RECENT_S) clearInterval(this.#ticking);
    if (!place) return;
    place.setAttribute("aria-live", "off");
    place.textContent = seconds < RECENT_S ? words("seconds").replace("%s", seconds) : "";
  }

  #keep() {
    if (this.#isReplaced) return;
    if (this.#now === this.#saved) {
      this.#forget();
      return;
    }
    try {
      localStorage.setItem(this.#key, JSON.stringify({ at: Date.now(), values: read(this.form) }));
    } catch {
      // Private windows may refuse storage; the save itself still goes out.
    }
  }

  #forget() {
    localStorage.removeItem(this.#key);
  }

  #putBack() {
    const values = this.#kept;
    if (!values) return;
    const kept = fields(this.form).filter((field) => field.name in values);
    if (kept.every((field) => served(field) === values[field.name])) {
      this.#forget();
      return;
    }
    for (const field of kept) write(field, values[field.name]);
    this.#say("restored", "unsaved");
    this.#isPutBack = true;
    if (this.#isHeard) this.#saveWhatWasPutBack();
  }

  #saveWhatWasPutBack() {
    if (!this.#isPutBack) return;
    this.#isPutBack = false;
    this.#save();
  }

  #save() {
    htmx.trigger(this.form, "desk:retry");
  }

  #type() {
    this.#keep();
    this.#say("unsaved", "unsaved");
  }

  #leave(field) {
    if (lacksYear(field)) this.#save();
  }

  #send(event) {
    const isAsked = event.detail.requestConfig.triggeringEvent?.type === "submit";
    const typed = document.activeElement;
    if (!isAsked && typed.form === this.form && lacksYear(typed)) {
      event.preventDefault();  // its next digit saves it, or leaving the field
    } else if (!isAsked && this.#now === this.#saved) {
      event.preventDefault();  // what an earlier event has saved already
      this.#forget();
      this.#say("saved", "saved");
    } else {
      this.#sent = this.#now;
    }
  }

  #confirm() {
    this.#failures = 0;
    this.#saved = this.#sent;
    // What was typed while the save was on its way is not saved yet.
    if (JSON.stringify(this.#kept) === this.#sent) this.#forget();
    this.#say("saved", "saved");
    const savedAt = Date.now();
    this.#ticking = setInterval(() => this.#tick(savedAt), TICK_MS);
  }

  #retry() {
    const wait = RETRY_MS[Math.min(this.#failures, RETRY_MS.length - 1)];
    this.#failures += 1;
    this.#say("retrying", "failed");
    clearTimeout(this.#retrying);
    this.#retrying = setTimeout(() => this.#save(), wait);
  }

  #refuse(status) {
    if (status >= 500) this.#retry();
    else this.#say("refused", "failed");
  }

  // A sign-in page in place of an answer: the session has ended. The words stay here.
  #arrive(address) {
    if (address.includes(words("door"))) this.#say("signin", "failed");
  }

  // “Take theirs” throws away what was kept.
  #discard(link) {
    if (link) localStorage.removeItem(PREFIX + link.dataset.discards);
  }
}

customElements.define("auto-save", AutoSave);
