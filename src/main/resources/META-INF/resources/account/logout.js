import { UploadMemory } from "../uploads/client/localUploads.js";
import { wait } from "../web/wait.js";

/** Milliseconds after which the logout no longer waits for the browser's storage. */
const TIMEOUT = 1_000;

const form = document.getElementById("logout");

// The next account on this browser must not find this account's files. The response asks the browser to
// clear its storage as well, but not every browser does, and not below a path of a shared host.
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  await Promise.race([new UploadMemory().forgetAll(), wait(TIMEOUT)]);
  form.submit();
});
