import { timeOf } from "/catalogue/posterPicker.js";
import { assertEquals, test } from "./harness.js";

test("the time of a frame is the middle of its cue, within the video", () => {
  assertEquals(
    [timeOf(0, 2, 9_000), timeOf(4, 7, 9_000), timeOf(8, 10, 8_500), timeOf(8, 10, null)],
    [1_000, 5_500, 8_500, 9_000],
  );
});
