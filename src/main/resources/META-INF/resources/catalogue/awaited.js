import { wait } from "../web/wait.js";

const BETWEEN_LOOKS = 5_000;
const WAITING = 'id="awaited"';

/** Whether this address shows something else by now; what can't be told is asked again. */
async function changed() {
  const page = await fetch(location.href).catch(() => null);
  return page?.ok && !(await page.text()).includes(WAITING);
}

do await wait(BETWEEN_LOOKS);
while (!(await changed()));
location.reload();
