package dev.slipway.lab.faults;

import dev.slipway.web.KebabCase;
import java.util.Optional;

/** The faults, as the page explains them. The relay says which of them it can cause. */
public enum Fault {
  DROP_NOTIFICATIONS(
      FaultGroup.NOTIFICATIONS,
      "Drop notifications",
      "The relay acknowledges each notification to the store and forwards none.",
      "The browser’s completion adds the row. Without one, the next reconciliation finds the"
          + " object.",
      "reconcile.Reconciler"),
  DELAY_NOTIFICATIONS(
      FaultGroup.NOTIFICATIONS,
      "Delay notifications",
      "The relay acknowledges each notification to the store and forwards it ten seconds later.",
      "The browser’s completion adds the row first. The late notification then finds a row that is"
          + " already right.",
      "catalogue.sync.CatalogueSync"),
  DUPLICATE_NOTIFICATIONS(
      FaultGroup.NOTIFICATIONS,
      "Duplicate notifications",
      "The relay forwards each notification three times.",
      "A notification only says: check this key. The second and third check change nothing.",
      "catalogue.sync.CatalogueSync"),
  REORDER_NOTIFICATIONS(
      FaultGroup.NOTIFICATIONS,
      "Reorder notifications",
      "The relay collects notifications for ten seconds and forwards the newest first. Two samples"
          + " are uploaded, so there is something to reorder.",
      "Each check asks the store for the current state, so the order doesn’t matter.",
      "ingest.inbox.NotificationProcessor"),
  CUT_UPLOADS(
      FaultGroup.UPLOADS,
      "Cut the connection",
      "The relay resets the browser’s connection halfway through the body, for the first two"
          + " attempts at each file or part.",
      "The browser asks whether the bytes have arrived, and sends the file or part again.",
      "uploads.UploadCompleter"),
  LOSE_ANSWERS(
      FaultGroup.UPLOADS,
      "Lose the store’s response",
      "The store receives the whole file, but the relay resets the connection instead of forwarding"
          + " its response, for the first two attempts at each file or part.",
      "The browser asks before it sends again, and learns that the store has the bytes.",
      "uploads.UploadCompleter"),
  EXPIRE_URLS(
      FaultGroup.UPLOADS,
      "Expire URLs early",
      "The relay answers the first PUT of each file or part as MinIO answers an expired URL: 403"
          + " AccessDenied, Request has expired. No clock and no URL is changed.",
      "The browser has the URL signed again, and sends the bytes once more.",
      "uploads.PutUrlSigner"),
  STOP_STORE(
      FaultGroup.OUTAGES,
      "Disconnect the store",
      "The relay resets all connections of browsers and of the application to the store.",
      "The browser waits longer after each attempt. The application answers 503 with Retry-After,"
          + " and adds no row before it could ask the store.",
      "storage.StoreUnavailableException"),
  STOP_DATABASE(
      FaultGroup.OUTAGES,
      "Disconnect the database",
      "The relay resets all connections of the application to PostgreSQL. This page can’t end the"
          + " fault, because each request needs the database: the relay ends it.",
      "The store keeps a notification until the application accepts it, and the browser repeats its"
          + " calls.",
      "ingest.webhook.StoreWebhookResource"),
  KILL_APPLICATION(
      FaultGroup.OUTAGES,
      "Kill the application",
      "The relay sends SIGKILL to the process of the application, which is then started again.",
      "Nothing is only in memory: a transaction was committed or it was not. Store and browser"
          + " repeat what was not answered.",
      "uploads.UploadLifecycle");

  private final FaultGroup group;
  private final String title;
  private final String effect;
  private final String defence;
  private final String code;

  Fault(FaultGroup group, String title, String effect, String defence, String code) {
    this.group = group;
    this.title = title;
    this.effect = effect;
    this.defence = defence;
    this.code = code;
  }

  static Optional<Fault> find(String kebabCase) {
    return KebabCase.find(Fault.class, kebabCase);
  }

  /** The name in the API and for the relay, such as {@code stop-store}. */
  public String kebabCase() {
    return KebabCase.of(this);
  }

  public FaultGroup group() {
    return group;
  }

  public String title() {
    return title;
  }

  /** The effect of the fault: what the relay does. */
  public String effect() {
    return effect;
  }

  /** Why the upload survives. */
  public String defence() {
    return defence;
  }

  /** The class to read, below dev.slipway. */
  public String code() {
    return code;
  }

  /** Whether a request can end the fault: without the database, the application answers none. */
  public boolean endable() {
    return this != STOP_DATABASE;
  }

  /** How many samples show the fault. */
  public int samples() {
    return this == REORDER_NOTIFICATIONS ? 2 : 1;
  }
}
