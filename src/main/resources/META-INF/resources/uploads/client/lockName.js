/** The name of the lock that a tab holds as long as it sends an upload. */
export function lockName(id) {
  return `slipway-upload-${id}`;
}
