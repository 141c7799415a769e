package dev.slipway.lab.choices;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * A trial that was run, as JSON.
 *
 * @param supported whether the store accepted the first request, which all others need
 * @param asExpected whether each step ended as expected; false without support
 * @param policy that limits the requests, in JSON
 * @param facts what follows from the answers, in sentences
 * @param steps all requests with their answers, in order
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record TrialResult(
    String name,
    boolean supported,
    boolean asExpected,
    String policy,
    List<String> facts,
    List<TrialStep> steps) {

  static TrialResult of(Trial trial, String policy, List<TrialStep> steps, List<String> facts) {
    var asExpected = steps.stream().allMatch(TrialStep::asExpected);
    return new TrialResult(trial.kebabCase(), true, asExpected, policy, facts, steps);
  }

  /** The store refused the first request. */
  static TrialResult notSupported(
      Trial trial, String policy, List<TrialStep> steps, List<String> facts) {
    return new TrialResult(trial.kebabCase(), false, false, policy, facts, steps);
  }
}
