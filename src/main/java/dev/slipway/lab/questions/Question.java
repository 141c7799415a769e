package dev.slipway.lab.questions;

import java.util.List;

/**
 * A question with its answers.
 *
 * @param id its anchor on the page
 * @param summary the answer in two sentences
 * @param answer the longer answer
 * @param code what implements it, such as {@code uploads.UploadRules#validate}, below dev.slipway
 * @param experiment that shows it in the lab, or null
 * @param test class that proves it, below dev.slipway
 */
public record Question(
    String id,
    String question,
    String summary,
    String answer,
    List<CodeReference> code,
    Experiment experiment,
    String test) {
  public Question {
    code = List.copyOf(code);
  }

  public String testPath() {
    return "src/test/java/dev/slipway/" + test.replace('.', '/') + ".java";
  }

  /** A page of the lab, with its parameters. */
  public record Experiment(String path, String label) {}
}
