package dev.slipway.embedded;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** Runs the parts of a directory until it is killed. */
final class PartsProcess {
  private PartsProcess() {}

  public static void main(String... args) throws InterruptedException {
    var settings = EmbeddedPartsResource.everything(Path.of(args[0]));
    try (var parts =
        EmbeddedParts.start(settings, Optional::empty, EmbeddedPartsResource.PROGRAMS)) {
      System.out.println("STARTED " + parts.properties().get("quarkus.datasource.jdbc.url"));
      new CountDownLatch(1).await();
    } catch (CannotStartException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }
}
