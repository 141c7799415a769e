package dev.slipway.lab.capacity;

/** The estimate of the calculator's defaults, for other pages. */
public final class ExampleEstimate {
  private ExampleEstimate() {}

  /** What 500 hours of video per minute need, in one sentence. */
  public static String summary() {
    var inputs = Inputs.DEFAULTS;
    return "%s h of video per minute at %s Mbit/s are %s."
        .formatted(
            Amounts.number(inputs.get(Input.HOURS)),
            Amounts.number(inputs.get(Input.BITRATE)),
            new CostFigures(inputs, new Estimate(inputs)).summary());
  }
}
