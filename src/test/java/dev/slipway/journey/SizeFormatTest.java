package dev.slipway.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.web.Formats;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Pages show the same size in the same way, whether the server or the browser formats it. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class SizeFormatTest {
  /** The exact ones are halfway between two numbers that pages show. */
  private static final List<Long> SIZES =
      Stream.of(
              "0 1 71 999 1000 1049 1050 1150 1250 99949 99950 999499 999500 999999",
              "104857600 999949999 5497558138880 999999999999999 4503599627370496")
          .flatMap(line -> Stream.of(line.split(" ")))
          .map(Long::valueOf)
          .toList();

  @RegisterExtension final Journey journey = new Journey();

  @Test
  void formatsSizesLikeTheServer() {
    var page = journey.page();
    page.navigate("/login");

    var formatted =
        page.evaluate(
            "async (sizes) => { const { format } = await import('/web/format.js');"
                + " return sizes.map((size) => format.bytes(Number(size))); }",
            SIZES.stream().map(String::valueOf).toList());

    assertThat(formatted).isEqualTo(SIZES.stream().map(Formats::humanBytes).toList());
  }
}
