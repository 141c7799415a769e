import { format } from "../../web/format.js";
import { preflightOf, requiredAnswer } from "./preflight.js";
import { answerText, json, readable, requestText } from "./exchangeText.js";

const TRIGGERS = { NOTIFICATION: "the notification", COMPLETION: "the browser’s completion", RECONCILE: "a reconciliation" };

const ANSWER_NOTE = "A page may read only these headers of the response.";

/**
 * What a step shows: a list of {title, note, facts, text, inspect}. A fact is {term, text} or {term, code};
 * `inspect` is a request to the store that can be inspected.
 */
export function describeStep(number, found) {
  return [describeFile, describeOpening, describeUploadRow, describeSending, describeNotifications, describeSync, describePlayback][number - 1](found);
}

function describeFile({ file, type, checksum }) {
  const facts = [
    { term: "Name", text: file.name },
    { term: "Size", text: format.exactBytes(file.size) },
    { term: "Type", code: type },
    checksum ? { term: "SHA-256", code: checksum } : { term: "SHA-256", text: "of each part, when it is sent" },
  ];
  return [{ title: "What the browser knows about the file", facts }];
}

function describeOpening({ opening }) {
  return exchange(opening, { note: "The browser adds its session cookie." });
}

function describeUploadRow({ row }) {
  return [{ title: "Row of the table upload", text: json(row) }];
}

function describeSending({ sent, failure, counts, signing, signings, completion, serverState }) {
  if (serverState.method !== "multipart") {
    // After a lost answer, the store refuses the same bytes: they have arrived.
    const put = sent[0] ?? failure;
    return [...preflight(put), ...exchange(put, { note: "The browser adds Host and Content-Length.", answerNote: ANSWER_NOTE, inspect: put }), ...failedAttempts(counts)];
  }
  const rest = counts.accepted - sent.length;
  return [
    {
      title: "Parts",
      facts: [
        { term: "Size of a part", text: format.exactBytes(serverState.partSize) },
        { term: "Parts sent", text: `${counts.accepted} of ${serverState.partCount}, ${format.exactBytes(counts.bytes)}` },
        { term: "Requests to sign", text: String(signings) },
      ],
    },
    ...exchange(signing, { title: "First request for signed URLs of parts" }),
    ...sent.slice(0, 1).flatMap(preflight),
    ...sent.flatMap((part, index) => exchange(part, { title: `Part ${partNumber(part)}`, answerNote: index === 0 ? ANSWER_NOTE : "", inspect: part })),
    ...(rest > 0 ? [{ title: `${rest} more ${rest === 1 ? "part" : "parts"}`, note: "They were sent in the same way." }] : []),
    ...failedAttempts(counts),
    ...exchange(completion, { title: "Completion", note: "The application has the store assemble the parts. Only then is there an object." }),
  ];
}

function preflight(put) {
  const request = preflightOf(put, globalThis.location.origin);
  if (!request) return [{ title: "No preflight", note: "The store has the same origin as this page, so the browser doesn’t ask first." }];
  return [
    {
      title: "Preflight",
      note: "The browser asks the store whether this page may send the PUT with these headers, and again for each URL. It doesn’t show this request to pages: the text is what the Fetch standard requires. The preflight has no body and none of the signed headers but Host.",
      text: requestText(request),
    },
    {
      title: "Response to the preflight",
      note: "Only the browser has seen it. It contained at least this, because the PUT was sent.",
      text: requiredAnswer(request),
    },
  ];
}

function failedAttempts({ failed }) {
  return failed > 0 ? [{ title: "Failed attempts", note: `${failed}. The client has repeated them.` }] : [];
}

function partNumber({ url }) {
  return new URL(url).searchParams.get("partNumber");
}

function describeNotifications({ notifications }) {
  if (notifications.length === 0) {
    return [{ title: "No notification yet", note: "None was processed within 10 seconds. The browser’s completion in the next step causes the same catalogue sync. A later notification then changes nothing." }];
  }
  return notifications.flatMap(({ notification, body, masked }) => [
    {
      title: `Row ${notification.id} of the inbox`,
      facts: [
        { term: "Received", text: format.clockTime(Date.parse(notification.receivedAt)) },
        { term: "Transport", text: notification.transport },
        { term: "Sender", text: notification.dialect ?? "unknown" },
        { term: "Event", code: notification.event },
        { term: "State", text: [notification.state, notification.reason].filter(Boolean).join(": ") },
        { term: "Attempts", text: String(notification.tries) },
        notification.settledAt && { term: "Processed", text: `${format.millis(Date.parse(notification.settledAt) - Date.parse(notification.receivedAt))} after it was received` },
      ].filter(Boolean),
    },
    body === null
      ? { title: "Body", note: "It isn’t shown, because it contains events about other objects." }
      : { title: "Body", note: masked ? "As stored, with details of the installation masked. Administrators see all of it." : "As stored.", text: readable(body) },
  ]);
}

function describeSync({ object, video, completion }) {
  return [
    { title: "The store’s response to HEAD", note: object ? "As the application reads it, now." : "The store has no object under the key.", text: object ? json(object) : "" },
    { title: "Row of the table video", note: video ? `Written after ${TRIGGERS[video.stored_by]}.` : "There is no row yet.", text: video ? json(video) : "" },
    { title: "The browser’s completion", note: "The guided upload waits for the notification first. The upload page completes the upload at once.", facts: [{ term: "Request", code: `${completion.method} ${new URL(completion.url).pathname}` }, { term: "Response", text: `${completion.status} after ${format.millis(completion.endedAt - completion.startedAt)}` }] },
  ];
}

function describePlayback({ play, get, rejectionText }) {
  return play ? [...exchange(play), ...exchange(get, { title: "Request for the first bytes", answerNote: ANSWER_NOTE })] : [{ title: "Not playable", note: rejectionText ? `The video was rejected: ${rejectionText}` : "The video isn’t ready." }];
}

/** A request and its answer. */
function exchange(call, { title = "Request", note = "", answerNote = "", inspect = null } = {}) {
  return [
    { title, note, text: requestText(call) },
    { title: `Response after ${format.millis(call.endedAt - call.startedAt)}`, note: answerNote, text: answerText(call), inspect },
  ];
}
