/**
 * The lines of a request as sent: {text, mark} each. A marked line differs from what was signed; the
 * mark says what was. The parameters of a URL are lines of their own.
 *
 * @param request {method, url, headers, bodySize, body} of the API
 * @param difference {part, name, signed, sent} of the API, or null
 */
export function requestLines(request, difference) {
  const isMarked = (part, name) => difference?.part === part && (difference.name ?? "").toLowerCase() === (name ?? "").toLowerCase();
  const line = (text, part, name) => ({ text, mark: isMarked(part, name) ? describe(difference) : "" });
  const [path, query] = splitUrl(request.url);
  const lines = [line(`${request.method} ${path}`, ["method", "path"].includes(difference?.part) ? difference.part : "path")];
  for (const [index, parameter] of query.entries()) {
    lines.push(line(`${index === 0 ? "?" : "&"}${parameter}`, "parameter", parameter.split("=")[0]));
  }
  for (const [name, value] of Object.entries(request.headers)) lines.push(line(`${name}: ${value}`, "header", name));
  if (difference?.part === "header" && difference.sent == null) {
    lines.push({ text: "", mark: `${difference.name} is missing. ${describe(difference)}` });
  }
  if (request.bodySize > 0) lines.push(line(request.body.trimEnd(), "body"));
  return lines;
}

/** The lines of an answer: {text, mark} each, without marks. */
export function answerLines({ status, headers, body }) {
  const lines = [String(status), ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`)];
  if (body) lines.push(body);
  return lines.map((text) => ({ text, mark: "" }));
}

/** The answer in a few words, such as "403 AccessDenied". */
export function summarize({ status, code }) {
  return [status, code].filter(Boolean).join(" ");
}

function splitUrl(url) {
  const [address, query] = url.split("?");
  const path = address.replace(/^https?:\/\/[^/]*/, "");
  return [path, query ? query.split("&") : []];
}

function describe({ signed }) {
  return signed == null ? "Not signed" : `Signed: ${signed}`;
}
