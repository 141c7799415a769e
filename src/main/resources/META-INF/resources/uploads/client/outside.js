import { Connection } from "./connection.js";
import { Hasher } from "./hasher.js";
import { lock } from "./lock.js";
import { Memory } from "./memory.js";
import { send } from "./send.js";
import { Slots } from "./slots.js";

/** Requests to stores at once: more gain nothing, and browsers allow a host six. */
const REQUESTS = 4;
/** Files at once, so that small ones fill the requests too; the others wait, not even opened. */
const FILES = 4;

/** What all uploads of a page share, and what lies outside of them. */
export const outside = {
  slots: new Slots(REQUESTS),
  turns: new Slots(FILES),
  hasher: new Hasher(),
  connection: new Connection(),
  memory: new Memory(),
  lock,
  send,
  now: Date.now,
  random: Math.random,
};
