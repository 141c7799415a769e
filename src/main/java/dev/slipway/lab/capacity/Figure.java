package dev.slipway.lab.capacity;

/**
 * A result of the calculator.
 *
 * @param id identifies the figure in the page
 * @param formula with the values in it, such as {@code 500 hours × 60}
 * @param value rounded, with its unit
 * @param exact the number without its unit
 */
public record Figure(String id, String label, String formula, String value, String exact) {
  static Figure bits(String id, String label, String formula, double value) {
    return new Figure(id, label, formula, Amounts.bits(value), Amounts.exact(value));
  }

  static Figure bytes(String id, String label, String formula, double value) {
    return new Figure(id, label, formula, Amounts.bytes(value), Amounts.exact(value));
  }

  static Figure number(String id, String label, String formula, double value) {
    return new Figure(id, label, formula, Amounts.number(value), Amounts.exact(value));
  }

  static Figure dollars(String id, String label, String formula, double value) {
    return new Figure(id, label, formula, Amounts.dollars(value), Amounts.exact(value));
  }
}
