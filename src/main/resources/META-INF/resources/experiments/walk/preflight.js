/** Types that pages may send without a preflight. */
const SAFELISTED_TYPES = ["application/x-www-form-urlencoded", "multipart/form-data", "text/plain"];

/**
 * The preflight that a browser sends before a PUT of a page to another origin, as the Fetch standard defines
 * it: {method, url, headers}. Browsers don't show it to scripts. Returns null if the store has the origin of
 * the page.
 *
 * @see https://fetch.spec.whatwg.org/#cors-preflight-fetch
 */
export function preflightOf({ method, url, headers }, origin) {
  if (new URL(url).origin === origin) return null;
  const asked = Object.entries(headers)
    .filter(([name, value]) => !isSafelisted(name, value))
    .map(([name]) => name.toLowerCase())
    .sort();
  return {
    method: "OPTIONS",
    url,
    headers: {
      Origin: origin,
      "Access-Control-Request-Method": method,
      ...(asked.length > 0 && { "Access-Control-Request-Headers": asked.join(",") }),
    },
  };
}

/** What the answer to a preflight must contain, because otherwise the browser would not have sent the request. */
export function requiredAnswer({ headers }) {
  const names = headers["Access-Control-Request-Headers"];
  return [
    "2xx",
    `Access-Control-Allow-Origin: ${headers.Origin}, or *`,
    `Access-Control-Allow-Methods: ${headers["Access-Control-Request-Method"]}, or *`,
    ...(names ? [`Access-Control-Allow-Headers: ${names}, or *`] : []),
  ].join("\n");
}

function isSafelisted(name, value) {
  return name.toLowerCase() === "content-type" && SAFELISTED_TYPES.includes(value.split(";")[0].trim().toLowerCase());
}
