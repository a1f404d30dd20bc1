// What an action refuses is said where it was pressed. An answer with this header is not swapped in, whatever its
// target: its words are put at the end of the form that holds the button, as an alert, until the next try.
const HEADER = "Desk-Refused";

// The form around what was pressed: a button may belong to another form than the one in which it stands.
const around = ({ elt, requestConfig }) => {
  const pressed = requestConfig?.triggeringEvent?.submitter;
  return (pressed?.isConnected && pressed.closest("form")) || elt.closest("form") || elt;
};

const clear = (place) => {
  for (const old of place.querySelectorAll(":scope > .refusal")) old.remove();
};

document.addEventListener("htmx:beforeRequest", (event) => clear(around(event.detail)));

document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr } = event.detail;
  if (!xhr.getResponseHeader(HEADER)) return;
  event.detail.shouldSwap = false;
  event.detail.isError = true;
  const said = new DOMParser().parseFromString(xhr.responseText, "text/html").querySelector("[role=alert]");
  if (!said) return;
  const place = around(event.detail);
  clear(place);
  const words = document.importNode(said, true);
  words.classList.add("refusal");
  place.append(words);
});
