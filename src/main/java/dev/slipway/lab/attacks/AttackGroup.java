package dev.slipway.lab.attacks;

import java.util.Arrays;
import java.util.List;

/** The attacks that meet the same line of defence. */
public record AttackGroup(Defence defence, List<Attack> attacks) {
  public AttackGroup {
    attacks = List.copyOf(attacks);
  }

  /** All attacks, in the order of the lines of defence. */
  public static List<AttackGroup> all() {
    return Arrays.stream(Defence.values()).map(AttackGroup::of).toList();
  }

  private static AttackGroup of(Defence defence) {
    return new AttackGroup(
        defence,
        Arrays.stream(Attack.values()).filter(attack -> attack.defence() == defence).toList());
  }
}
