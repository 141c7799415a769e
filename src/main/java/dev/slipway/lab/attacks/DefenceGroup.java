package dev.slipway.lab.attacks;

import java.util.Arrays;
import java.util.List;

/** The attacks that meet the same line of defence. */
public record DefenceGroup(Defence defence, List<Attack> attacks) {
  public DefenceGroup {
    attacks = List.copyOf(attacks);
  }

  /** All attacks, in the order of the lines of defence. */
  public static List<DefenceGroup> all() {
    return Arrays.stream(Defence.values()).map(DefenceGroup::of).toList();
  }

  private static DefenceGroup of(Defence defence) {
    return new DefenceGroup(
        defence,
        Arrays.stream(Attack.values()).filter(attack -> attack.defence() == defence).toList());
  }
}
