const NO_RESPONSE = "The server didn’t respond. Check the network, then try again.";
const LOGGED_OUT = "You are logged out. Log in, then try again.";

/**
 * Why a request failed, as a sentence for the user, who never gets to see what a browser says about a lost connection.
 *
 * @param error what `requestJson` has thrown, or another error whose message is meant for the user
 */
export function problemText({ code, status, detail, message }) {
  if (code === "connection-lost") return NO_RESPONSE;
  if (code === "unauthenticated") return LOGGED_OUT;
  if (status && !detail) return `Something went wrong (status ${status}). Try again.`;
  return detail || message;
}
