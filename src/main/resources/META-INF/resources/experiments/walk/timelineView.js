import { format } from "../../web/format.js";

const LANES = ["client", "application", "store"];

/** The messages of a timeline as list items, like templates/tags/sequenceMessage.html. */
export function timelineMessages(timeline) {
  const startedAt = Date.parse(timeline[0]?.at);
  return timeline.map((entry) => createMessage(entry, startedAt));
}

function createMessage({ at, wholeSeconds, what, account, from, to }, startedAt) {
  const item = document.getElementById("timeline-message").content.cloneNode(true).firstElementChild;
  const field = (name) => item.querySelector(`[data-field=${name}]`);
  const [first, last] = [LANES.indexOf(from) + 1, LANES.indexOf(to) + 1];
  Object.assign(field("track").dataset, {
    left: Math.min(first, last),
    right: Math.max(first, last),
    direction: first === last ? "self" : first < last ? "right" : "left",
    alignment: Math.max(first, last) - 1 > LANES.length - Math.min(first, last) ? "end" : "start",
  });
  field("from").textContent = capitalized(from);
  field("to").textContent = capitalized(to);
  field("receiver").hidden = first === last;
  field("what").textContent = what;
  field("when").append(timeElement(at, elapsedText(Date.parse(at) - startedAt, wholeSeconds)), account ? ` · ${format.isolated(account)}` : "");
  return item;
}

function timeElement(at, text) {
  return Object.assign(document.createElement("time"), { dateTime: at, title: format.localTime(at), textContent: text });
}

// The store's time has whole seconds, so it can be before that of the first entry.
function elapsedText(elapsed, wholeSeconds) {
  if (wholeSeconds) return `about +${Math.max(0, Math.floor(elapsed / 1000))} s`;
  return elapsed === 0 ? "0 ms" : `+${format.millis(Math.max(0, elapsed))}`;
}

function capitalized(word) {
  return word[0].toUpperCase() + word.slice(1);
}
