package dev.slipway.admin;

import dev.slipway.web.Finding;
import dev.slipway.web.Verdict;
import java.util.Comparator;
import java.util.List;

/**
 * What one check found.
 *
 * @param name of the check
 * @param millis that it took
 */
record Diagnosis(String name, Verdict verdict, String sentence, long millis) {
  /** The worst first. */
  static final Comparator<Diagnosis> BY_NEED =
      Comparator.comparing(Diagnosis::verdict).thenComparing(Diagnosis::name);

  static Diagnosis of(String name, Finding finding, long millis) {
    return new Diagnosis(name, finding.verdict(), finding.sentence(), millis);
  }

  /** The sentence, for a page that shows settings as code. */
  public List<Phrase> phrases() {
    return Phrase.of(sentence);
  }
}
