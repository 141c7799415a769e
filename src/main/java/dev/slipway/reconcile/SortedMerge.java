package dev.slipway.reconcile;

import dev.slipway.catalogue.sync.CatalogueRow;
import dev.slipway.storage.ListedObject;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * Two lists in the order of keys, read side by side. However long they are, one element of each is
 * held. Where a store does not keep the order, a key comes twice, once for each list; whoever looks
 * at it then finds that nothing is wrong.
 */
final class SortedMerge implements Iterator<ComparedKey> {
  private final Iterator<ListedObject> objects;
  private final Iterator<CatalogueRow> rows;
  private ListedObject object;
  private CatalogueRow row;

  SortedMerge(Iterator<ListedObject> objects, Iterator<CatalogueRow> rows) {
    this.objects = objects;
    this.rows = rows;
  }

  @Override
  public boolean hasNext() {
    if (object == null && objects.hasNext()) {
      object = objects.next();
    }
    if (row == null && rows.hasNext()) {
      row = rows.next();
    }
    return object != null || row != null;
  }

  @Override
  public ComparedKey next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    var order = order();
    var pair = new ComparedKey(order <= 0 ? object : null, order >= 0 ? row : null);
    object = order <= 0 ? null : object;
    row = order >= 0 ? null : row;
    return pair;
  }

  /** Negative where the object comes first, positive where the row does. */
  private int order() {
    if (object == null) {
      return 1;
    }
    return row == null ? -1 : object.key().compareTo(row.key());
  }
}
