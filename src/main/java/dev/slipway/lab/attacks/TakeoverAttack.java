package dev.slipway.lab.attacks;

import dev.slipway.lab.attacks.bench.Bench;
import dev.slipway.lab.attacks.bench.TestFile;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.Map;

/** Tries to use an upload that does not belong to the caller. */
@ApplicationScoped
class TakeoverAttack implements AttackScript.Group {
  @Override
  public Map<Attack, AttackScript> scripts() {
    return Map.of(Attack.ANOTHER_ACCOUNTS_UPLOAD, this::anotherAccountsUpload);
  }

  private Observation anotherAccountsUpload(Bench bench) throws IOException {
    var own = bench.open(TestFile.video());
    var foreign = bench.unusedKey();
    var changed = own.put().replacingInUrl(own.key().value(), foreign.value());
    var answer = bench.signUpload(foreign.uploadId().orElseThrow().value());
    var stored = bench.send("PUT to the other upload’s key with the own URL", changed);
    return Observation.of(answer, Defence.APPLICATION)
        .check(
            RequestOutcome.of(stored, Defence.SIGNATURE) == RequestOutcome.REFUSED
                && bench.findObject(foreign).isEmpty(),
            "The store has refused the other upload’s key with %s, and has no object there."
                .formatted(stored.summary()),
            "The store has accepted the other upload’s key.");
  }
}
