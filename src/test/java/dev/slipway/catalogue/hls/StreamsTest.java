package dev.slipway.catalogue.hls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.media.mp4.FragmentIndex.Segment;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.RandomId;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Mp4Header;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What pages ask about the renditions of a video. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class StreamsTest {
  private final Random random = new Random();

  @Inject Streams streams;
  @Inject StreamUrls urls;
  @Inject SessionFactory sessions;

  private String video;

  @BeforeEach
  void uploadWithRenditions() {
    var bytes = Mp4Header.bytes(900, random.nextInt());
    video = ApiClient.as("creator").upload("clip.mp4", bytes).getString("id");
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              rendition("small", 240, 426, 30).persist();
              rendition("large", 1280, 720, 59.94).persist();
            });
    sessions.getStatistics().setStatisticsEnabled(true);
  }

  @AfterEach
  void disableStatistics() {
    sessions.getStatistics().setStatisticsEnabled(false);
    streams.forget(new RandomId(video));
  }

  @Test
  void namesAreReadWithoutTheSegments() {
    assertThat(streams.names(video)).isEqualTo("720p60, 240p");
    assertThat(streams.exist(video)).isTrue();

    assertThat(loadedRenditions()).isZero();
  }

  @Test
  void copyToPlayIsSignedWithoutTheSegments() {
    var url = urls.sign(video, Duration.ofMinutes(1)).orElseThrow();

    assertThat(url.url().toString()).contains("/large?");
    assertThat(loadedRenditions()).isZero();
  }

  @Test
  void keysOfReplacedRenditionsAreReadWithoutTheSegments() {
    var replaced =
        QuarkusTransaction.requiringNew().call(() -> Rendition.replace(video, List.of()));

    assertThat(replaced)
        .extracting(ObjectKey::value)
        .hasSize(2)
        .allMatch(key -> key.contains(video));
    assertThat(streams.names(video)).isEmpty();
    assertThat(loadedRenditions()).isZero();
  }

  private long loadedRenditions() {
    return sessions.getStatistics().getEntityStatistics(Rendition.class.getName()).getLoadCount();
  }

  private Rendition rendition(String name, int width, int height, double frameRate) {
    var rendition = new Rendition();
    rendition.id = RandomId.random(random).value();
    rendition.videoId = video;
    rendition.objectKey = "videos/%s/%s".formatted(video, name);
    rendition.width = width;
    rendition.height = height;
    rendition.frameRate = frameRate;
    rendition.codecs = "avc1.4d401f";
    rendition.initSize = 700;
    rendition.size = 1_700;
    rendition.timescale = 12_800;
    rendition.segments = SegmentList.encode(List.of(new Segment(1000, 51_200)));
    rendition.createdAt = Instant.EPOCH;
    return rendition;
  }
}
