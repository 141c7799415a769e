/** What can be done in which phase of an upload. */
export const phases = {
  active: ["waiting", "checking", "asking", "uploading", "confirming"],
  startable: ["ready", "failed", "cancelled"],
  // Once everything is sent there is nothing left to hold back.
  pausable: ["waiting", "checking", "asking", "uploading"],
  cancellable: ["waiting", "checking", "asking", "uploading", "confirming", "paused", "failed"],

  /** How it ends with a video, or without one yet. */
  endOf(video) {
    if (!video) return "stored";
    return video.status === "REJECTED" ? "rejected" : "done";
  },
};
