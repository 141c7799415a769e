package dev.slipway;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.slipway.testing.Asvs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The table in {@code docs/security.md} has every requirement that concerns the application, and
 * names exactly the tests that prove it: those with the annotation {@link Asvs}.
 */
class SecurityDocumentTest {
  private static final Path DOCUMENT = Path.of("docs/security.md");
  private static final Pattern TEST_CLASS = Pattern.compile("`([A-Za-z0-9]+Test)`");
  private static final Pattern REQUIREMENT = Pattern.compile("\\| \\d+\\.\\d+\\.\\d+.*");
  private static final Pattern NUMBERS =
      Pattern.compile("(\\d+\\.\\d+\\.)(\\d+)(?: – \\d+\\.\\d+\\.(\\d+))?");

  private static final List<String> MET = List.of("yes", "yes, but for signed URLs");

  /** States that need no test. */
  private static final List<String> NOT_MET =
      List.of("no", "not applicable", "operator", "partly", "yes, by absence");

  /** The requirements of OWASP ASVS 5.0 that the table has at least. */
  private static final Set<String> REQUIRED =
      numbers(
          "1.2.4, 1.2.5, 1.2.10, 2.3.1, 2.4.1, 3.2.1, 3.2.2, 3.3.1 – 3.3.5, 3.4.1 – 3.4.8,"
              + " 3.5.1 – 3.5.8, 4.1.3, 4.2.1, 5.1.1, 5.2.1, 5.2.2, 5.2.4, 5.3.2, 5.4.1 – 5.4.3,"
              + " 6.2.1 – 6.2.12, 6.3.1 – 6.3.3, 7.1.1 – 7.1.3, 7.2.1 – 7.2.4, 7.3.1 – 7.3.2,"
              + " 7.4.1 – 7.4.5, 7.5.1 – 7.5.2, 7.6.1 – 7.6.2, 8.2.1 – 8.2.3, 11.2.4, 11.5.1,"
              + " 13.2.1 – 13.2.6, 13.3.1, 13.4.5, 14.2.1, 14.3.1 – 14.3.3, 15.2.1 – 15.2.5,"
              + " 16.2.1 – 16.2.5, 16.3.1 – 16.3.4, 16.4.1 – 16.4.3, 16.5.1 – 16.5.4");

  /**
   * A row of the table.
   *
   * @param numbers of the requirements
   * @param tests the names of classes
   */
  private record Row(Set<String> numbers, String met, String how, Set<String> tests) {}

  @Test
  void hasEveryRequirementOnce() throws IOException {
    var listed = rows().stream().flatMap(row -> row.numbers().stream()).toList();

    assertThat(listed).doesNotHaveDuplicates().containsAll(REQUIRED);
  }

  @Test
  void statesForEachRequirementHowItIsMet() throws IOException {
    for (var row : rows()) {
      assertThat(Stream.concat(MET.stream(), NOT_MET.stream())).contains(row.met());
      assertThat(row.how()).as(row.toString()).isNotEmpty();
    }
  }

  @Test
  void aTestProvesEachRequirementThatIsMet() throws IOException {
    var proofs = testsByRequirement();

    for (var row : rows()) {
      if (MET.contains(row.met())) {
        assertThat(proofs.keySet())
            .as("requirements of the row %s with a test that has the annotation @Asvs", row)
            .containsAll(row.numbers());
      }
    }
  }

  @Test
  void namesTheTestsOfEachRequirement() throws IOException {
    var proofs = testsByRequirement();
    var listed = new TreeSet<String>();

    for (var row : rows()) {
      listed.addAll(row.numbers());
      var expected = new TreeSet<String>();
      row.numbers().forEach(number -> expected.addAll(proofs.getOrDefault(number, Set.of())));
      assertThat(row.tests())
          .as(
              "the tests in the row of %s. Name the classes with the annotation @Asvs for one of"
                  + " these numbers, or annotate the method that proves it",
              row.numbers())
          .isEqualTo(expected);
    }
    assertThat(listed).as("requirements with a row").containsAll(proofs.keySet());
  }

  private static Map<String, Set<String>> testsByRequirement() {
    var tests = new TreeMap<String, Set<String>>();
    for (var type :
        new ClassFileImporter()
            .withImportOption(new ImportOption.OnlyIncludeTests())
            .importPackages("dev.slipway")) {
      annotations(type)
          .forEach(
              number ->
                  tests.computeIfAbsent(number, none -> new TreeSet<>()).add(type.getSimpleName()));
    }
    return tests;
  }

  private static Stream<String> annotations(JavaClass type) {
    var methods =
        type.getMethods().stream()
            .filter(method -> method.isAnnotatedWith(Asvs.class))
            .map(method -> method.getAnnotationOfType(Asvs.class));
    var all =
        type.isAnnotatedWith(Asvs.class)
            ? Stream.concat(methods, Stream.of(type.getAnnotationOfType(Asvs.class)))
            : methods;
    return all.flatMap(annotation -> Arrays.stream(annotation.value()));
  }

  private static List<Row> rows() throws IOException {
    var rows = new ArrayList<Row>();
    for (var line : Files.readAllLines(DOCUMENT)) {
      if (REQUIREMENT.matcher(line).matches()) {
        var cells = line.split("\\|", -1);
        assertThat(cells).as(line).hasSize(6);
        var tests = new TreeSet<String>();
        TEST_CLASS.matcher(cells[4]).results().forEach(match -> tests.add(match.group(1)));
        rows.add(new Row(numbers(cells[1]), cells[2].strip(), cells[3].strip(), tests));
      }
    }
    assertThat(rows).isNotEmpty();
    return rows;
  }

  /** Numbers such as {@code 3.4.4, 3.4.6} and ranges such as {@code 3.3.1 – 3.3.5}. */
  private static Set<String> numbers(String text) {
    var numbers = new TreeSet<String>();
    NUMBERS
        .matcher(text)
        .results()
        .forEach(
            match -> {
              var first = Integer.parseInt(match.group(2));
              var last = match.group(3) == null ? first : Integer.parseInt(match.group(3));
              IntStream.rangeClosed(first, last)
                  .forEach(number -> numbers.add(match.group(1) + number));
            });
    return numbers;
  }
}
