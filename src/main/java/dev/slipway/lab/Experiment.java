package dev.slipway.lab;

import dev.slipway.account.Role;
import java.util.Arrays;
import java.util.Optional;

/** The experiments, in the order of the index page. */
public enum Experiment {
  WALK(
      "/lab/walk",
      "Guided upload",
      "Upload a file in seven steps, and see the request, the response and the database row of each."
          + " For creators and administrators.",
      Role.CREATOR),
  SIGNATURE(
      "/lab/signature",
      "Signature inspector",
      "Take a pre-signed URL apart, see every line that it signs, and find out why a store refuses"
          + " a request."),
  ATTACKS(
      "/lab/attacks",
      "Attack bench",
      "Send requests that a signed URL does not permit, and see which line of defence holds. For"
          + " creators and administrators.",
      Role.CREATOR),
  UPLOADS(
      "/lab/uploads",
      "Upload through the application",
      "Send a file without a signed URL: the server checks your role and carries the bytes. See what"
          + " that costs."),
  FAULTS(
      "/lab/faults",
      "Fault lab",
      "Lose notifications, cut connections, disconnect the store or the database, and watch an"
          + " upload survive. For administrators.",
      Role.ADMIN),
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
      "Read common questions about the design of uploads: a short answer, a longer one, the code,"
          + " the test and an experiment."),
  CHEAT_SHEET(
      "/lab/cheat-sheet",
      "Cheat sheet",
      "Print the essentials on two pages of A4, with the numbers of this installation.");

  private final String path;
  private final String title;
  private final String description;
  private final Role requiredRole;

  /** Everyone who is logged in may open the page. */
  Experiment(String path, String title, String description) {
    this(path, title, description, null);
  }

  Experiment(String path, String title, String description, Role requiredRole) {
    this.path = path;
    this.title = title;
    this.description = description;
    this.requiredRole = requiredRole;
  }

  /** Finds the experiment with this address. */
  public static Optional<Experiment> find(String path) {
    return Arrays.stream(values()).filter(experiment -> experiment.path.equals(path)).findFirst();
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

  /** The role without which the page is forbidden; empty if none is needed. */
  public Optional<Role> requiredRole() {
    return Optional.ofNullable(requiredRole);
  }
}
