package dev.slipway.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.catalogue.sync.CatalogueRow;
import dev.slipway.storage.ListedObject;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.RandomId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SortedMergeTest {
  private static final String ID = "a".repeat(26);

  @Test
  void reportsKeysThatAreMissingOnOneSide() {
    assertThat(differences(objects("a", "b", "d"), rows("a", "c", "d")))
        .containsExactly("ORPHAN videos/b", "GONE videos/c");
    assertThat(differences(objects(), rows("a"))).containsExactly("GONE videos/a");
    assertThat(differences(objects("a"), rows())).containsExactly("ORPHAN videos/a");
    assertThat(differences(objects(), rows())).isEmpty();
  }

  @Test
  void comparesKeysInByteOrder() {
    // Java compares UTF-16 units, in which the order is reversed.
    var keys = new String[] {"\uffee", "\ud83d\ude00"};

    assertThat(differences(objects(keys), rows(keys))).isEmpty();
  }

  @Test
  void reportsChangedSizeAndEtag() {
    var row = row("a", 5, "old");

    assertThat(kindOf(new ListedObject(key("a"), 5, "new"), row)).isEqualTo(DriftKind.CHANGED);
    assertThat(kindOf(new ListedObject(key("a"), 6, "old"), row)).isEqualTo(DriftKind.CHANGED);
  }

  @Test
  void distinguishesMissedOrphanedAndUnwantedObjects() {
    var key = new ObjectKey("videos/" + ID + "/source");
    var compared = new ComparedKey(new ListedObject(key, 1, "e"), null);
    var id = new RandomId(ID);

    assertThat(compared.findDifference(Map.of()).orElseThrow().kind()).isEqualTo(DriftKind.ORPHAN);
    assertThat(compared.findDifference(Map.of(id, false)).orElseThrow().kind())
        .isEqualTo(DriftKind.MISSED);
    assertThat(compared.findDifference(Map.of(id, true)).orElseThrow().kind())
        .isEqualTo(DriftKind.UNWANTED);
  }

  @Test
  void ignoresMissingObjectsOfRowsAlreadyMarked() {
    var missing = new CatalogueRow(key("a"), "id", 1, "e", true, false);
    var deleted = new CatalogueRow(key("a"), "id", 1, "e", false, true);
    var object = new ListedObject(key("a"), 1, "e");

    assertThat(new ComparedKey(null, missing).findDifference(Map.of())).isEmpty();
    assertThat(new ComparedKey(null, deleted).findDifference(Map.of())).isEmpty();
    assertThat(kindOf(object, missing)).isEqualTo(DriftKind.CHANGED);
    assertThat(kindOf(object, deleted)).isEqualTo(DriftKind.UNWANTED);
  }

  private static DriftKind kindOf(ListedObject object, CatalogueRow row) {
    return new ComparedKey(object, row).findDifference(Map.of()).orElseThrow().kind();
  }

  private static List<String> differences(List<ListedObject> objects, List<CatalogueRow> rows) {
    var merge = new SortedMerge(objects.iterator(), rows.iterator());
    var found = new ArrayList<String>();
    while (merge.hasNext()) {
      merge
          .next()
          .findDifference(Map.of())
          .ifPresent(difference -> found.add(difference.kind() + " " + difference.key()));
    }
    return found;
  }

  private static List<ListedObject> objects(String... names) {
    return Stream.of(names).map(name -> new ListedObject(key(name), 1, "e")).toList();
  }

  private static List<CatalogueRow> rows(String... names) {
    return Stream.of(names).map(name -> row(name, 1, "e")).toList();
  }

  private static CatalogueRow row(String name, long size, String etag) {
    return new CatalogueRow(key(name), "id", size, etag, false, false);
  }

  private static ObjectKey key(String name) {
    return new ObjectKey("videos/" + name);
  }
}
