package dev.slipway.reconcile;

import dev.slipway.catalogue.sync.CatalogueRow;
import dev.slipway.storage.ListedObject;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * Merges objects and rows, both sorted by key, into one entry per key. It holds one element of each
 * side in memory. If a store does not list keys in order, a key appears twice, once for each side;
 * the check of that single key then finds no difference.
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
    var key = new ComparedKey(order <= 0 ? object : null, order >= 0 ? row : null);
    object = order <= 0 ? null : object;
    row = order >= 0 ? null : row;
    return key;
  }

  /** Negative if the object comes first, positive if the row does. */
  private int order() {
    if (object == null) {
      return 1;
    }
    return row == null ? -1 : object.key().compareTo(row.key());
  }
}
