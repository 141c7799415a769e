package dev.slipway.media.sandbox;

/** A limit of a sandbox that the system enforces, besides time, output and environment. */
public enum Protection {
  MEMORY("memory"),
  PROCESSOR_TIME("processor time"),
  FILES("size and number of files"),
  PROCESSES("number of processes"),
  NETWORK("no network"),
  ISOLATION("no access to the application's memory and environment");

  private final String description;

  Protection(String description) {
    this.description = description;
  }

  /** A phrase for people. */
  public String description() {
    return description;
  }
}
