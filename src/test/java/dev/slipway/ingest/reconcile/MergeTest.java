package dev.slipway.ingest.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.catalogue.InventoryRow;
import dev.slipway.storage.ListedObject;
import dev.slipway.storage.ObjectId;
import dev.slipway.storage.ObjectKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MergeTest {
  private static final String ID = "a".repeat(26);

  @Test
  void tellsOnWhichSideAKeyIsMissing() {
    assertThat(differences(objects("a", "b", "d"), rows("a", "c", "d")))
        .containsExactly("ORPHAN videos/b", "GONE videos/c");
    assertThat(differences(objects(), rows("a"))).containsExactly("GONE videos/a");
    assertThat(differences(objects("a"), rows())).containsExactly("ORPHAN videos/a");
    assertThat(differences(objects(), rows())).isEmpty();
  }

  @Test
  void keepsTheOrderOfBytes() {
    // By UTF-16 units, as Java compares, the first would come last.
    var keys = new String[] {"\uffee", "\ud83d\ude00"};

    assertThat(differences(objects(keys), rows(keys))).isEmpty();
  }

  @Test
  void seesWhatChanged() {
    var row = row("a", 5, "old");

    assertThat(kindOf(new ListedObject(key("a"), 5, "new"), row)).isEqualTo(DriftKind.CHANGED);
    assertThat(kindOf(new ListedObject(key("a"), 6, "old"), row)).isEqualTo(DriftKind.CHANGED);
  }

  @Test
  void tellsWhatWasPromisedFromWhatWasNot() {
    var key = new ObjectKey("videos/" + ID + "/source");
    var pair = new Pair(new ListedObject(key, 1, "e"), null);
    var id = new ObjectId(ID);

    assertThat(pair.difference(Map.of()).orElseThrow().kind()).isEqualTo(DriftKind.ORPHAN);
    assertThat(pair.difference(Map.of(id, false)).orElseThrow().kind()).isEqualTo(DriftKind.MISSED);
    assertThat(pair.difference(Map.of(id, true)).orElseThrow().kind())
        .isEqualTo(DriftKind.UNWANTED);
  }

  @Test
  void leavesRowsAloneThatSayItThemselves() {
    var missing = new InventoryRow(key("a"), "id", 1, "e", true, false);
    var deleted = new InventoryRow(key("a"), "id", 1, "e", false, true);
    var object = new ListedObject(key("a"), 1, "e");

    assertThat(new Pair(null, missing).difference(Map.of())).isEmpty();
    assertThat(new Pair(null, deleted).difference(Map.of())).isEmpty();
    assertThat(kindOf(object, missing)).isEqualTo(DriftKind.CHANGED);
    assertThat(kindOf(object, deleted)).isEqualTo(DriftKind.UNWANTED);
  }

  private static DriftKind kindOf(ListedObject object, InventoryRow row) {
    return new Pair(object, row).difference(Map.of()).orElseThrow().kind();
  }

  private static List<String> differences(List<ListedObject> objects, List<InventoryRow> rows) {
    var merge = new Merge(objects.iterator(), rows.iterator());
    var found = new ArrayList<String>();
    while (merge.hasNext()) {
      merge.next().difference(Map.of()).ifPresent(one -> found.add(one.kind() + " " + one.key()));
    }
    return found;
  }

  private static List<ListedObject> objects(String... names) {
    return Stream.of(names).map(name -> new ListedObject(key(name), 1, "e")).toList();
  }

  private static List<InventoryRow> rows(String... names) {
    return Stream.of(names).map(name -> row(name, 1, "e")).toList();
  }

  private static InventoryRow row(String name, long size, String etag) {
    return new InventoryRow(key(name), "id", size, etag, false, false);
  }

  private static ObjectKey key(String name) {
    return new ObjectKey("videos/" + name);
  }
}
