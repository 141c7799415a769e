package dev.slipway.lab;

import java.util.Arrays;

/** The experiments, in the order of the index page. */
public enum Experiment {
  WALK(
      "/lab/walk",
      "The walk",
      "Upload a file in seven steps, and see the request, the answer and the database row of each."
          + " For creators and administrators."),
  SIGNATURE(
      "/lab/signature",
      "Signature inspector",
      "Take a pre-signed URL apart, see every line that it signs, and find out why a store refuses"
          + " a request."),
  ATTACKS(
      "/lab/attacks",
      "Attack bench",
      "Send requests that a signed URL does not permit, and see which line of defence holds. For"
          + " creators and administrators."),
  UPLOADS(
      "/lab/uploads",
      "Upload through the application",
      "Send a file without a signed URL: the server checks your role and carries the bytes. See what"
          + " that costs."),
  FAULTS(
      "/lab/faults",
      "Fault lab",
      "Lose notifications, cut connections, disconnect the store or the database, and watch an"
          + " upload survive. For administrators."),
  CHOICES(
      "/lab/choices",
      "Ways to upload",
      "Compare pre-signed URLs with POST policies, temporary credentials, SFTP, an upload through the"
          + " application and resumable uploads, and try two of them on the store."),
  COMPARISON(
      "/lab/comparison",
      "Four ways side by side",
      "Send the same file by pre-signed PUT, in pre-signed parts, through the application and over"
          + " SFTP, and compare time, processor time, memory, requests and what a cut costs."),
  CAPACITY(
      "/lab/capacity",
      "Capacity calculator",
      "Estimate the bandwidth, requests, rows, storage and cost of a volume of uploads, with every"
          + " formula, and compare ways to upload."),
  QUESTIONS(
      "/lab/questions",
      "Questions",
      "Read what interviewers ask about uploads: a short answer, a longer one, the code and the"
          + " test."),
  CHEAT_SHEET(
      "/lab/cheat-sheet",
      "Cheat sheet",
      "Print the essentials on two pages of A4, with the numbers of this installation.");

  private final String path;
  private final String title;
  private final String description;

  Experiment(String path, String title, String description) {
    this.path = path;
    this.title = title;
    this.description = description;
  }

  /** Whether an experiment has this address. */
  public static boolean exists(String path) {
    return Arrays.stream(values()).anyMatch(experiment -> experiment.path.equals(path));
  }

  public String path() {
    return path;
  }

  public String title() {
    return title;
  }

  public String description() {
    return description;
  }
}
