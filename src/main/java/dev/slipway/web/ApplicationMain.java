package dev.slipway.web;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.Locale;

/** Starts the application. The build chooses it with {@code quarkus.package.main-class}. */
@QuarkusMain(name = "application")
public final class ApplicationMain {
  ApplicationMain() {}

  public static void main(String... args) {
    // Whatever the language of the system is: numbers in SQL, signed URLs, playlists and commands
    // need ASCII digits, and all texts are English.
    Locale.setDefault(Locale.ENGLISH);
    Quarkus.run(args);
  }
}
