package dev.slipway.lab.questions;

import dev.slipway.lab.Experiment;
import dev.slipway.lab.ExperimentAccess;
import dev.slipway.lab.attacks.Attack;
import dev.slipway.lab.choices.Choice;
import dev.slipway.lab.choices.Choices;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * A place of the lab outside the questions, which the search on their page finds too.
 *
 * @param path of the page, with a fragment
 */
public record SearchablePlace(String path, String title, String description) {

  /** Attacks and ways to upload, on the pages that the caller may open. */
  static List<SearchablePlace> listFor(ExperimentAccess access) {
    var attacks = Arrays.stream(Attack.values()).map(SearchablePlace::of);
    var choices = Choices.all().stream().map(SearchablePlace::of);
    return Stream.concat(
            access.mayOpen(Experiment.ATTACKS) ? attacks : Stream.empty(),
            access.mayOpen(Experiment.CHOICES) ? choices : Stream.empty())
        .toList();
  }

  private static SearchablePlace of(Attack attack) {
    return new SearchablePlace(
        Experiment.ATTACKS.path() + "#" + attack.kebabCase(),
        "Attack: " + attack.title(),
        attack.description());
  }

  private static SearchablePlace of(Choice choice) {
    return new SearchablePlace(
        Experiment.CHOICES.path() + "#" + choice.id(),
        "Way to upload: " + choice.title(),
        choice.description());
  }
}
