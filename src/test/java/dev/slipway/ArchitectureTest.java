package dev.slipway;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import dev.slipway.testing.ApplicationClasses;
import dev.slipway.testing.Asvs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The packages of {@code docs/architecture.md}: dependencies point down only. */
class ArchitectureTest {
  /** Beyond this, a package gets sub-packages by concern. */
  private static final int MAX_TYPES = 25;

  /** From top to bottom. Packages in one row do not depend on each other. */
  private static final List<List<String>> LAYERS =
      List.of(
          List.of("lab"),
          List.of("admin"),
          List.of("sftp", "webhooks"),
          List.of("uploads", "ingest", "reconcile", "processing"),
          List.of("catalogue"),
          List.of("account"),
          List.of("media"),
          List.of("storage"),
          List.of("audit"),
          List.of("doctor"),
          List.of("observability"),
          List.of("web"));

  @Test
  void packagesDependOnLowerPackagesOnly() {
    var layers = layeredArchitecture().consideringOnlyDependenciesInLayers();
    for (var row : LAYERS) {
      for (var name : row) {
        layers = layers.layer(name).definedBy("..slipway." + name + "..");
      }
    }
    for (var row = 0; row < LAYERS.size(); row++) {
      var above = LAYERS.subList(0, row).stream().flatMap(List::stream).toArray(String[]::new);
      for (var name : LAYERS.get(row)) {
        layers =
            above.length == 0
                ? layers.whereLayer(name).mayNotBeAccessedByAnyLayer()
                : layers.whereLayer(name).mayOnlyBeAccessedByLayers(above);
      }
    }
    layers.check(ApplicationClasses.ALL);
  }

  /** A package without a layer could depend on anything. */
  @Test
  void everyPackageBelongsToALayer() {
    var layers = LAYERS.stream().flatMap(List::stream).toList();

    assertThat(ApplicationClasses.ALL.stream().map(JavaClass::getPackageName))
        .extracting(name -> name.replaceFirst("^dev\\.slipway\\.?", "").split("\\.")[0])
        .filteredOn(name -> !name.equals("embedded"))
        .hasSameElementsAs(layers);
  }

  @Test
  void applicationDoesNotDependOnTheEmbeddedServices() {
    noClasses()
        .that()
        .resideOutsideOfPackage("..slipway.embedded..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("..slipway.embedded..")
        .check(ApplicationClasses.ALL);
  }

  @Test
  void embeddedServicesDoNotDependOnTheApplication() {
    noClasses()
        .that()
        .resideInAPackage("..slipway.embedded..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.slipway..").and(not(resideInAPackage("..slipway.embedded.."))))
        .check(ApplicationClasses.ALL);
  }

  @Test
  void onlyStorageUsesTheStoreClient() {
    noClasses()
        .that()
        .resideOutsideOfPackages("..slipway.storage..", "..slipway.embedded..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.minio..", "okhttp3..")
        .check(ApplicationClasses.ALL);
  }

  @Test
  @Asvs("1.2.5")
  void onlyMediaStartsProcesses() {
    noClasses()
        .that()
        .resideOutsideOfPackages("..slipway.media..", "..slipway.embedded..")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.lang.ProcessBuilder")
        .check(ApplicationClasses.ALL);
  }

  @Test
  void packagesFormNoCycle() {
    SlicesRuleDefinition.slices()
        .matching("dev.slipway.(**)")
        .should()
        .beFreeOfCycles()
        .check(ApplicationClasses.ALL);
  }

  @Test
  void everyPackageStatesItsPurposeAndIsSmall() throws IOException {
    for (var directory : packages()) {
      try (var files = Files.list(directory)) {
        var names = files.map(file -> file.getFileName().toString()).toList();
        var types =
            names.stream()
                .filter(name -> name.endsWith(".java"))
                .filter(name -> !name.equals("package-info.java"))
                .toList();

        assertThat(names).as(directory.toString()).contains("package-info.java");
        assertThat(types).as(directory.toString()).hasSizeLessThanOrEqualTo(MAX_TYPES);
      }
    }
  }

  private static List<Path> packages() throws IOException {
    try (var files =
        Stream.concat(
            Files.walk(Path.of("src/main/java")), Files.walk(Path.of("src/embedded/java")))) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .map(Path::getParent)
          .distinct()
          .toList();
    }
  }
}
