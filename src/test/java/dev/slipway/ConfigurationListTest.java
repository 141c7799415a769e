package dev.slipway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.ApplicationClasses;
import dev.slipway.testing.Asvs;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/configuration.md} lists every setting of the code with its default. */
class ConfigurationListTest {
  /** The list describes longer defaults in words. */
  private static final int MAX_SHOWN_DEFAULT = 20;

  @Test
  @Asvs({"5.1.1", "7.1.1"})
  void listsEverySettingWithItsDefault() throws Exception {
    var lines = Files.readAllLines(Path.of("docs/configuration.md"));

    assertThat(settings().toList())
        .isNotEmpty()
        .allSatisfy(
            setting ->
                assertThat(lines)
                    .as(setting.toString())
                    .anyMatch(
                        line ->
                            line.startsWith("| `" + setting.variable() + "`")
                                && line.contains(setting.shownDefault())));
  }

  private static Stream<Setting> settings() {
    return ApplicationClasses.ALL.stream()
        .filter(type -> type.isAnnotatedWith(ConfigMapping.class))
        .map(type -> type.reflect())
        .flatMap(ConfigurationListTest::settingsOf);
  }

  private static Stream<Setting> settingsOf(Class<?> mapping) {
    var prefix = mapping.getAnnotation(ConfigMapping.class).prefix();
    return Arrays.stream(mapping.getDeclaredMethods())
        .filter(method -> !method.isDefault() && !method.isSynthetic())
        .map(method -> Setting.of(prefix, method));
  }

  private record Setting(String variable, String shownDefault) {
    static Setting of(String prefix, Method method) {
      var name = prefix + "." + method.getName().replaceAll("([A-Z])", "_$1");
      var annotation = method.getAnnotation(WithDefault.class);
      var isShown = annotation != null && annotation.value().length() <= MAX_SHOWN_DEFAULT;
      return new Setting(
          name.replace('.', '_').toUpperCase(Locale.ROOT),
          isShown ? "`" + annotation.value() + "`" : "");
    }
  }
}
