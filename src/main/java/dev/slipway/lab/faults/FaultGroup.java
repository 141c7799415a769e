package dev.slipway.lab.faults;

/** The part of the system that a fault disturbs. */
public enum FaultGroup {
  NOTIFICATIONS("Notifications"),
  UPLOADS("The uploader’s connection"),
  OUTAGES("Outages");

  private final String title;

  FaultGroup(String title) {
    this.title = title;
  }

  public String title() {
    return title;
  }
}
