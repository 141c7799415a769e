package dev.slipway.web;

/** Who reads the answers under a path: a program or a person. */
enum Audience {
  PROGRAM,
  PERSON;

  static Audience of(String path) {
    var program =
        path.equals("/api")
            || path.startsWith("/api/")
            || path.startsWith("/notifications/")
            || path.startsWith("/q/");
    return program ? PROGRAM : PERSON;
  }

  boolean isPerson() {
    return this == PERSON;
  }
}
