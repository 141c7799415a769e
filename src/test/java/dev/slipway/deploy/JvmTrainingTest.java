package dev.slipway.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The program that trains the JVM of the container image compiles. Otherwise only the image build
 * would compile it.
 */
class JvmTrainingTest {
  @Test
  void compiles(@TempDir Path classes) {
    var messages = new ByteArrayOutputStream();

    var result =
        ToolProvider.getSystemJavaCompiler()
            .run(null, messages, messages, "-d", classes.toString(), "deploy/image/Train.java");

    assertThat(result).as(messages::toString).isZero();
  }
}
