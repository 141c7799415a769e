package dev.slipway.lab.questions;

import com.fasterxml.jackson.annotation.JsonFormat;
import dev.slipway.lab.ExperimentLink;
import java.util.List;
import java.util.Objects;

/**
 * A question with its answers.
 *
 * @param id its anchor on the page
 * @param summary the answer in two sentences
 * @param answer the paragraphs of the longer answer; in the file, one of them needs no list
 * @param keywords other words that people search for; null for none
 * @param code what implements it, such as {@code uploads.UploadRules#validate}, below dev.slipway
 * @param experiment that shows it in the lab
 * @param test class that proves it, below dev.slipway
 */
public record Question(
    String id,
    Topic topic,
    String question,
    String summary,
    @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) List<String> answer,
    List<String> keywords,
    List<CodeReference> code,
    ExperimentLink experiment,
    String test) {
  public Question {
    Objects.requireNonNull(topic, "topic");
    Objects.requireNonNull(experiment, "experiment");
    answer = List.copyOf(answer);
    keywords = keywords == null ? List.of() : List.copyOf(keywords);
    code = List.copyOf(code);
  }

  /** The keywords in one text, for the search on the page. */
  public String searchText() {
    return String.join(" ", keywords);
  }

  public String testPath() {
    return "src/test/java/dev/slipway/" + test.replace('.', '/') + ".java";
  }

  /** The topic of a question. The page shows the topics in this order. */
  public enum Topic {
    DESIGN("Design"),
    TRANSFER("Sending the bytes"),
    SECURITY("Security and abuse"),
    CONSISTENCY("Events and consistency"),
    VIDEOS("Videos and viewers"),
    OPERATION("Scale, failures and cost");

    private final String title;

    Topic(String title) {
      this.title = title;
    }

    public String title() {
      return title;
    }
  }
}
