package dev.slipway.web;

/** Who reads the answers under a path: a program or a person. */
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
