package dev.slipway.lab.comparison.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.storage.Sha256;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ClientFileTest {
  private final ClientFile file = new ClientFile(1_000);

  @Test
  void checksumOfAPartCoversItsBytesOnly() {
    var part = Arrays.copyOfRange(file.content(), 300, 700);

    assertThat(file.checksumSha256(300, 400)).isEqualTo(Sha256.base64(part));
  }

  @Test
  void checksumOfAPartThatIsTheWholeFileIsThatOfTheFile() {
    assertThat(file.checksumSha256(0, file.size())).isEqualTo(file.checksumSha256());
  }
}
