import { Api } from "./api.js";
import { match } from "./match.js";
import { outside } from "./outside.js";
import { Permit } from "./permit.js";

/** Open uploads of the account, as other pages, tabs and machines left them. */
export const unfinished = {
  /** All of them, the newest first. */
  list(options) {
    return new Api(options).openUploads();
  },

  /** Which of them a chosen file is to finish; null when none is its. */
  match(file, uploads) {
    return match(file, uploads, outside);
  },

  /** The handle of an upload's file, where this browser has kept one; null otherwise. */
  handleOf(id) {
    return outside.memory.handleOf(id);
  },

  /** Gives one up without its file. Says false when that comes too late, since it is stored. */
  async giveUp(id, options) {
    const released = await new Permit({ id }, { api: new Api(options) }).release();
    await outside.memory.forget(id);
    return released;
  },
};
