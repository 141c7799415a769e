package dev.slipway.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The program that trains the image's JVM, which only the build of the image compiles otherwise.
 */
class TrainingTest {
  @Test
  void compiles(@TempDir Path classes) {
    var messages = new ByteArrayOutputStream();

    var result =
        ToolProvider.getSystemJavaCompiler()
            .run(null, messages, messages, "-d", classes.toString(), "deploy/image/Train.java");

    assertThat(result).as(messages::toString).isZero();
  }
}
