package dev.slipway.lab.capacity;

/** The estimate of the calculator's defaults, for other pages. */
public final class ExampleEstimate {
  private ExampleEstimate() {}

  /** Describes in one sentence what 500 hours of video per minute need. */
  public static String summary() {
    var inputs = Inputs.DEFAULTS;
    var estimate = new Estimate(inputs);
    return "%s h of video per minute at %s Mbit/s are %s, %s per day, and %s parts of %s MiB per second."
        .formatted(
            Amounts.number(inputs.get(Input.HOURS)),
            Amounts.number(inputs.get(Input.BITRATE)),
            Amounts.bits(estimate.bitsPerSecond()),
            Amounts.bytes(estimate.bytesPerDay()),
            Amounts.number(estimate.partsPerSecond()),
            Amounts.number(inputs.get(Input.PART)));
  }
}
