/**
 * The command that sends a signed request: with every header that it needs, and with a body of plain text.
 * curl sets Host and Content-Length itself.
 */
export function curlCommand({ method, url, headers }, body) {
  const options = Object.entries(headers).map(([name, value]) => `-H ${quote(`${name}: ${value}`)}`);
  return ["curl", "-i", "-X", method, ...options, "--data-binary", quote(body), quote(url)].join(" ");
}

/** A word for a POSIX shell, in which nothing is expanded. */
function quote(text) {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
