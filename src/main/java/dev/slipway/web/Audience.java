package dev.slipway.web;

/** Whether the responses below a path are read by programs or by people. */
public enum Audience {
  PROGRAM,
  PERSON;

  public static Audience of(String path) {
    var program =
        path.equals("/api")
            || path.startsWith("/api/")
            || path.startsWith("/notifications/")
            || path.startsWith("/q/");
    return program ? PROGRAM : PERSON;
  }

  public boolean isPerson() {
    return this == PERSON;
  }
}
