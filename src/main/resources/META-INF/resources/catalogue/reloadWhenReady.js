import { REQUEST_TIMEOUT } from "../web/json.js";
import { pageShown } from "../web/pageShown.js";
import { hasUnsavedInput } from "../web/unsavedInput.js";
import { wait } from "../web/wait.js";

/** Milliseconds before the second request for the page, unless the page has another value. */
const MIN_INTERVAL = 5_000;
/** Milliseconds between requests in the end, because an upload may take hours. */
const MAX_INTERVAL = 30_000;
const GROWTH = 1.2;

const awaited = document.getElementById("awaited-video");
const UNCHANGED = `data-upload="${awaited?.dataset.upload}"`;

/** Whether the page at this address has changed. A failed request counts as unchanged. */
async function changed() {
  try {
    const page = await fetch(location.href, { signal: AbortSignal.timeout(REQUEST_TIMEOUT) });
    // The video may turn out not to be for this visitor, for example because the upload was cancelled.
    return page.status === 404 || (page.ok && !(await page.text()).includes(UNCHANGED));
  } catch {
    return false;
  }
}

/** A reload would discard what the visitor enters. */
function isEditing() {
  return document.querySelector("details.edit[open]") !== null || hasUnsavedInput(document);
}

async function reloadWhenChanged() {
  let interval = Number(awaited.dataset.interval ?? MIN_INTERVAL);
  do {
    await wait(interval);
    await pageShown(document);
    interval = Math.min(interval * GROWTH, MAX_INTERVAL);
  } while (isEditing() || !(await changed()));
  location.reload();
}

// A video whose check is a dead job is shown without a wait.
if (awaited) reloadWhenChanged();
