import { wait } from "../web/wait.js";

/** Milliseconds between requests for the page. */
const POLL_INTERVAL = 5_000;
/** Part of the page as long as the video isn't there. */
const NOT_READY = 'id="upload-in-progress"';

/** Whether the page at this address has changed. A failed request counts as unchanged. */
async function changed() {
  const page = await fetch(location.href).catch(() => null);
  return page?.ok && !(await page.text()).includes(NOT_READY);
}

do await wait(POLL_INTERVAL);
while (!(await changed()));
location.reload();
