package dev.slipway.lab.capacity;

import java.util.Map;

/** Examples to start from. */
public enum Scenario {
  YOUTUBE("YouTube", "500 hours of video per minute", Inputs.DEFAULTS),
  YOUTUBE_2160P(
      "YouTube in 2160p",
      "the same at 40 Mbit/s",
      new Inputs(Volume.HOURS, Map.of(Input.BITRATE, 40.0))),
  TEXTBOOK(
      "Textbook",
      "5 million people per day, of whom 10% upload 300 MB, and each watches five videos",
      new Inputs(Volume.USERS, Map.of(Input.VIEWERS, 86_806.0))),
  COMPANY(
      "Company",
      "500 employees per day, of whom 5% upload 200 MB; assumptions",
      new Inputs(
          Volume.USERS,
          Map.of(Input.USERS, 500.0, Input.SHARE, 5.0, Input.SIZE, 200.0, Input.VIEWERS, 10.0)));

  private final String title;
  private final String description;
  private final Inputs inputs;

  Scenario(String title, String description, Inputs inputs) {
    this.title = title;
    this.description = description;
    this.inputs = inputs;
  }

  public String title() {
    return title;
  }

  public String description() {
    return description;
  }

  public String query() {
    return inputs.query();
  }

  Inputs inputs() {
    return inputs;
  }
}
