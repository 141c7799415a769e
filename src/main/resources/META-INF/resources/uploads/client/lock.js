import { lockName } from "./lockName.js";

/**
 * Holds an upload, so that no other tab of this browser sends to it. Answers what lets go of it; null
 * when another tab holds it. Browsers without locks have nothing to hold.
 */
export function lock(id, { locks = globalThis.navigator?.locks } = {}) {
  if (!locks) return () => {};
  return new Promise((resolve) => {
    const whole = locks.request(lockName(id), { ifAvailable: true }, (held) => {
      if (!held) return resolve(null);
      return new Promise((letGo) => {
        resolve(() => {
          letGo();
          // Only then is it free for the next who asks.
          return whole;
        });
      });
    });
    whole.catch(() => resolve(() => {}));
  });
}
