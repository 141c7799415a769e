package dev.slipway.lab.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class EstimateTest {
  private static final Percentage ROUNDING = Percentage.withPercentage(0.1);

  private final Estimate youTube = new Estimate(Scenario.YOUTUBE.inputs());
  private final Estimate textbook = new Estimate(Scenario.TEXTBOOK.inputs());

  @Test
  void fiveHundredHoursPerMinuteNeed240GigabitsPerSecond() {
    assertThat(youTube.bitsPerSecond()).isEqualTo(240e9);
    assertThat(youTube.bytesPerDay()).isEqualTo(2.592e15);
    assertThat(youTube.partsPerSecond()).isCloseTo(1788, within(0.5));
    assertThat(youTube.cores(1.88)).isCloseTo(52.5, within(0.1));
    assertThat(Math.ceil(youTube.cores(1.88))).isEqualTo(53);
  }

  @Test
  void textbookCaseStores150TerabytesPerDay() {
    assertThat(textbook.bytesPerDay()).isEqualTo(150e12);
    assertThat(textbook.filesPerDay()).isEqualTo(500_000);
    assertThat(textbook.hoursPerMinute()).isCloseTo(28.9, within(0.1));
    // Five videos of five minutes for each of five million people, spread over the day.
    assertThat(textbook.viewsPerMonth()).isCloseTo(5 * 5e6 * 30, ROUNDING);
  }

  @Test
  void bothVolumesAgree() {
    var hours =
        new Estimate(new Inputs(Volume.HOURS, Map.of(Input.HOURS, textbook.hoursPerMinute())));
    assertThat(hours.fileSize()).isEqualTo(textbook.fileSize());
    assertThat(hours.bytesPerDay()).isCloseTo(textbook.bytesPerDay(), ROUNDING);
    assertThat(hours.filesPerDay()).isCloseTo(textbook.filesPerDay(), ROUNDING);
  }

  @Test
  void countsRequestsAndRowsOfAFileInParts() {
    assertThat(textbook.partsOfFile()).isEqualTo(18);
    assertThat(textbook.signingRequests()).isEqualTo(3);
    assertThat(textbook.requestsOfFile()).isEqualTo(6);
    assertThat(textbook.writesOfFile()).isEqualTo(18 + 3);
    assertThat(textbook.rowsPerDay()).isEqualTo(500_000 * 24d);
    assertThat(textbook.rowsKept()).isEqualTo(500_000 * (5 * 365d + 30 + 18));
  }

  @Test
  void smallFileNeedsOnePut() {
    var small = new Estimate(new Inputs(Volume.USERS, Map.of(Input.SIZE, 67.1)));
    assertThat(small.isMultipart()).isFalse();
    assertThat(small.partsOfFile()).isEqualTo(1);
    assertThat(small.requestsOfFile()).isEqualTo(3);
    assertThat(small.writesOfFile()).isEqualTo(1);
    assertThat(small.partsPerSecond()).isEqualTo(small.filesPerSecond());
  }

  @Test
  void partsGrowSoThatTenThousandSuffice() {
    var large =
        new Estimate(new Inputs(Volume.USERS, Map.of(Input.SIZE, 5_000_000d, Input.PART, 5d)));
    assertThat(large.partsOfFile()).isLessThanOrEqualTo(10_000);
    assertThat(large.partSize()).isEqualTo(477 * Estimate.MIB);
  }

  @Test
  void pricesAreThoseOfTheSource() {
    // 150 TB per day for a year, at $0.023 per GB.
    assertThat(textbook.storageCost()).isCloseTo(150e3 * 365 * 0.023, ROUNDING);
    // 21 requests for each of 15 million files, at $0.005 per 1,000.
    assertThat(textbook.writeCost()).isCloseTo(1575, ROUNDING);
    assertThat(textbook.readCost()).isCloseTo((45e6 + 3 * 750e6) / 1000 * 0.0004, ROUNDING);
    assertThat(textbook.outCost()).isCloseTo(750e6 * 0.3 * 0.09, ROUNDING);
    assertThat(textbook.storeCost())
        .isEqualTo(
            textbook.storageCost()
                + textbook.writeCost()
                + textbook.readCost()
                + textbook.outCost());
    // $0.30 for 720 hours and $0.04 for each of 4.5 million GB.
    assertThat(textbook.sftpCost()).isCloseTo(216 + 180_000, ROUNDING);
  }

  @Test
  void networkOrProcessorsDecideHowManyServersAreNeeded() {
    // 240 Gbit/s ÷ 0.781 Gbit/s; 53 processors would need 27 servers.
    assertThat(youTube.servers(1.88, youTube.bitsPerSecond())).isEqualTo(308);
    assertThat(youTube.servers(1.88, 0)).isEqualTo(27);
    // Servers with two processors for 720 hours.
    assertThat(youTube.serverCost(308)).isCloseTo(308 * 2 * 0.0425 * 720, ROUNDING);
  }

  @Test
  void requestsAreThoseOfTheMonthPerSecond() {
    assertThat(textbook.writesPerSecond()).isCloseTo(21 * 500_000 / 86_400d, ROUNDING);
    assertThat(textbook.readsPerSecond()).isCloseTo((45e6 + 3 * 750e6) / 30 / 86_400d, ROUNDING);
  }
}
