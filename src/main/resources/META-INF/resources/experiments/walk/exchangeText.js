import { answerLines, requestLines } from "../attacks/messageLines.js";

/** Anyone who holds one of these can use the URL, so they are shortened. */
const SECRETS = /((?:X-Amz|X-Goog)-(?:Signature|Security-Token)=)([0-9A-Za-z%]{6})[0-9A-Za-z%._~-]*/g;

/** Headers of each answer of the application, which say nothing about the request. */
const OMITTED = /^(content-security-policy|cross-origin-.*|permissions-policy|referrer-policy|x-content-type-options)$/;

/** The text without the secrets of signed URLs. */
export function withoutSecrets(text) {
  return text.replace(SECRETS, "$1$2…");
}

/** A request as text, each parameter of its URL in a line. */
export function requestText({ method, url, headers, body, size }) {
  const { host } = new URL(url);
  const all = { Host: host, ...headers, ...(size > 0 && { "Content-Length": String(size) }) };
  const lines = requestLines({ method, url, headers: all, bodySize: 0 }, null).map(({ text }) => text);
  return withoutSecrets([...lines, ...(body ? ["", readable(body)] : [])].join("\n"));
}

/** An answer as text, without the headers that each answer has for security. */
export function answerText({ status, answerHeaders, answerBody }) {
  const headers = Object.fromEntries(Object.entries(answerHeaders).filter(([name]) => !OMITTED.test(name)));
  const body = answerBody ? `\n${readable(answerBody)}` : "";
  const lines = answerLines({ status, headers, body }).map(({ text }) => text);
  return withoutSecrets(lines.join("\n"));
}

/** JSON with a field in each line; other text as it is. */
export function readable(text) {
  try {
    return json(JSON.parse(text));
  } catch {
    return text;
  }
}

export function json(value) {
  return JSON.stringify(value, null, 2);
}
