package dev.slipway.lab.comparison.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.media.probe.MediaProbe;
import dev.slipway.media.source.MediaSource;
import dev.slipway.processing.ProcessingProfile;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** A run of the comparison measures videos that are accepted. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
@TestProfile(ProcessingProfile.class)
class ProbedClientFileTest {
  @Inject MediaProbe probe;

  @Test
  void fileOfTheClientsIsAVideo() {
    var result = probe.probe(source(new ClientFile(1 << 20).content()));

    assertThat(result.rejection()).isNull();
    assertThat(result.info().videoCodec()).isEqualTo("h264");
  }

  private static MediaSource source(byte[] content) {
    return new MediaSource() {
      @Override
      public long size() {
        return content.length;
      }

      @Override
      public byte[] read(long offset, int length) {
        return Arrays.copyOfRange(content, (int) offset, (int) offset + length);
      }
    };
  }
}
