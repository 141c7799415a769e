import { Problem } from "../../web/problem.js";
import { Api } from "./api.js";
import { locked } from "./locked.js";
import { match } from "./match.js";
import { outside } from "./outside.js";
import { Permit } from "./permit.js";

/** Open uploads of the account, as other pages, tabs and machines left them. */
export const unfinished = {
  /** All of them, the newest first; `elsewhere` says that a tab of this browser is sending it. */
  async list(options) {
    const [uploads, sending] = await Promise.all([new Api(options).openUploads(), locked()]);
    return uploads.map((upload) => ({ ...upload, elsewhere: sending.has(upload.id) }));
  },

  /** Which of them a chosen file is to finish; null when none is its. */
  match(file, uploads) {
    return match(file, uploads, outside);
  },

  /** The handle of an upload's file, where this browser has kept one; null otherwise. */
  handleOf(id) {
    return outside.memory.handleOf(id);
  },

  /**
   * Gives one up without its file. Says false when that comes too late, since it is stored; rejects with
   * `open-elsewhere` while a tab is sending it.
   */
  async giveUp(id, options) {
    const letGo = await outside.lock(id);
    if (!letGo) throw new Problem("open-elsewhere");
    try {
      const released = await new Permit({ id }, { api: new Api(options) }).release();
      await outside.memory.forget(id);
      return released;
    } finally {
      await letGo();
    }
  },
};
