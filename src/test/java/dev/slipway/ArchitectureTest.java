package dev.slipway;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The packages of {@code docs/architecture.md}: dependencies point down only. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.slipway");

  /** From top to bottom. Packages in one row do not depend on each other. */
  private static final List<List<String>> LAYERS =
      List.of(
          List.of("admin"),
          List.of("uploads", "ingest", "reconcile"),
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
    layers.check(CLASSES);
  }

  @Test
  void applicationDoesNotKnowTheEmbeddedServices() {
    noClasses()
        .that()
        .resideOutsideOfPackage("..slipway.embedded..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("..slipway.embedded..")
        .check(CLASSES);
  }

  @Test
  void embeddedServicesDoNotKnowTheApplication() {
    noClasses()
        .that()
        .resideInAPackage("..slipway.embedded..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.slipway..").and(not(resideInAPackage("..slipway.embedded.."))))
        .check(CLASSES);
  }

  @Test
  void onlyStorageKnowsTheClientOfTheStore() {
    noClasses()
        .that()
        .resideOutsideOfPackages("..slipway.storage..", "..slipway.embedded..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.minio..", "okhttp3..")
        .check(CLASSES);
  }

  @Test
  void onlyMediaStartsProcesses() {
    noClasses()
        .that()
        .resideOutsideOfPackages("..slipway.media..", "..slipway.embedded..")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.lang.ProcessBuilder")
        .check(CLASSES);
  }

  @Test
  void packagesFormNoCycle() {
    SlicesRuleDefinition.slices()
        .matching("dev.slipway.(*)..")
        .should()
        .beFreeOfCycles()
        .check(CLASSES);
  }
}
