package dev.slipway.lab.attacks;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.slipway.lab.attacks.Observation.Expectation;
import dev.slipway.lab.attacks.bench.Answer;
import dev.slipway.lab.attacks.bench.Exchange;
import java.util.List;

/**
 * An attack that was run, as JSON.
 *
 * @param request the one that decides
 * @param answer to that request
 * @param asExpected whether the outcome is the expected one, and store and catalogue are as they
 *     should be
 * @param difference what the request has that differs from what was signed; null if nothing does
 * @param facts what store and catalogue have afterwards, in sentences
 * @param code the class to read about the defence
 * @param decidingStep the index of the request that decides
 * @param steps all requests with their answers; in order
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record AttackResult(
    String name,
    String title,
    String description,
    Exchange.Sent request,
    Answer answer,
    RequestOutcome expected,
    RequestOutcome observed,
    boolean asExpected,
    Defence defence,
    String explanation,
    AttackDifference difference,
    List<String> facts,
    String code,
    int decidingStep,
    List<Exchange> steps) {

  static AttackResult of(Attack attack, Observation observation, List<Exchange> steps) {
    var answers = steps.stream().map(Exchange::answer).toList();
    var decidingStep = answers.lastIndexOf(observation.answer());
    var deciding = steps.get(decidingStep);
    var expected =
        observation.expected() == null
            ? new Expectation(attack.expected(), attack.defence(), attack.explanation())
            : observation.expected();
    return new AttackResult(
        attack.kebabCase(),
        attack.title(),
        attack.description(),
        deciding.request(),
        deciding.answer(),
        expected.outcome(),
        observation.outcome(),
        expected.outcome() == observation.outcome() && observation.unharmed(),
        expected.defence(),
        expected.explanation(),
        observation.difference(),
        observation.facts(),
        "dev.slipway." + attack.code(),
        decidingStep,
        steps);
  }
}
