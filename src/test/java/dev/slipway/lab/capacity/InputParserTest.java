package dev.slipway.lab.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.core.MultivaluedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class InputParserTest {
  @Test
  void missingInputsHaveTheirDefault() {
    var parser = parse("", "");
    assertThat(parser.problems()).isEmpty();
    assertThat(parser.inputs()).isEqualTo(Inputs.DEFAULTS);
    assertThat(parser.text(Input.USERS)).isEqualTo("5000000");
  }

  @ParameterizedTest
  @ValueSource(strings = {"12", "12.", "12.50", " 12 ", ".5"})
  void acceptsDecimalNumbers(String text) {
    var parser = parse("hours", text);
    assertThat(parser.problems()).isEmpty();
    assertThat(parser.inputs().get(Input.HOURS)).isEqualTo(Double.parseDouble(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "-1",
        "1e3",
        "1,000",
        "NaN",
        "Infinity",
        "0x10",
        "1.2.3",
        "1d",
        "٣",
        "99999999999999999999"
      })
  void rejectsOtherTexts(String text) {
    var parser = parse("hours", text);
    assertThat(parser.problems()).containsOnlyKeys(Input.HOURS);
    assertThat(parser.problems().get(Input.HOURS)).startsWith("Enter a number");
    assertThat(parser.text(Input.HOURS)).isEqualTo(text);
  }

  @Test
  void explainsTheFormatOfNumbers() {
    assertThat(parse("hours", " ").problems()).containsEntry(Input.HOURS, "Enter a number.");
    assertThat(parse("hours", "x").problems())
        .containsEntry(
            Input.HOURS,
            "Enter a number in digits, with a point before decimals and without separators.");
  }

  @Test
  void namesTheRangeForLongNumbersToo() {
    for (var number : List.of("1000000000000", "9".repeat(100))) {
      assertThat(parse("hours", number).problems().get(Input.HOURS))
          .startsWith("Enter a number from");
    }
  }

  @Test
  void rejectsNumbersOutOfRange() {
    assertThat(parse("part", "4").problems())
        .containsEntry(Input.PART, "Enter a number from 5 to 5,120.");
    assertThat(parse("share", "101").problems())
        .containsEntry(Input.SHARE, "Enter a number from 0.0001 to 100.");
    assertThat(parse("hours", "1000001").problems())
        .containsEntry(Input.HOURS, "Enter a number from 0.001 to 1 million.");
  }

  @ParameterizedTest
  @EnumSource
  void scenariosCanBeEntered(Scenario scenario) {
    var query = new MultivaluedHashMap<String, String>();
    for (var pair : scenario.query().split("&")) {
      query.add(pair.split("=")[0], pair.split("=")[1]);
    }
    var parser = new InputParser(query);
    assertThat(parser.problems()).isEmpty();
    assertThat(parser.inputs()).isEqualTo(scenario.inputs());
  }

  @ParameterizedTest
  @EnumSource
  void limitsGiveFiniteResults(Volume volume) {
    for (var extreme : new String[] {"min", "max"}) {
      var query = new MultivaluedHashMap<String, String>();
      query.add("volume", volume.parameter());
      for (var input : Input.values()) {
        query.add(
            input.parameter(), Amounts.plain(extreme.equals("min") ? input.min() : input.max()));
      }
      var parser = new InputParser(query);
      assertThat(parser.problems()).isEmpty();
      var inputs = parser.inputs();
      var estimate = new Estimate(inputs);
      assertThat(estimate.storeCost()).isFinite().isNotNegative();
      assertThat(new LoadFigures(inputs, estimate).groups())
          .allSatisfy(
              group ->
                  assertThat(group.figures())
                      .allSatisfy(
                          figure ->
                              assertThat(figure.value() + figure.formula())
                                  .doesNotContain("NaN", "∞", "Infinity")));
    }
  }

  private static InputParser parse(String name, String value) {
    var query = new MultivaluedHashMap<String, String>();
    if (!name.isEmpty()) {
      query.add(name, value);
    }
    return new InputParser(query);
  }
}
