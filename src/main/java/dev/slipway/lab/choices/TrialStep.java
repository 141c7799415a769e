package dev.slipway.lab.choices;

import dev.slipway.lab.attacks.RequestOutcome;
import dev.slipway.lab.attacks.bench.Answer;
import dev.slipway.lab.attacks.bench.Exchange;

/**
 * A request of a trial with its answer. Secrets are masked in both.
 *
 * @param title what it does, in a few words
 */
public record TrialStep(
    String title,
    RequestOutcome expected,
    RequestOutcome observed,
    boolean asExpected,
    Exchange.Sent request,
    Answer answer) {}
