package dev.slipway.uploads.multipart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.ApiClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
  private static final byte[] BYTES = "0123456789".getBytes(StandardCharsets.US_ASCII);

  @Test
  void collectsAPartAndCanBeReadAgain() throws Exception {
    try (var spool = new Spool(8)) {
      assertThat(spool.append(BYTES, 0, 5)).isEqualTo(5);
      assertThat(spool.append(BYTES, 5, 5)).isEqualTo(3);
      assertThat(spool.isFull()).isTrue();

      for (var attempt = 0; attempt < 2; attempt++) {
        assertThat(read(spool)).isEqualTo("01234567");
        assertThat(spool.checksumSha256()).isEqualTo(ApiClient.sha256("01234567".getBytes()));
      }

      spool.clear();
      assertThat(spool.isEmpty()).isTrue();
      spool.append(BYTES, 8, 2);
      assertThat(spool.size()).isEqualTo(2);
      assertThat(read(spool)).isEqualTo("89");
      assertThat(spool.checksumSha256()).isEqualTo(ApiClient.sha256("89".getBytes()));
    }
  }

  @Test
  void hasNoNameWhileItIsOpen(@TempDir Path directory) throws Exception {
    try (var spool = new Spool(8, directory)) {
      spool.append(BYTES, 0, 5);
      try (var files = Files.list(directory)) {
        assertThat(files).isEmpty();
      }
    }
  }

  private static String read(Spool spool) throws IOException {
    try (var in = spool.open()) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    }
  }
}
