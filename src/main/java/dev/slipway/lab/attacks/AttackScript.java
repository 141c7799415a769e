package dev.slipway.lab.attacks;

import dev.slipway.lab.attacks.bench.Bench;
import java.io.IOException;
import java.util.Map;

/** Performs one attack on the uploads that it opens on the bench. */
interface AttackScript {
  /**
   * @throws IOException if the store or the webhook doesn't answer
   */
  Observation run(Bench bench) throws IOException;

  /** A group of attacks that share a theme. */
  interface Group {
    Map<Attack, AttackScript> scripts();
  }
}
