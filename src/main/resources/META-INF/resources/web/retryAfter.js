/** Seconds that a Retry-After header asks to wait, given in seconds or as a date; 0 when it asks for none. */
export function retryAfter(header, now = Date.now()) {
  if (!header) return 0;
  const seconds = /^\s*\d+\s*$/.test(header) ? Number(header) : (Date.parse(header) - now) / 1000;
  return Math.max(0, seconds) || 0;
}
