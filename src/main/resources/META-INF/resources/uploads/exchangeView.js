import { format } from "../web/format.js";
import { describeSignedUrl } from "./signedUrl.js";

/** Longer values of a request's body are shortened. */
const MAX_VALUE_LENGTH = 40;
const SHORTENED_LENGTH = 24;

const STORED_BY = {
  notification: "the store’s notification, which arrived before the browser’s completion was processed",
  completion: "the browser’s completion, which arrived before the store’s notification was processed",
  reconcile: "a reconciliation of bucket and catalogue",
};

/**
 * The steps of an upload, as far as it has got: {title, note, facts} each. A fact is {term, text} or
 * {term, code}.
 *
 * @param serverState the upload as the application described it
 */
export function describeExchange({ calls, sample, failure, counts }, { serverState, video, file }) {
  return [
    openingStep(calls),
    sample && signedUrlStep(sample, calls, serverState),
    sample && storeStep(sample, failure, counts, { serverState, file }),
    calls.completion && completionStep(calls.completion),
    video && notificationStep(video),
  ].filter(Boolean);
}

function openingStep({ opening }) {
  const title = "Request to the application";
  if (!opening) return { title, note: "This upload was opened earlier. The application reports which bytes the store already has.", facts: [] };
  return {
    title,
    note: "The application checks name, size and type, and signs a URL for exactly this file. The bytes never pass through it.",
    facts: [...callFacts(opening), { term: "Body", code: shortJson(opening.body) }],
  };
}

function signedUrlStep({ url, headers, size }, { signing }, { key }) {
  const { host, bucket, part, signedAt, expiresAt, signedHeaders, signature } = describeSignedUrl(url, key);
  const values = { ...lowerCaseNames(headers), host, "content-length": String(size) };
  return {
    title: "Pre-signed URL",
    note: part ? `Each part has its own URL. This is the URL of part ${part}.` : "It allows one PUT of one object. The store checks the signature itself.",
    facts: [
      { term: "Host", code: host },
      { term: "Bucket", code: bucket },
      { term: "Object key", code: key },
      signing && { term: "Signed by", text: `${signing.method} ${signing.path}, called ${times(signing.count)}` },
      { term: "Signed at", text: format.clockTime(signedAt) },
      { term: "Expires", text: `${format.clockTime(expiresAt)}, after ${format.seconds((expiresAt - signedAt) / 1000)}` },
      { term: "Signed headers", code: signedHeaders.map((name) => `${name}: ${shortened(values[name] ?? "")}`).join("\n") },
      { term: "Signature", code: signature, text: "shortened, because anyone with the whole URL can use it until it expires" },
    ].filter(Boolean),
  };
}

function storeStep(sample, failure, counts, { serverState, file }) {
  const isMultipart = serverState?.method === "multipart";
  return {
    title: isMultipart ? "Parts to the store" : "PUT to the store",
    note: "The bytes go straight from this browser to the store.",
    facts: [
      isMultipart && { term: "Parts", text: `${counts.accepted} of ${serverState.partCount} sent by this page, up to ${format.bytes(serverState.partSize)} each` },
      { term: isMultipart ? `Part ${partNumber(sample)}` : "Request", code: `PUT, ${format.exactBytes(isMultipart ? sample.size : file.size)}` },
      { term: "Response", text: answer(sample) },
      counts.failed > 0 && { term: "Failed attempts", text: `${counts.failed}. The last one${isMultipart ? `, of part ${partNumber(failure)}` : ""}: ${answer(failure)}` },
    ].filter(Boolean),
  };
}

function completionStep(completion) {
  return {
    title: "Completion",
    note: "The browser tells the application that the upload is complete. The application then asks the store for the object.",
    facts: callFacts(completion),
  };
}

function notificationStep({ storedBy, storedAt, cataloguedAt, lagMillis }) {
  return {
    title: "Store notification and catalogue row",
    note: "The store also reports the object with a bucket notification, so the video appears even if the browser is closed. Completion and notification trigger the same check; the first one writes the row. Administrators can see in the inbox when the notification arrived.",
    facts: [
      { term: "Stored at", text: `${format.clockTime(Date.parse(storedAt))}, by the store’s clock` },
      cataloguedAt && { term: "Catalogued at", text: format.clockTime(Date.parse(cataloguedAt)) },
      storedBy && { term: "Catalogued by", text: STORED_BY[storedBy] },
      lagMillis != null && { term: "Lag", text: `catalogued within ${Math.max(1, Math.ceil(lagMillis / 1000))} s of being stored` },
    ].filter(Boolean),
  };
}

function callFacts(call) {
  return [
    { term: "Request", code: `${call.method} ${call.path}` },
    { term: "Response", text: call.count > 1 ? `${answer(call)}, at attempt ${call.count}` : answer(call) },
  ];
}

function answer({ status, code, stopped, startedAt, endedAt }) {
  const sentAt = `sent at ${format.clockTime(startedAt)}`;
  if (!endedAt) return `none yet, ${sentAt}`;
  if (stopped) return `none: stopped after ${format.millis(endedAt - startedAt)}, ${sentAt}`;
  return `${[status, code].filter(Boolean).join(" ") || "none"} after ${format.millis(endedAt - startedAt)}, ${sentAt}`;
}

function partNumber({ url }) {
  return new URL(url).searchParams.get("partNumber");
}

function times(count) {
  return count === 1 ? "once" : `${count} times`;
}

function lowerCaseNames(headers) {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function shortJson(body) {
  const text = JSON.stringify(body, (name, value) => (typeof value === "string" ? shortened(value) : value), 2);
  return text.replace(/\p{Bidi_Control}/gu, (control) => `\\u${control.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

function shortened(value) {
  return value.length > MAX_VALUE_LENGTH ? `${value.slice(0, SHORTENED_LENGTH)}…` : value;
}

/** Shows the steps of an upload in a disclosure. It renders only while it is open. */
export class ExchangeView {
  #recorder;
  #upload;
  #details;
  #list;
  #template;
  #serverState = null;
  #shown = "";

  /** @param parts the card's elements {exchange, steps} */
  constructor(recorder, upload, { exchange, steps }) {
    this.#recorder = recorder;
    this.#upload = upload;
    this.#details = exchange;
    this.#list = steps;
    this.#template = document.getElementById("exchange-step");
    exchange.addEventListener("toggle", () => this.refresh());
  }

  refresh() {
    const { serverState, video, file } = this.#upload;
    // A cancelled upload has none, but its exchange is still shown.
    this.#serverState = serverState ?? this.#serverState;
    this.#details.hidden = this.#recorder.isEmpty;
    if (!this.#details.open) return;
    const steps = describeExchange(this.#recorder, { serverState: this.#serverState, video, file });
    const text = JSON.stringify(steps);
    if (text === this.#shown) return;
    this.#shown = text;
    this.#list.replaceChildren(...steps.map((step) => this.#createStep(step)));
  }

  #createStep({ title, note, facts }) {
    const item = this.#template.content.cloneNode(true).firstElementChild;
    item.querySelector("h4").textContent = title;
    item.querySelector("p").textContent = note;
    item.querySelector("dl").append(...facts.flatMap(createFact));
    return item;
  }
}

function createFact({ term, code, text }) {
  const [name, value] = [document.createElement("dt"), document.createElement("dd")];
  name.textContent = term;
  if (code) value.append(Object.assign(document.createElement("code"), { textContent: code }));
  if (code && text) value.append(" ");
  if (text) value.append(text);
  return [name, value];
}
