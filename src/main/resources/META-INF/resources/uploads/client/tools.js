import { Api } from "./api.js";
import { Patience } from "./patience.js";
import { retry } from "./retry.js";
import { Tally } from "./tally.js";
import { Waits } from "./waits.js";

/**
 * What the steps of one upload work with: what is outside, and its own count of bytes, patience and waits.
 *
 * @param tell says which phase begins
 * @param onId is called when the upload has an id
 */
export function tools(upload, { endpoint, token, outside, tell, onId, onProgress }) {
  const { connection, now, pause, random } = outside;
  const patience = new Patience({ now });
  const waits = new Waits({ connection, pause, onChange: onProgress });
  return {
    ...outside,
    api: new Api({ endpoint, token }),
    claim: upload,
    patience,
    waits,
    tally: new Tally(upload.file.size, { onChange: onProgress, onAcknowledged: () => patience.renew() }),
    tell,
    onId,
    persist: (step, signal, within = patience) => retry(step, { signal, waits, patience: within, connection, random }),
  };
}
