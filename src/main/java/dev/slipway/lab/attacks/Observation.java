package dev.slipway.lab.attacks;

import dev.slipway.lab.attacks.bench.Answer;
import dev.slipway.web.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;

/**
 * The observed result of an attack.
 *
 * @param answer to the request that decides
 * @param outcome of that request
 * @param unharmed whether store and catalogue are as if nobody had attacked
 * @param difference from what was signed; null if the request itself is the permitted one
 * @param facts what store and catalogue have afterwards, in sentences
 * @param expected null for the usual expectation of the attack
 */
record Observation(
    Answer answer,
    RequestOutcome outcome,
    boolean unharmed,
    AttackDifference difference,
    List<String> facts,
    Expectation expected) {

  /**
   * The expected result in this installation, if it is not the usual one.
   *
   * @param explanation what differs here
   */
  record Expectation(RequestOutcome outcome, Defence defence, String explanation) {}

  /**
   * @param answer to the request that decides
   * @param defence that should refuse it
   * @throws ProblemException {@code store-unavailable} if the answer has another cause
   */
  static Observation of(Answer answer, Defence defence) {
    return new Observation(answer, RequestOutcome.of(answer, defence), true, null, List.of(), null);
  }

  Observation differingIn(AttackDifference where) {
    return new Observation(answer, outcome, unharmed, where, facts, expected);
  }

  /**
   * Adds the result of a check of store or catalogue.
   *
   * @param passed whether they are as if nobody had attacked
   * @param ifPassed the sentence about it
   * @param ifFailed the sentence about the damage
   */
  Observation check(boolean passed, String ifPassed, String ifFailed) {
    var all = new ArrayList<>(facts);
    all.add(passed ? ifPassed : ifFailed);
    return new Observation(answer, outcome, unharmed && passed, difference, all, expected);
  }

  Observation expecting(Expectation other) {
    return new Observation(answer, outcome, unharmed, difference, facts, other);
  }
}
