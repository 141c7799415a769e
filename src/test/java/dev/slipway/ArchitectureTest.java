package dev.slipway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.junit.jupiter.api.Test;

/** The rooms, and that arrows between them point down only. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.slipway");

  @Test
  void arrowsPointDown() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("embedded")
        .definedBy("..slipway.embedded..")
        .layer("admin")
        .definedBy("..slipway.admin..")
        .layer("uploads")
        .definedBy("..slipway.uploads..")
        .layer("ingest")
        .definedBy("..slipway.ingest..")
        .layer("catalogue")
        .definedBy("..slipway.catalogue..")
        .layer("account")
        .definedBy("..slipway.account..")
        .layer("media")
        .definedBy("..slipway.media..")
        .layer("storage")
        .definedBy("..slipway.storage..")
        .layer("web")
        .definedBy("..slipway.web..")
        .whereLayer("embedded")
        .mayNotAccessAnyLayer()
        .whereLayer("embedded")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("admin")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("uploads")
        .mayOnlyBeAccessedByLayers("admin")
        .whereLayer("ingest")
        .mayOnlyBeAccessedByLayers("admin")
        .whereLayer("catalogue")
        .mayOnlyBeAccessedByLayers("admin", "uploads", "ingest")
        .whereLayer("account")
        .mayOnlyBeAccessedByLayers("admin", "uploads", "ingest", "catalogue")
        .whereLayer("media")
        .mayOnlyAccessLayers("storage", "web")
        .whereLayer("storage")
        .mayOnlyAccessLayers("web")
        .whereLayer("web")
        .mayNotAccessAnyLayer()
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
  void roomsFormNoCircle() {
    SlicesRuleDefinition.slices()
        .matching("dev.slipway.(*)..")
        .should()
        .beFreeOfCycles()
        .check(CLASSES);
  }
}
